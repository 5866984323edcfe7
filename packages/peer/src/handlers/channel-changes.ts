/** channel.changes: how those who share a channel, and those who govern it, changed. */
import type { Handlers, TrustChange } from '@plexi/operations';
import { hlcToMs, trustChangesOf } from '@plexi/protocol';
import type { PeerContext } from './context.ts';
import { findPlace, partsOf } from './place.ts';
import type { Part } from './timeline.ts';

const changesOf = ({ space, channel }: Part): TrustChange[] => {
  const governance = space.replica.governance();
  if (governance === undefined) return [];
  return trustChangesOf(governance, channel).map((change) => ({
    ...change,
    time: new Date(hlcToMs(change.clock)).toISOString(),
    name: space.words.account(change.account),
    byName: space.words.account(change.by),
  }));
};

export const channelChangesHandlers = (context: PeerContext) =>
  ({
    'channel.changes': async ({ space, channel, limit, after = -1, before = Number.MAX_SAFE_INTEGER }) =>
      partsOf(await findPlace(context, space, channel))
        .flatMap(changesOf)
        .filter(({ clock }) => clock > after && clock < before)
        .sort((a, b) => a.clock - b.clock || (a.id < b.id ? -1 : 1))
        .slice(-limit),
  }) satisfies Handlers;
