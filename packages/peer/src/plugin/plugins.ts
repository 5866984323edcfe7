/** [P1] The plugins of a profile: what their host needs, made of the profile's store, its spaces and its operations. */
import { fileURLToPath } from 'node:url';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { callOperation, type Handlers, type PeerEvent } from '@plexi/operations';
import { openPluginHost, type PluginHost, type PluginStore } from '@plexi/plugin-host';
import type { SpaceId } from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import type { Client } from '../client/client.ts';
import type { PeerContext } from '../handlers/context.ts';
import { findSpace } from '../handlers/lookup.ts';
import { findPlace } from '../handlers/place.ts';
import type { Space } from '../space/space.ts';
import { governedGrants } from './governed-grants.ts';

const SCOPE = 'plugins';
/** `plugins/` of the checkout, from this file or from the bundle's chunk that it is in (apps/desktop/out/main/chunks). */
const SHIPPED = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../../../plugins' : '../../../../../plugins',
    import.meta.url,
  ),
);

const storeOf = (store: Store): PluginStore => ({
  list: async (kind) => store.records(SCOPE, kind),
  put: async (kind, key, value) => store.commit([{ type: 'record', scope: SCOPE, kind, key, value }]),
});

/** The space that a space is governed by, as far as plugins go: a private channel by its space, a direct message by none. */
const governedBy = (space: Space): SpaceId | undefined => {
  if (space.small === undefined) return space.id;
  return space.small.kind === 'channel' ? space.small.parent : undefined;
};

export interface PluginsDependencies {
  context: PeerContext;
  client: Client;
  store: Store;
  handlers: Handlers;
  emit: (event: PeerEvent) => void;
  log: (event: string, fields: Record<string, unknown>) => void;
}

export const openPlugins = async (dependencies: PluginsDependencies): Promise<PluginHost> => {
  const { context, client, store, handlers, emit, log } = dependencies;
  let calls = 0;
  const host: PluginHost = await openPluginHost({
    primitives,
    store: storeOf(store),
    shipped: SHIPPED,
    grants: governedGrants(client, (listener) => context.subscribe(listener)),
    places: {
      find: async (name, channel) => {
        const { space, channel: id } =
          channel === undefined
            ? { ...(await findSpace(context, name)), channel: undefined }
            : await findPlace(context, name, channel);
        const governed = governedBy(space);
        return { space: governed ?? space.id, governed, channel: id };
      },
      governedBy: (id) => {
        const space = client.space(id as SpaceId);
        return space === undefined ? undefined : governedBy(space);
      },
    },
    call: async (operation, input, signal) =>
      callOperation(handlers, operation, input, { id: `plugin-${++calls}`, signal }),
    subscribe: (listener) => context.subscribe(listener),
    emit: (event) => {
      if (event.type !== 'notice') return emit(event);
      const plugin = host.list().find(({ manifest }) => manifest.id === event.plugin);
      if (plugin !== undefined)
        emit({ type: 'notice', plugin: event.plugin, name: plugin.manifest.name, notice: event.notice });
    },
    now: context.now,
    problem: (detail) => log('problem', { code: 'PLUGIN_FAILED', detail }),
  });
  return host;
};
