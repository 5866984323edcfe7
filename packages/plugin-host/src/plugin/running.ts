/** A plugin that runs: what its code asks for is judged and done here, and all of it ends with it. */

import type { Facility } from '@plexi/plugin-api';
import { LIMITS, plexiError, toPlexiError } from '@plexi/protocol';
import {
  type Asker,
  type AuthoriseDependencies,
  authoriseCall,
  mayHear,
  mayUse,
} from '../grants/authorise.ts';
import { createBudget } from '../sandbox/budget.ts';
import type { GuestMessage } from '../sandbox/messages.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { PluginPorts } from './ports.ts';
import type { PluginStorage } from './storage.ts';
import { createPluginTimers } from './timers.ts';

type Words = string | Record<string, string>;
type Ask = Extract<GuestMessage, { ask: number }>;

export interface RunningOptions {
  asker: Asker;
  code: string;
  ports: PluginPorts;
  authority: AuthoriseDependencies;
  storage: PluginStorage;
  log: (line: string) => void;
  /** Its commands changed. */
  changed: () => void;
  /** It ended by itself, and why. */
  onEnd: (why: string) => void;
}

export interface RunningPlugin {
  /** Resolves when its code has run, or ended. */
  ready: Promise<void>;
  commands(): { name: string; summary: Words }[];
  /** Throws NOT_FOUND, PLUGIN_FAILED, PLUGIN_STOPPED. */
  run(name: string, input: unknown): Promise<unknown>;
  ask(name: string, input: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** How long a command or a panel's question may take. */
const ANSWER_MS = 20_000;

interface Waiting {
  resolve: (output: unknown) => void;
  reject: (error: Error) => void;
}

export const runPlugin = (options: RunningOptions): RunningPlugin => {
  const { asker, ports, authority, storage, log } = options;
  const abort = new AbortController();
  const calls = createBudget(LIMITS.pluginCallBurst, LIMITS.pluginCallsPerSecond, () => performance.now());
  const perMinute = LIMITS.pluginNoticesPerMinute;
  const notices = createBudget(perMinute, perMinute / 60, () => performance.now());
  const commands = new Map<string, Words>();
  const answers = new Set<string>();
  const waiting = new Map<number, Waiting>();
  let inFlight = 0;
  let requests = 0;

  const need = (facility: Facility): void => {
    if (!mayUse(authority, asker, facility)) throw plexiError('PLUGIN_NOT_GRANTED', { detail: facility });
  };

  const perform = async (message: Ask): Promise<unknown> => {
    switch (message.kind) {
      case 'call': {
        const { operation, input } = await authoriseCall(authority, asker, message.operation, message.input);
        return ports.call(operation, input, abort.signal);
      }
      case 'get':
        need('storage');
        return storage.get(message.key);
      case 'set':
        need('storage');
        return storage.set(message.key, message.value ?? null);
      case 'remove':
        need('storage');
        return storage.set(message.key, undefined);
      case 'keys':
        need('storage');
        return storage.keys();
      case 'notify':
        need('notify');
        if (!notices.take()) throw plexiError('TOO_BUSY', { detail: 'too many notices' });
        ports.emit({ type: 'notice', plugin: asker.id, notice: message.notice });
        return null;
    }
  };

  const reply = async (message: Ask): Promise<void> => {
    const id = message.ask;
    inFlight += 1;
    try {
      if (inFlight > LIMITS.pluginCallsInFlight || !calls.take()) throw plexiError('TOO_BUSY');
      const output = (await perform(message)) ?? null;
      if (JSON.stringify(output).length > LIMITS.pluginMessageBytes)
        throw plexiError('TOO_LARGE', { detail: 'what the operation gave: ask for less' });
      sandbox.deliver({ kind: 'reply', id, output });
    } catch (error) {
      const { code, message: words, owner } = toPlexiError(error);
      if (owner === 'us') ports.problem(`a plugin's call: ${code}`);
      sandbox.deliver({ kind: 'reply', id, error: { code, message: words } });
    } finally {
      inFlight -= 1;
    }
  };

  /** What is said without waiting for an answer: what is not allowed is said in the log. */
  const take = (message: Exclude<GuestMessage, { ask: number }>): void => {
    switch (message.kind) {
      case 'listen':
        // Which of them it hears is judged event by event.
        listening.add(message.type);
        return;
      case 'timer':
        if (!mayUse(authority, asker, 'clock')) log('refused: a timer (no clock was granted)');
        else if (!timers.set(message.id, message.at)) log('refused: a timer (too many, or too far away)');
        return;
      case 'cancel':
        timers.cancel(message.id);
        return;
      case 'command':
        if (!mayUse(authority, asker, 'command')) log('refused: a command (none was granted)');
        else if (commands.size >= LIMITS.pluginCommands) log('refused: a command (too many)');
        else {
          commands.set(message.name, message.summary);
          options.changed();
        }
        return;
      case 'answer':
        if (answers.size < LIMITS.pluginAnswers) answers.add(message.name);
        return;
      case 'answered':
      case 'failed': {
        const request = waiting.get(message.request);
        waiting.delete(message.request);
        if (message.kind === 'answered') request?.resolve(message.output);
        else request?.reject(plexiError('PLUGIN_FAILED', { detail: message.message }));
        return;
      }
      case 'tell':
        if (calls.take()) ports.emit({ type: 'plugin', plugin: asker.id, data: message.data });
        return;
      case 'log':
        log(message.text);
        return;
      case 'loaded':
      case 'broken':
    }
  };

  const end = (): void => {
    abort.abort();
    unsubscribe();
    timers.close();
    commands.clear();
    for (const request of waiting.values()) request.reject(plexiError('PLUGIN_STOPPED'));
    waiting.clear();
  };

  const listening = new Set<string>();
  const sandbox = startSandbox({
    code: options.code,
    now: ports.now,
    onMessage: (message) => {
      if ('ask' in message) void reply(message);
      else take(message);
    },
    onRefused: (why) => log(`refused: ${why}`),
    onEnd: (why) => {
      end();
      options.onEnd(why);
    },
  });
  const timers = createPluginTimers(ports.now, (id) => sandbox.deliver({ kind: 'timer', id }));
  const unsubscribe = ports.subscribe((event) => {
    if (!listening.has(event.type) || !mayHear(authority, asker, event)) return;
    if (JSON.stringify(event).length <= LIMITS.pluginMessageBytes) sandbox.deliver({ kind: 'event', event });
  });

  const request = async (kind: 'command' | 'question', name: string, input: unknown): Promise<unknown> => {
    if (abort.signal.aborted) throw plexiError('PLUGIN_STOPPED');
    if (!(kind === 'command' ? commands.has(name) : answers.has(name)))
      throw plexiError('NOT_FOUND', { detail: kind });
    if (waiting.size >= LIMITS.pluginCallsInFlight) throw plexiError('TOO_BUSY');
    const id = ++requests;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        waiting.delete(id);
        reject(plexiError('PLUGIN_FAILED', { detail: 'it did not answer' }));
      }, ANSWER_MS).unref();
      waiting.set(id, {
        resolve: (output) => {
          clearTimeout(late);
          resolve(output);
        },
        reject: (error) => {
          clearTimeout(late);
          reject(error);
        },
      });
      sandbox.deliver({ kind, id, name, input });
    });
  };

  return {
    ready: sandbox.ready,
    commands: () => [...commands].map(([name, summary]) => ({ name, summary })),
    run: async (name, input) => request('command', name, input),
    ask: async (name, input) => request('question', name, input),
    stop: async () => {
      end();
      await sandbox.stop();
    },
  };
};
