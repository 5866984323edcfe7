/** [G3] [G4] Granting a rank. */
import { type AccountId, cutoffsFor, isInCharge } from '@plexi/protocol';
import type { Space } from './space.ts';

/**
 * Gives somebody a rank; where that takes one, says which of their entries still count that were written with it: letters, and what they
 * hid. Throws NOT_ALLOWED.
 */
export const grantRole = async (
  space: Pick<Space, 'governance' | 'replica' | 'act'>,
  account: AccountId,
  role: 'admin' | 'moderator' | 'member',
): Promise<void> => {
  const governance = space.governance();
  const isTaken = isInCharge(governance.state.members[account]?.role) && !isInCharge(role);
  const { channels, frontier } = space.replica;
  const written = frontier
    .visibleHeads()
    .filter(({ log }) => log.channel !== channels.governance && log.channel !== channels.keys);
  const cutoffs = isTaken ? { cutoffs: cutoffsFor(governance, account, written) } : {};
  await space.act({ type: 'role.grant', account, role, ...cutoffs });
};
