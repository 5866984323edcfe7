/** The running peer: one profile, its account if it has one, and the operations that it serves. */
import type { Handlers, PeerEvent } from '@plexi/operations';
import { toPlexiError } from '@plexi/protocol';
import type { Client } from './client/client.ts';
import type { OnlineOptions } from './client/network-link.ts';
import type { PeerContext } from './handlers/context.ts';
import { createHandlers } from './handlers/index.ts';
import { holdProfile, type OpenProfile } from './profile/profile.ts';
import { createIndexer, type Indexer } from './search/indexer.ts';

export interface PeerOptions {
  /** The profile's folder; made where missing. */
  profile: string;
  /** Opens a profile that is locked. */
  passphrase?: string | undefined;
  /** Relays that a space gets when none is named. */
  defaultRelays?: readonly string[];
  onEvent?: (event: PeerEvent) => void;
  /** Typed facts for logs: no content, no names. */
  log?: (event: string, fields: Record<string, unknown>) => void;
  /** Milliseconds since 1970. @default Date.now */
  now?: () => number;
}

export interface Peer {
  handlers: Handlers;
  subscribe(listener: (event: PeerEvent) => void): () => void;
  /** Goes online, now or as soon as there is an account. */
  start(options?: OnlineOptions): Promise<void>;
  /** Resolves when all that can be synced is, or after `timeoutMs`. */
  settle(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a profile. Throws PROFILE_IN_USE, PASSPHRASE_WRONG, STORE_CORRUPT, PROFILE_INVALID. */
export const openPeer = async (options: PeerOptions): Promise<Peer> => {
  const now = options.now ?? Date.now;
  const log = options.log ?? (() => undefined);
  const listeners = new Set<(event: PeerEvent) => void>();
  if (options.onEvent !== undefined) listeners.add(options.onEvent);
  let indexer: Indexer | undefined;
  const emit = (event: PeerEvent): void => {
    if (event.type === 'messages' || event.type === 'changed' || event.type === 'reset') indexer?.poke();
    for (const listener of listeners) listener(event);
  };
  const profile = await holdProfile(options.profile, options.passphrase);
  let client: Client | undefined;
  let wantsOnline: OnlineOptions | undefined;
  let paused = false;

  const indexerOf = (open: OpenProfile): Indexer =>
    (indexer ??= createIndexer({
      store: open.store,
      failed: (error) => log('problem', { code: toPlexiError(error).code, detail: 'indexing' }),
      now: () => performance.now(),
    }));

  let beginning: Promise<Client> | undefined;
  const begin = (open: OpenProfile): Promise<Client> =>
    (beginning ??= import('./client/client.ts').then(async ({ createClient }) => {
      client = await createClient({ profile: open, now, emit, log });
      indexerOf(open).poke();
      return client;
    }));

  const goOnline = async (): Promise<void> => {
    if (wantsOnline === undefined || paused || profile.state() !== 'ready') return;
    const active = await begin(profile.open());
    await active.load();
    await active.online(wantsOnline);
  };

  const subscribe = (listener: (event: PeerEvent) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  const settle = async (timeoutMs: number): Promise<void> => {
    if (client === undefined) return;
    const settling = await import('./client/settle.ts');
    await settling.settle(client, timeoutMs);
  };

  const context: PeerContext = {
    profile,
    defaultRelays: options.defaultRelays ?? [],
    now,
    subscribe,
    client: async () => {
      const active = await begin(profile.open());
      await active.load();
      return active;
    },
    opened: async (open) => {
      await begin(open);
      await goOnline();
      emit({ type: 'account' });
    },
    openSpaces: () => client?.summaries(),
    isPaused: () => paused,
    pause: async (pausing) => {
      paused = pausing;
      if (pausing) await client?.offline();
      else await goOnline();
      for (const { id } of client?.spaces() ?? []) emit({ type: 'sync', space: id });
    },
    indexer: () => indexerOf(profile.open()),
    settle,
  };

  return {
    handlers: createHandlers(context),
    subscribe,
    start: async (online = { mode: 'up' }) => {
      wantsOnline = online;
      await goOnline();
    },
    settle,
    close: async () => {
      await client?.close();
      await indexer?.close();
      await profile.close();
    },
  };
};
