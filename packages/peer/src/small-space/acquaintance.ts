/** Who may begin a conversation without being asked in. */
import { type AccountId, isInCharge } from '@plexi/protocol';
import { governanceIn, ordinarySpaces, type SmallContext } from './context.ts';

/**
 * Whether somebody is no stranger: ourselves, somebody whom a space that we share has put in charge or who is in one that put us
 * in charge, or somebody whom we talk to already.
 */
export const isKnown = (context: SmallContext, account: AccountId): boolean => {
  const { self, records } = context;
  if (account === self.account) return true;
  const isOverOrUnder = ordinarySpaces(context).some((space) => {
    const members = governanceIn(space)?.state.members;
    const [they, we] = [members?.[account], members?.[self.account]];
    return they !== undefined && we !== undefined && (isInCharge(they.role) || isInCharge(we.role));
  });
  if (isOverOrUnder) return true;
  return [...records].some(([id, { kind, standing }]) => {
    const owners = context.space(id)?.replica.governance()?.state.owners;
    return kind === 'direct' && standing === 'open' && owners?.length === 2 && owners.includes(account);
  });
};
