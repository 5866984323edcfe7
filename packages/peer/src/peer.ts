/** The running peer: one profile, its account if it has one, and the operations that it serves. */
import { createJudge } from '@plexi/ai/judge';
import type { Handlers, PeerEvent } from '@plexi/operations';
import type { PluginHost } from '@plexi/plugin-host';
import { toPlexiError } from '@plexi/protocol';
import type { Client } from './client/client.ts';
import type { OnlineOptions } from './client/network-link.ts';
import type { PeerContext } from './handlers/context.ts';
import { createHandlers } from './handlers/index.ts';
import { type AutoLock, openAutoLock } from './profile/auto-lock.ts';
import { holdProfile, type OpenProfile } from './profile/profile.ts';
import { createIndexer, type Indexer } from './search/indexer.ts';
import { createRepairs } from './upkeep/repairs.ts';

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
  /** How far an upgrade or a repair of the database is, before it can be used: nobody can be subscribed by then. */
  onStorage?: (progress: Parameters<PeerContext['tellStorage']>[0]) => void;
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
  const tellStorage: PeerContext['tellStorage'] = (progress) => {
    options.onStorage?.(progress);
    emit({ type: 'storage', ...progress });
  };
  const profile = await holdProfile(options.profile, options.passphrase, tellStorage);
  let client: Client | undefined;
  let wantsOnline: OnlineOptions | undefined;
  let paused = false;

  const indexerOf = (open: OpenProfile): Indexer =>
    (indexer ??= createIndexer({
      store: open.store,
      failed: (error) => log('problem', { code: toPlexiError(error).code, detail: 'indexing' }),
      now: () => performance.now(),
    }));

  const judge = createJudge();
  let plugins: Promise<PluginHost> | undefined;
  let beginning: Promise<Client> | undefined;
  let autoLock: Promise<AutoLock> | undefined;
  const begin = (open: OpenProfile): Promise<Client> =>
    (beginning ??= import('./client/client.ts').then(async ({ createClient }) => {
      repairs.watch(open.store);
      await autoLockOf(open);
      client = await createClient({ profile: open, now, emit, log, judge: judge.judge });
      indexerOf(open).poke();
      return client;
    }));

  /** Ends all that rests on the store. */
  const closeParts = async (): Promise<void> => {
    // Of a damaged store parts may fail to write their last words.
    const failed = (error: unknown): void =>
      log('problem', { code: toPlexiError(error).code, detail: 'closing' });
    (await autoLock?.catch(() => undefined))?.close();
    // What is being opened must not come to life when all the others have gone.
    await beginning?.catch(() => undefined);
    await (await plugins?.catch(() => undefined))?.close().catch(failed);
    // What is being opened must not find the store closed.
    await client?.load().catch(failed);
    await client?.close().catch(failed);
    await indexer?.close().catch(failed);
    [plugins, client, beginning, indexer, autoLock] = [undefined, undefined, undefined, undefined, undefined];
  };

  const lock = async (): Promise<void> => {
    await repairs.underWay();
    await profile.lock(async () => {
      // Views first: what they show is to go at once, not when everything has ended.
      emit({ type: 'account' });
      await closeParts();
    });
  };

  const autoLockOf = (open: OpenProfile): Promise<AutoLock> =>
    (autoLock ??= openAutoLock({
      store: open.store,
      now,
      lock: () =>
        void lock().catch((error: unknown) =>
          log('problem', { code: toPlexiError(error).code, detail: 'locking' }),
        ),
    }));

  const repairs = createRepairs({
    repair: async () => {
      tellStorage({ work: 'repair', share: 0 });
      try {
        await closeParts();
        await profile.reopen();
      } finally {
        tellStorage({ work: 'repair', share: 1 });
      }
    },
    goOn: async () => {
      await (wantsOnline === undefined ? context.client() : goOnline());
      emit({ type: 'account' });
      emit({ type: 'spaces' });
    },
    log,
    now,
  });

  const load = async (): Promise<Client> => {
    await repairs.underWay();
    const active = await begin(profile.open());
    await active.load();
    return active;
  };

  const goOnline = async (): Promise<void> => {
    if (wantsOnline === undefined || paused || profile.state() !== 'ready') return;
    const active = await load();
    await active.online(wantsOnline);
    // A command that is over in a moment has no use for them.
    if (wantsOnline.mode === 'up')
      await context
        .plugins()
        .then(async (host) => host.start())
        .catch((error: unknown) => log('problem', { code: toPlexiError(error).code, detail: 'plugins' }));
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
    repair: () => repairs.repair(),
    tellStorage,
    client: () => repairs.mended(load),
    opened: async (open) => {
      await begin(open);
      await goOnline();
      emit({ type: 'account' });
    },
    lock,
    relock: async (current, next) => {
      await profile.relock(current, next);
      emit({ type: 'account' });
    },
    autoLock: () => autoLockOf(profile.open()),
    openSpaces: () => client?.summaries(),
    isPaused: () => paused,
    pause: async (pausing) => {
      paused = pausing;
      if (pausing) await client?.offline();
      else await goOnline();
      for (const { id } of client?.spaces() ?? []) emit({ type: 'sync', space: id });
    },
    indexer: () => indexerOf(profile.open()),
    plugins: async () => {
      const active = await context.client();
      const dependencies = { context, client: active, store: profile.open().store, handlers, emit, log };
      return (plugins ??= import('./plugin/plugins.ts').then(({ openPlugins }) => openPlugins(dependencies)));
    },
    settle,
  };
  const handlers = createHandlers(context);

  return {
    handlers,
    subscribe,
    start: async (online = { mode: 'up' }) => {
      wantsOnline = online;
      await repairs.mended(goOnline);
    },
    settle,
    close: async () => {
      await repairs.close();
      await Promise.all([closeParts(), judge.close()]);
      await profile.close();
    },
  };
};
