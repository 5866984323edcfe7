/** What the account keeps for itself, as a space's messages ask for it. */
import type { SpaceId } from '@plexi/protocol';
import { EVERYWHERE } from '../account-state/item.ts';
import type { Personal } from '../space/context.ts';
import type { Awareness } from './awareness.ts';

export const personalOf = (awareness: Awareness, space: SpaceId): Personal => ({
  isSaved: (id) => awareness.account.get(space, 'save', id) !== undefined,
  isHidden: (id) => awareness.account.get(space, 'hide', id) !== undefined,
  isBlocked: (account) => awareness.account.get(EVERYWHERE, 'block', account) !== undefined,
  readUpTo: (channel) => (awareness.knows(space) ? awareness.of(space).receipts.readUpTo(channel) : 0),
});
