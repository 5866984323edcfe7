/** [L2] Whether somebody has another entry than we do in a place: then theirs is asked for, and the two histories come to light. */
import type { LogHead } from '../../entry/log.ts';
import type { SyncReplica } from '../replica-port.ts';

/**
 * Where both end in the same place, and in governance also where they are behind: somebody may have cited what they have. In a
 * channel that shows when they go on.
 */
export const differsAt = async (
  replica: Pick<SyncReplica, 'frontier' | 'channels' | 'tipAt'>,
  { log, sequence, id }: LogHead,
): Promise<boolean> => {
  const ours = replica.frontier.get(log)?.visible;
  if (ours === undefined || sequence > ours.sequence || sequence === 0) return false;
  if (sequence === ours.sequence) return ours.id !== id;
  return log.channel === replica.channels.governance && (await replica.tipAt(log, sequence)).id !== id;
};
