/**
 * The owner's end of a plugin's thread: one turn at a time, so much of each second, and an end to what does not answer. The thread
 * is not trusted either: what it says is parsed and counted here again.
 */
import { Worker } from 'node:worker_threads';
import { ERROR_TABLE, LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { createBudget } from './budget.ts';
import {
  type Delivery,
  type GuestMessage,
  guestMessage,
  type ThreadStart,
  threadMessage,
} from './messages.ts';

export interface SandboxOptions {
  code: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Told of each message that has its form. */
  onMessage: (message: GuestMessage) => void;
  /** Told of what had no form, for the plugin's log. */
  onRefused: (why: string) => void;
  /** It came to an end by itself, and why. Nothing is told after it. */
  onEnd: (why: string) => void;
}

export interface Sandbox {
  /** Delivers as soon as it is its turn. Events may be dropped where too many wait. */
  deliver(delivery: Delivery): void;
  /** Resolves when the code has run once to its end. */
  ready: Promise<void>;
  /** Resolves when the thread is gone. */
  stop(): Promise<void>;
}

/** The source of the thread: beside this file, or an entry of the bundle whose chunk this is. */
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './thread.ts' : '../plugin-thread.js',
  import.meta.url,
);

/** Whose answer is waited for, of what has no form otherwise. */
const askedIn = z.object({ ask: z.int() });

/** Runs a plugin's code in a thread of its own. */
export const startSandbox = (options: SandboxOptions): Sandbox => {
  const { onMessage, onRefused, onEnd } = options;
  const clock = (): number => performance.now();
  const busy = createBudget(4 * LIMITS.pluginBusyMsPerSecond, LIMITS.pluginBusyMsPerSecond, clock);
  const queue: Delivery[] = [];
  let turning = true;
  /** Turns of the start: the guest's own, and the code's. */
  let starting = 2;
  let said = 0;
  let ended = false;
  let silence: NodeJS.Timeout | undefined;
  let pause: NodeJS.Timeout | undefined;
  let ready: () => void = () => undefined;
  const whenReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const start: ThreadStart = {
    code: options.code,
    now: options.now(),
    limits: {
      memoryBytes: LIMITS.pluginMemoryBytes,
      stackBytes: LIMITS.pluginStackBytes,
      turnMs: LIMITS.pluginTurnMs,
      messageBytes: LIMITS.pluginMessageBytes,
      messagesPerTurn: LIMITS.pluginMessagesPerTurn,
    },
  };
  const worker = new Worker(THREAD, {
    workerData: start,
    env: {},
    argv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  });
  worker.stdout.resume();
  worker.stderr.resume();

  const end = (why: string | undefined): Promise<unknown> => {
    const first = !ended;
    ended = true;
    clearTimeout(silence);
    clearTimeout(pause);
    queue.length = 0;
    ready();
    if (first && why !== undefined) onEnd(why);
    return worker.terminate();
  };
  const listen = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => void end('it did not answer'), LIMITS.pluginSilenceMs).unref();
  };
  const next = (): void => {
    if (turning || ended || queue.length === 0) return;
    const wait = busy.waitMs();
    if (wait > 0) {
      clearTimeout(pause);
      pause = setTimeout(next, wait).unref();
      return;
    }
    const delivery = queue.shift();
    turning = true;
    said = 0;
    listen();
    worker.postMessage(JSON.stringify({ ...delivery, now: options.now() }));
  };
  const deliver = (delivery: Delivery): void => {
    if (ended) return;
    if (queue.length >= LIMITS.pluginQueue) {
      const oldest = queue.findIndex(({ kind }) => kind === 'event');
      if (oldest >= 0) queue.splice(oldest, 1);
      else if (delivery.kind === 'event') return;
    }
    queue.push(delivery);
    next();
  };
  const hear = (text: string): void => {
    said += 1;
    if (said > LIMITS.pluginMessagesPerTurn + 1 || text.length > LIMITS.pluginMessageBytes) {
      void end('it said too much at once');
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      onRefused('what was said is not JSON');
      return;
    }
    const parsed = guestMessage.safeParse(value);
    if (parsed.success) {
      if (parsed.data.kind === 'broken') void end(parsed.data.message);
      else onMessage(parsed.data);
      return;
    }
    onRefused(parsed.error.issues[0]?.message ?? 'unknown');
    const asked = askedIn.safeParse(value);
    if (asked.success)
      deliver({
        kind: 'reply',
        id: asked.data.ask,
        error: { code: 'INVALID_INPUT', message: ERROR_TABLE.INVALID_INPUT.message },
      });
  };

  worker.on('message', (message: unknown) => {
    if (ended) return;
    const parsed = threadMessage.safeParse(message);
    if (!parsed.success) return void end('its thread spoke out of turn');
    if (parsed.data.type === 'said') return hear(parsed.data.text);
    const { ms, fault } = parsed.data;
    if (fault !== undefined) return void end(fault);
    clearTimeout(silence);
    busy.spend(ms);
    said = 0;
    if (starting > 0 && --starting > 0) return listen();
    ready();
    turning = false;
    return next();
  });
  worker.on(
    'error',
    (error: unknown) =>
      void end(`its thread failed: ${error instanceof Error ? error.message.slice(0, 200) : ''}`),
  );
  worker.on('exit', () => void end('its thread ended'));
  listen();
  worker.unref();

  return {
    ready: whenReady,
    deliver,
    stop: async () => {
      await end(undefined);
    },
  };
};
