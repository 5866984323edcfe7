/**
 * Conversations: the direct messages of one set of people. Where they open one apart, or one of them leaves and another is
 * opened, there are several; they are read as one, and everybody goes on in the same, its home.
 */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { type AccountId, type ChannelId, onlyChannel } from '@plexi/protocol';
import type { Space } from '../space/space.ts';
import type { SmallSpaces } from './small-spaces.ts';

/** What tells which direct messages belong together. */
export interface Talks {
  self: { account: AccountId };
  small: Pick<SmallSpaces, 'directs' | 'record' | 'reach'>;
}

/** The one channel of a small space. */
export const channelOf = (space: Space): ChannelId => onlyChannel(primitives, space.id);

/** Whose it is; until its governance is here, ourselves and whoever introduced us. */
export const ownersOf = ({ self }: Talks, space: Space): AccountId[] =>
  space.replica.governance()?.state.owners ??
  [...new Set([self.account, ...(space.small === undefined ? [] : [space.small.by])])].sort();

export const hasLeft = (space: Space, account: AccountId): boolean =>
  space.replica.governance()?.state.formerMembers[account] !== undefined;

/** Nobody has left it, and it was not turned down. */
const isGoing = (talks: Talks, space: Space): boolean =>
  talks.small.record(space.id)?.standing !== 'declined' &&
  ownersOf(talks, space).every((account) => !hasLeft(space, account));

/** What can be written in comes first, then what goes on; of those the lowest id, which is the same for everybody. */
const rankOf = (talks: Talks, space: Space): number => {
  if (!isGoing(talks, space)) return 2;
  return space.summary().state === 'ready' ? 0 : 1;
};

const keyOf = (talks: Talks, space: Space): string => ownersOf(talks, space).join();

const inOrder = (talks: Talks, spaces: readonly Space[]): Space[] =>
  spaces.toSorted((a, b) => rankOf(talks, a) - rankOf(talks, b) || (a.id < b.id ? -1 : 1));

const isListed = ({ small }: Talks, { id }: Space): boolean =>
  small.record(id)?.standing !== 'declined' && small.reach(id) !== 'closed';

/** All that were not turned down, each with its home first. */
export const conversations = (talks: Talks): Space[][] => {
  const listed = talks.small.directs().filter((space) => isListed(talks, space));
  const byPeople = Map.groupBy(listed, (space) => keyOf(talks, space));
  return [...byPeople.values()].map((of) => inOrder(talks, of));
};

/** What is read as one with a space, its home first; a space that is no direct message is alone. */
export const conversationOf = (talks: Talks, space: Space): Space[] => {
  if (space.small?.kind !== 'direct' || !isListed(talks, space)) return [space];
  const key = keyOf(talks, space);
  const of = talks.small.directs().filter((it) => isListed(talks, it) && keyOf(talks, it) === key);
  return of.includes(space) ? inOrder(talks, of) : [space];
};

/** Where a conversation goes on; any other space is its own home. */
export const homeOf = (talks: Talks, space: Space): Space => conversationOf(talks, space)[0] ?? space;

/** The conversation with exactly these others that goes on, if there is one. */
export const directWith = (talks: Talks, others: readonly AccountId[]): Space | undefined => {
  const key = [...new Set([talks.self.account, ...others])].sort().join();
  const found = talks.small
    .directs()
    .filter((space) => space.replica.governance() !== undefined && isGoing(talks, space))
    .filter((space) => keyOf(talks, space) === key);
  return inOrder(talks, found)[0];
};
