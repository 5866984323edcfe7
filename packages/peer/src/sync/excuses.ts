/** [N4] Reasons that relays give for having less than they signed for: governance bears them out, or they are none. */
import { decisionsOf, type Excuse, type Receipt, type SyncReplica } from '@plexi/protocol';

/** Whether it does; to be asked where the relay has the same governance. Where that leaves room for doubt, it does. */
export const isBorneOut = (
  replica: Pick<SyncReplica, 'governance' | 'frontier' | 'isForked'>,
  { holder, logId }: Pick<Receipt, 'holder' | 'logId'>,
  excuse: Excuse,
): boolean => {
  const governance = replica.governance();
  // What does not count any more, or not yet, the relay may have seen count.
  if (governance === undefined || governance.voided.size + governance.waiting.size > 0) return true;
  if (excuse === 'forked') {
    const state = replica.frontier.byId(logId);
    return state === undefined || replica.isForked(state);
  }
  const listings = decisionsOf(governance).flatMap(({ act }) =>
    (act?.type === 'relay.list' || act?.type === 'relay.unlist') && act.device === holder ? act.type : [],
  );
  return listings.length === 0 || listings.includes('relay.unlist');
};
