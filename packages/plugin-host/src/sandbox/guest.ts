/**
 * What runs in the sandbox before a plugin's code. Its source text is evaluated in QuickJS, so it uses nothing from around it.
 * It makes the code's life easier and guards nothing: whatever it sends is judged outside, and a plugin that takes it apart can
 * send only what it could have sent anyway.
 */

/** What the sandbox calls in the guest. */
interface GuestEnds {
  /** One delivery, as JSON. */
  deliver: (delivery: string) => void;
  /** Says when the code, which may await, is through. */
  watch: (code: Promise<unknown> | undefined) => void;
}

type Handler = (...input: unknown[]) => unknown;
interface Pending {
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

export const guest = (send: (message: string) => void): GuestEnds => {
  const { parse, stringify } = JSON;
  const { freeze, assign } = Object;
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<Handler>>();
  const timers = new Map<number, Handler>();
  const commands = new Map<string, Handler>();
  const answers = new Map<string, Handler>();
  let asked = 0;
  let timed = 0;
  let time = 0;

  const say = (message: object): void => send(stringify(message));
  const ask = async (message: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++asked;
      say({ ...message, ask: id });
      pending.set(id, { resolve, reject });
    });
  const words = (error: unknown): string => {
    try {
      return String(error instanceof Error ? error.message : error).slice(0, 300);
    } catch {
      return 'unknown';
    }
  };
  const settle = async (request: number, work: () => unknown): Promise<void> => {
    try {
      const output = await work();
      say({ kind: 'answered', request, output: output ?? null });
    } catch (error) {
      say({ kind: 'failed', request, message: words(error) });
    }
  };
  const attempt = async (work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      say({ kind: 'log', text: `error: ${words(error)}` });
    }
  };
  const line = (part: unknown): string => {
    if (typeof part === 'string') return part;
    if (part instanceof Error) return words(part);
    return stringify(part) ?? String(part);
  };

  const plexi = {
    call: async (operation: unknown, input: unknown) => ask({ kind: 'call', operation, input: input ?? {} }),
    on: (type: string, handler: Handler) => {
      const known = listeners.get(type) ?? new Set<Handler>();
      if (!listeners.has(type)) {
        listeners.set(type, known);
        say({ kind: 'listen', type });
      }
      known.add(handler);
      return () => {
        known.delete(handler);
      };
    },
    storage: freeze({
      get: async (key: unknown) => ask({ kind: 'get', key }),
      set: async (key: unknown, value: unknown) =>
        ask(value === undefined ? { kind: 'remove', key } : { kind: 'set', key, value }),
      keys: async () => ask({ kind: 'keys' }),
    }),
    clock: freeze({
      now: () => time,
      setTimer: (at: unknown, handler: Handler) => {
        const id = ++timed;
        timers.set(id, handler);
        say({ kind: 'timer', id, at });
        return () => {
          if (timers.delete(id)) say({ kind: 'cancel', id });
        };
      },
    }),
    command: ({ name, summary, run }: { name: string; summary: unknown; run: Handler }) => {
      commands.set(name, run);
      say({ kind: 'command', name, summary });
    },
    answer: (name: string, handler: Handler) => {
      answers.set(name, handler);
      say({ kind: 'answer', name });
    },
    tell: (data: unknown) => say({ kind: 'tell', data: data ?? null }),
    notify: async (notice: object) => ask({ kind: 'notify', notice }),
    log: (...parts: unknown[]) => say({ kind: 'log', text: parts.map(line).join(' ').slice(0, 2000) }),
  };
  assign(globalThis, { plexi: freeze(plexi) });

  const deliver = (text: string): void => {
    const { now, kind, id, name, input, output, error, event } = parse(text) as {
      now: number;
      kind: string;
      id: number;
      name: string;
      input: unknown;
      output: unknown;
      error?: { code: string; message: string };
      event: { type: string };
    };
    time = now;
    if (kind === 'reply') {
      const waiting = pending.get(id);
      pending.delete(id);
      if (error === undefined) waiting?.resolve(output);
      else waiting?.reject(assign(new Error(error.message), { code: error.code }));
    } else if (kind === 'event') {
      for (const handler of listeners.get(event.type) ?? []) void attempt(() => handler(event));
    } else if (kind === 'timer') {
      const handler = timers.get(id);
      timers.delete(id);
      if (handler !== undefined) void attempt(() => handler());
    } else if (kind === 'command' || kind === 'question') {
      const handler = (kind === 'command' ? commands : answers).get(name);
      void settle(id, () => handler?.(input));
    }
  };
  const watch = (code: Promise<unknown> | undefined): void => {
    void (async () => {
      try {
        await code;
        say({ kind: 'loaded' });
      } catch (error) {
        say({ kind: 'broken', message: words(error) });
      }
    })();
  };
  return { deliver, watch };
};
