/**
 * How far a small space is noticed. Until a direct message is accepted, whoever wrote it learns nothing from this device: it
 * is fetched from relays, and nothing of it is written, confirmed or said. One that is not to be heard of is not even fetched.
 */
import type { AccountId, SpaceId } from '@plexi/protocol';
import { isKnown } from './acquaintance.ts';
import type { SmallContext } from './context.ts';

export type Reach = 'open' | 'quiet' | 'closed';

export const reachOf = (context: SmallContext, id: SpaceId): Reach => {
  const record = context.records.get(id);
  switch (record?.standing) {
    case undefined:
    case 'open':
      return 'open';
    case 'request':
      return context.decisions.hearsStrangers() ? 'quiet' : 'closed';
    case 'declined': {
      // Who has left must be able to say so; who was asked and declined says nothing.
      const state = context.space(id)?.replica.governance()?.state;
      return state?.formerMembers[context.self.account] === undefined ? 'closed' : 'open';
    }
  }
};

const ownersOf = (context: SmallContext, id: SpaceId): readonly AccountId[] =>
  context.space(id)?.replica.governance()?.state.owners ?? [];

/** By the people in it, the direct messages that were accepted, or that one opened oneself. */
const openConversations = (context: SmallContext): Set<string> => {
  const open = [...context.records].filter(
    ([, { kind, standing }]) => kind === 'direct' && standing === 'open',
  );
  return new Set(open.map(([id]) => ownersOf(context, id).toSorted().join()));
};

/** Requests of people who are strangers no more, and those for what the same people talk about already. */
export const requestsOfKnown = (context: SmallContext): SpaceId[] => {
  const requests = [...context.records].filter(([, { standing }]) => standing === 'request');
  if (requests.length === 0) return [];
  const open = openConversations(context);
  return requests.flatMap(([id, { by }]) => {
    const owners = ownersOf(context, id);
    const isGoingOn = owners.includes(by) && open.has(owners.toSorted().join());
    return isGoingOn || isKnown(context, by) ? [id] : [];
  });
};
