/** sync.*: where a space stands. */
import type { Handlers, SyncStatus } from '@plexi/operations';
import { type ChannelId, plexiError } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import { askRelays, syncStatus, withChannels } from '../client/status.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findSpace } from './lookup.ts';
import { findExactPlace } from './place.ts';

/** How often a relay that differs is asked again, while its answer does not change. */
const ASK_MS = 100;

/** Private channels that this device is in: one that it was removed from stays behind for good. */
const channelsIn = (client: Client, space: Space): Space[] =>
  client.small.channelsOf(space.id).filter((channel) => channel.summary().state === 'ready');

export const syncHandlers = (context: PeerContext) => {
  const storageOf = ({ replica }: Space): SyncStatus['storage'] => {
    const { state } = context.profile.open().store.health();
    return state === 'ok' && replica.logsLacking() > 0 ? 'repairing' : state;
  };
  const lookAt = async (client: Client, space: Space, channel?: ChannelId): Promise<SyncStatus> =>
    syncStatus(client, space, {
      channel,
      storage: storageOf(space),
      unreadable: await space.messages.unreadable(),
      paused: context.isPaused(),
    });
  /** A space with its private channels. */
  const look = async (client: Client, space: Space): Promise<SyncStatus> => {
    const small = channelsIn(client, space);
    return withChannels(
      await lookAt(client, space),
      await Promise.all(small.map((channel) => lookAt(client, channel))),
    );
  };
  return {
    'sync.pause': async () => {
      await context.pause(true);
      return { paused: true };
    },
    'sync.resume': async () => {
      await context.pause(false);
      return { paused: false };
    },
    'sync.status': async ({ space: name, channel: wanted }) => {
      if (wanted !== undefined) {
        const { client, space, channel } = await findExactPlace(context, name, wanted);
        return lookAt(client, space, channel);
      }
      const { client, space } = await findSpace(context, name);
      return look(client, space);
    },
    'sync.wait': async ({ space: name, timeout }, caller) => {
      const { client, space } = await findSpace(context, name);
      const end = context.now() + timeout * 1000;
      for (;;) {
        const status = await look(client, space);
        if (status.inSync) return status;
        const left = end - context.now();
        if (left <= 0 || caller.signal.aborted) throw plexiError('NO_SYNC', { detail: `after ${timeout} s` });
        for (const one of [space, ...channelsIn(client, space)]) askRelays(client, one);
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, Math.min(ASK_MS, left));
        const stop = context.subscribe((event) => {
          if (event.type === 'sync') resolve();
        });
        await promise;
        clearTimeout(timer);
        stop();
      }
    },
  } satisfies Handlers;
};
