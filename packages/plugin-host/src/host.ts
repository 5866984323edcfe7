/** [P1] [P2] All plugins of one profile: installed, granted, loaded and unloaded while everything runs. */
import { hasPanel, isCovered, type Manifest } from '@plexi/plugin-api';
import { LIMITS, plexiError, toPlexiError } from '@plexi/protocol';
import { type AuthoriseDependencies, authoriseCall } from './grants/authorise.ts';
import { type Grant, joinGrants } from './grants/grant.ts';
import { openOwnGrants } from './grants/own-grants.ts';
import type { OpenPackage } from './package/open-package.ts';
import { listShipped } from './package/shipped.ts';
import { type PanelFile, panelFiles } from './panel/files.ts';
import { followPlace } from './plugin/follow.ts';
import { createKeeper, type Keeper } from './plugin/keeper.ts';
import type { PluginPorts } from './plugin/ports.ts';
import { forgetInstalled, type Installed, readInstalled, writeInstalled } from './plugin/records.ts';
import type { RunningPlugin } from './plugin/running.ts';
import { isTrustedToChange, openAgain, openSource, type Source } from './plugin/source.ts';
import { clearStorage } from './plugin/storage.ts';

export interface PluginStatus {
  manifest: Manifest;
  hash: string;
  author: string;
  state: 'running' | 'idle' | 'waiting' | 'stopped';
  problem: string | undefined;
  /** The newest problem with the place that it is loaded from. */
  reloadProblem: { code: string; message: string } | undefined;
  panel: boolean;
  follow: boolean;
  path: string | undefined;
  grants: readonly Grant[];
  commands: { name: string; summary: string | Record<string, string> }[];
  log: readonly { time: number; text: string }[];
}

export interface PluginHost {
  /** Runs what is granted. Asked again it does nothing. */
  start(): Promise<void>;
  list(): PluginStatus[];
  /** Throws FILE_UNREADABLE, PLUGIN_INVALID, PLUGIN_SIGNATURE, PLUGIN_AUTHOR_CHANGED, TOO_BUSY. */
  install(source: Source): Promise<PluginStatus>;
  /** What ships with the app and is not installed. */
  shipped(): Promise<Manifest[]>;
  /** Grants what the manifest asks for, or some of it. Throws NOT_FOUND, PLUGIN_NOT_GRANTED. */
  grant(
    id: string,
    what: { capabilities: readonly string[] | undefined; space: string | undefined },
  ): Promise<PluginStatus>;
  revoke(id: string, space: string | undefined): Promise<PluginStatus>;
  /** Reads it again from where it came from, and starts it anew. */
  reload(id: string): Promise<PluginStatus>;
  /** With its grants and all that it kept. */
  remove(id: string): Promise<void>;
  /** Calls an operation for a plugin's panel, under its grants. */
  call(id: string, operation: string, input: unknown, signal: AbortSignal): Promise<unknown>;
  /** Asks a plugin's code something for its panel. */
  ask(id: string, name: string, input: unknown): Promise<unknown>;
  run(id: string, command: string, input: unknown): Promise<unknown>;
  /** Throws NOT_FOUND where it has none, PLUGIN_NOT_GRANTED. */
  panel(id: string): PanelFile[];
  close(): Promise<void>;
}

/** Opens the plugins of a profile; none runs before `start`. */
export const openPluginHost = async (ports: PluginPorts): Promise<PluginHost> => {
  const own = await openOwnGrants(ports.store);
  const authority: AuthoriseDependencies = { grants: joinGrants(own, ports.grants), places: ports.places };
  const keepers = new Map<string, Keeper>();
  const reloadProblems = new Map<string, { code: string; message: string }>();
  const following = new Map<string, () => void>();
  let running = false;
  let last: Promise<unknown> = Promise.resolve();

  /** One change after the other. */
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
  const keeperOf = (id: string): Keeper => {
    const keeper = keepers.get(id);
    if (keeper === undefined) throw plexiError('NOT_FOUND', { detail: 'plugin' });
    return keeper;
  };
  const runningOf = (id: string): RunningPlugin => {
    const plugin = keeperOf(id).running();
    if (plugin === undefined) throw plexiError('PLUGIN_STOPPED');
    return plugin;
  };
  const statusOf = (keeper: Keeper): PluginStatus => {
    const { installed, asker } = keeper;
    const { manifest, hash, signature, files } = installed.package;
    return {
      manifest,
      hash,
      author: signature.key,
      ...keeper.state(),
      reloadProblem: reloadProblems.get(asker.id),
      panel: hasPanel(files),
      follow: installed.follow,
      path: installed.path,
      grants: authority.grants.list().filter((one) => one.plugin === asker.id && one.hash === hash),
      commands: keeper.running()?.commands() ?? [],
      log: keeper.log(),
    };
  };

  const follow = ({ package: { manifest }, path, follow: wanted }: Installed): void => {
    following.get(manifest.id)?.();
    following.delete(manifest.id);
    if (wanted && path !== undefined && running)
      following.set(
        manifest.id,
        followPlace(path, () => void inTurn(async () => reread(manifest.id)).catch(() => undefined)),
      );
  };
  const put = async (installed: Installed): Promise<Keeper> => {
    const { id } = installed.package.manifest;
    await keepers.get(id)?.stop();
    const keeper = createKeeper(installed, ports, authority);
    keepers.set(id, keeper);
    follow(installed);
    if (running) await keeper.restart();
    return keeper;
  };
  /** What is installed under that name must be by the same author. */
  const checkAuthor = (open: OpenPackage): Keeper | undefined => {
    const known = keepers.get(open.manifest.id);
    if (known !== undefined && known.installed.package.signature.key !== open.signature.key)
      throw plexiError('PLUGIN_AUTHOR_CHANGED');
    return known;
  };
  const replace = async (installed: Installed): Promise<Keeper> => {
    const known = checkAuthor(installed.package);
    if (known === undefined && keepers.size >= LIMITS.pluginsInstalled)
      throw plexiError('TOO_BUSY', { detail: `${LIMITS.pluginsInstalled} plugins are installed` });
    await writeInstalled(ports.store, installed);
    if (known !== undefined && isTrustedToChange(known.installed) && isTrustedToChange(installed))
      await own.carryOver(known.asker.id, known.asker.hash, installed.package.hash);
    reloadProblems.delete(installed.package.manifest.id);
    const keeper = await put(installed);
    ports.emit({ type: 'plugins' });
    return keeper;
  };
  const reread = async (id: string): Promise<void> => {
    const { installed } = keeperOf(id);
    try {
      const next = await openAgain(ports, installed);
      if (next.package.hash === installed.package.hash) await keeperOf(id).restart();
      else await replace(next);
      reloadProblems.delete(id);
    } catch (error) {
      const { code, message } = toPlexiError(error);
      reloadProblems.set(id, { code, message });
      ports.emit({ type: 'plugins' });
      throw error;
    }
  };

  for (const installed of await readInstalled(ports)) {
    await put(installed);
    // The app may have come with another version.
    const next =
      installed.shipped === true ? await openAgain(ports, installed).catch(() => installed) : installed;
    if (next.package.hash !== installed.package.hash) await replace(next);
  }
  const stopListening = authority.grants.onChange(() => {
    if (running) void inTurn(async () => Promise.all([...keepers.values()].map((one) => one.refresh())));
  });

  return {
    start: async () =>
      inTurn(async () => {
        if (running) return;
        running = true;
        for (const keeper of keepers.values()) follow(keeper.installed);
        await Promise.all([...keepers.values()].map((keeper) => keeper.restart()));
      }),
    list: () => [...keepers.values()].map(statusOf),
    install: async (source) => inTurn(async () => statusOf(await replace(await openSource(ports, source)))),
    shipped: async () => (await listShipped(ports.shipped ?? '')).filter(({ id }) => !keepers.has(id)),
    grant: async (id, { capabilities, space }) =>
      inTurn(async () => {
        const keeper = keeperOf(id);
        const { asks, hash } = keeper.asker;
        const wanted = capabilities ?? asks;
        const refused = wanted.find((one) => !isCovered(asks, one));
        if (refused !== undefined)
          throw plexiError('PLUGIN_NOT_GRANTED', { detail: `it does not ask for ${refused.slice(0, 80)}` });
        await own.give({ plugin: id, hash, capabilities: wanted, space, by: 'person' });
        if (running) await keeper.restart();
        ports.emit({ type: 'plugins' });
        return statusOf(keeper);
      }),
    revoke: async (id, space) =>
      inTurn(async () => {
        const keeper = keeperOf(id);
        await own.take(id, space);
        if (running) await keeper.restart();
        ports.emit({ type: 'plugins' });
        return statusOf(keeper);
      }),
    reload: async (id) =>
      inTurn(async () => {
        await reread(id);
        return statusOf(keeperOf(id));
      }),
    remove: async (id) =>
      inTurn(async () => {
        const keeper = keeperOf(id);
        await keeper.stop();
        following.get(id)?.();
        following.delete(id);
        keepers.delete(id);
        reloadProblems.delete(id);
        await own.take(id);
        await forgetInstalled(ports.store, id);
        await clearStorage(ports.store, { id, author: keeper.installed.package.signature.key });
        ports.emit({ type: 'plugins' });
      }),
    call: async (id, operation, input, signal) => {
      keeperOf(id).spendCall();
      const allowed = await authoriseCall(authority, keeperOf(id).asker, operation, input);
      return ports.call(allowed.operation, allowed.input, signal);
    },
    ask: async (id, name, input) => {
      keeperOf(id).spendCall();
      return runningOf(id).ask(name, input);
    },
    run: async (id, command, input) => runningOf(id).run(command, input),
    panel: (id) => {
      const keeper = keeperOf(id);
      if (keeper.state().state === 'waiting') throw plexiError('PLUGIN_NOT_GRANTED');
      return panelFiles(keeper.installed.package.files);
    },
    close: async () => {
      stopListening();
      for (const stop of following.values()) stop();
      await inTurn(async () => Promise.all([...keepers.values()].map((keeper) => keeper.stop())));
    },
  };
};
