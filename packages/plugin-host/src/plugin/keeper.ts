/** One installed plugin: runs while something is granted to it, is started again after a crash, and tells how it is. */
import { LIMITS, plexiError } from '@plexi/protocol';
import { type Asker, type AuthoriseDependencies, isGranted } from '../grants/authorise.ts';
import { createBudget } from '../sandbox/budget.ts';
import type { PluginPorts } from './ports.ts';
import type { Installed } from './records.ts';
import { type RunningPlugin, runPlugin } from './running.ts';
import { openStorage } from './storage.ts';

export interface Keeper {
  readonly installed: Installed;
  readonly asker: Asker;
  /** `waiting` for a grant; `idle` where the app does not run; `stopped` by itself. */
  state(): { state: 'running' | 'idle' | 'waiting' | 'stopped'; problem: string | undefined };
  log(): readonly { time: number; text: string }[];
  running(): RunningPlugin | undefined;
  /** Whether its panel may ask for something now. Throws TOO_BUSY. */
  spendCall(): void;
  /** Runs, or not, as the grants say; what ran before has ended when this resolves. */
  restart(): Promise<void>;
  /** The same where what is granted has changed since. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;

export const createKeeper = (
  installed: Installed,
  ports: PluginPorts,
  authority: AuthoriseDependencies,
): Keeper => {
  const { manifest, hash, code, signature } = installed.package;
  const asker: Asker = { id: manifest.id, hash, asks: manifest.capabilities };
  const lines: { time: number; text: string }[] = [];
  let running: RunningPlugin | undefined;
  let problem: string | undefined;
  let crashes = 0;
  let pause: NodeJS.Timeout | undefined;
  let granted = '';
  let closed = false;

  const calls = createBudget(LIMITS.pluginCallBurst, LIMITS.pluginCallsPerSecond, () => performance.now());

  const tell = (): void => ports.emit({ type: 'plugins' });
  const log = (text: string): void => {
    lines.push({ time: ports.now(), text: text.slice(0, LIMITS.pluginLogChars) });
    if (lines.length > LIMITS.pluginLogLines) lines.shift();
  };
  const grantsNow = (): string =>
    JSON.stringify(authority.grants.list().filter((one) => one.plugin === asker.id && one.hash === hash));

  const begin = async (): Promise<void> => {
    granted = grantsNow();
    if (closed || !isGranted(authority, asker)) return;
    const since = performance.now();
    problem = undefined;
    const started = runPlugin({
      asker,
      code,
      ports,
      authority,
      storage: openStorage(ports.store, { id: asker.id, author: signature.key }),
      log,
      changed: tell,
      onEnd: (why) => {
        running = undefined;
        log(`ended: ${why}`);
        crashes = performance.now() - since > LIMITS.pluginSteadyMs ? 1 : crashes + 1;
        problem = why;
        if (crashes <= LIMITS.pluginRestarts)
          pause = setTimeout(
            () => void begin(),
            (ports.restartMs ?? FIRST_PAUSE_MS) * 4 ** (crashes - 1),
          ).unref();
        tell();
      },
    });
    running = started;
    await started.ready;
  };
  const halt = async (): Promise<void> => {
    clearTimeout(pause);
    const last = running;
    running = undefined;
    await last?.stop();
  };
  const restart = async (): Promise<void> => {
    await halt();
    crashes = 0;
    problem = undefined;
    await begin();
    tell();
  };
  return {
    installed,
    asker,
    state: () => {
      if (running !== undefined) return { state: 'running', problem: undefined };
      if (!isGranted(authority, asker)) return { state: 'waiting', problem };
      return { state: problem === undefined ? 'idle' : 'stopped', problem };
    },
    log: () => lines,
    running: () => running,
    spendCall: () => {
      if (!calls.take()) throw plexiError('TOO_BUSY');
    },
    restart,
    refresh: async () => {
      if (grantsNow() !== granted) await restart();
    },
    stop: async () => {
      closed = true;
      await halt();
    },
  };
};
