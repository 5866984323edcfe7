/**
 * What the acts that count changed about whom a space trusts: who came, left, was put out, with which devices, and who
 * governs. What was voided, or waits for what it builds on, is in none of it.
 */
import type { Hlc } from '../clock.ts';
import type { AccountId, ChannelId, EntryId } from '../ids.ts';
import { applyChanges, type Change } from './change.ts';
import { changesBy } from './changes.ts';
import type { Governance } from './governance.ts';
import type { Role } from './role.ts';
import { emptyState, type GovernanceState, type Ruling } from './state.ts';

export interface TrustChange {
  /** Of the act. */
  id: EntryId;
  clock: Hlc;
  type: 'joined' | 'left' | 'removed' | 'device.added' | 'device.removed' | 'role';
  account: AccountId;
  /** Whose act it was. */
  by: AccountId;
  /** From now on, of a change of role. */
  role?: Role;
}

const readChange = (state: GovernanceState, ruling: Ruling, { path, value }: Change): TrustChange[] => {
  const [root, account, part] = path as [string, AccountId, string?];
  if (root !== 'members') return [];
  const { id, clock, author: by, act } = ruling;
  const change = { id, clock, account, by };
  const isGone = value === undefined;
  if (part === 'devices') return [{ ...change, type: isGone ? 'device.removed' : 'device.added' }];
  if (part === 'role') {
    const role = value as Role;
    return state.members[account]?.role === role ? [] : [{ ...change, type: 'role', role }];
  }
  if (part !== undefined) return [];
  if (isGone) return [{ ...change, type: act.type === 'space.leave' ? 'left' : 'removed' }];
  // Whoever founds a space does not come to it; whose a direct message is, its genesis says.
  return act.type === 'genesis' || state.kind === 'direct' ? [] : [{ ...change, type: 'joined' }];
};

/** All since the channel was created, in the order of their clocks. */
export const trustChangesOf = (governance: Governance, channel: ChannelId): TrustChange[] => {
  const state = emptyState();
  let found: TrustChange[] = [];
  for (const { ruling } of governance.record.settlement.judgement.accepted) {
    const changes = changesBy(state, ruling);
    found.push(...changes.flatMap((change) => readChange(state, ruling, change)));
    if (changes.some(({ path }) => path.length === 2 && path[0] === 'channels' && path[1] === channel))
      found = [];
    applyChanges(state, changes);
  }
  return found;
};
