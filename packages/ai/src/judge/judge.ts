/**
 * [A3] The near end of the thread that judges: begun with the first message, ended when none has come for a while. It has one text at a
 * time: one that takes too long ends the thread, counts as not judged, and keeps no other from being judged.
 */
import { Worker } from 'node:worker_threads';
import { LIMITS, type ModerationPolicy, plexiError } from '@plexi/protocol';
import type { JudgeAnswer, Judgement, JudgeRequest } from './messages.ts';

export type { Judgement } from './messages.ts';

export interface Judge {
  /** In the order of asking. Rejects with TOO_BUSY where the text took too long, or the thread came to an end. */
  judge: (text: string, policy: ModerationPolicy) => Promise<Judgement>;
  close: () => Promise<void>;
}

/** The source of the thread: beside this file, or an entry of the bundle whose chunk this is. */
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './thread.ts' : '../moderation-thread.js',
  import.meta.url,
);
/** Beginning anew takes a good part of a second. */
const IDLE_MS = 10 * 60_000;

interface Asked {
  text: string;
  policy: ModerationPolicy;
  resolve: (judgement: Judgement) => void;
  reject: (error: unknown) => void;
}

interface Thread {
  worker: Worker;
  /** Policies that it has, by their number. */
  known: Map<ModerationPolicy, number>;
  /** Ends it: after a text that takes too long, or after a rest. */
  alarm: NodeJS.Timeout | undefined;
}

export const createJudge = (): Judge => {
  const queue: Asked[] = [];
  let thread: Thread | undefined;
  let current: Asked | undefined;
  let closed = false;

  const end = async (ended: Thread): Promise<void> => {
    clearTimeout(ended.alarm);
    if (thread === ended) {
      thread = undefined;
      current?.reject(plexiError('TOO_BUSY', { detail: 'moderation' }));
      current = undefined;
      next();
    }
    await ended.worker.terminate();
  };

  const setAlarm = (of: Thread, ms: number): void => {
    clearTimeout(of.alarm);
    of.alarm = setTimeout(() => void end(of), ms).unref();
  };

  const begin = (): Thread => {
    const worker = new Worker(THREAD, { env: {}, argv: [], stdin: false });
    const begun: Thread = { worker, known: new Map(), alarm: undefined };
    worker.on('message', (answer: JudgeAnswer) => {
      if (thread !== begun) return;
      current?.resolve(answer);
      current = undefined;
      next();
    });
    worker.on('error', () => void end(begun));
    worker.on('exit', () => void end(begun));
    return begun;
  };

  const next = (): void => {
    if (current !== undefined) return;
    current = queue.shift();
    if (current === undefined) {
      // It keeps no program from ending.
      thread?.worker.unref();
      if (thread !== undefined) setAlarm(thread, IDLE_MS);
      return;
    }
    thread ??= begin();
    const { text, policy } = current;
    const known = thread.known.get(policy);
    const number = known ?? thread.known.size;
    thread.known.set(policy, number);
    thread.worker.ref();
    setAlarm(thread, LIMITS.judgeMs);
    const request: JudgeRequest = { text, policy: number, ...(known === undefined ? { said: policy } : {}) };
    thread.worker.postMessage(request);
  };

  return {
    judge: (text, policy) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(plexiError('TOO_BUSY', { detail: 'moderation' }));
        queue.push({ text, policy, resolve, reject });
        next();
      }),
    close: async () => {
      closed = true;
      for (const { reject } of queue.splice(0)) reject(plexiError('TOO_BUSY', { detail: 'moderation' }));
      if (thread !== undefined) await end(thread);
    },
  };
};
