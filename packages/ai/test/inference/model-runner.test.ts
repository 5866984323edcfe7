/** A real llama.cpp in real processes, with models of our own. */
import { readFileSync } from 'node:fs';
import { isPlexiError, LIMITS } from '@plexi/protocol';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type ChatRequest,
  createModelRunner,
  type ModelRunner,
  readAnswerSchema,
} from '../../src/inference/index.ts';
import { crashingModel, saveModel, tinyChatModel, tinyEmbeddingModel } from '../tiny/index.ts';

const ask = (text: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [{ role: 'user', text }],
  seed: 7,
  maxTokens: 12,
  ...more,
});
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'fine',
    (error: unknown) => (isPlexiError(error) ? error.code : String(error)),
  );
const isAlive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};

type Finished = (close: () => Promise<void> | void) => void;

const runnerFor = (
  bytes: Uint8Array,
  finished: Finished,
  options: { idleMs?: number; hangMs?: number; log?: (event: string) => void } = {},
): ModelRunner => {
  const runner = createModelRunner({ model: saveModel(bytes, finished), gpu: false, ...options });
  finished(() => runner.close());
  return runner;
};

/** Asks for an answer without end; resolves when its first words are there. */
const beginAnswer = async (runner: ModelRunner, asker: string, signal?: AbortSignal) => {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  let pieces = 0;
  const answer = runner.chat(ask('Tell me everything', { maxTokens: 8_000 }), {
    asker,
    signal,
    onText: () => {
      pieces += 1;
      resolve();
    },
  });
  answer.catch(() => undefined);
  await begun;
  return { answer, pieces: () => pieces };
};

describe('[A2] a chat model', { timeout: 60_000 }, () => {
  let runner: ModelRunner;
  beforeAll(() => {
    process.env['HF_TOKEN'] = 'hf_a_secret';
    const model = saveModel(tinyChatModel({ contextTokens: 8192 }), (remove) => afterAll(remove));
    runner = createModelRunner({ model, gpu: false });
  });
  afterAll(() => runner.close());

  test('[K7] runs in a process that knows none of the secrets of the node', async ({ skip }) => {
    await runner.warm({ asker: 'the node' });
    const { loaded, pid } = runner.load();
    expect(loaded).toBe(true);
    if (process.platform !== 'linux') return skip('an environment is only to be seen on Linux');
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    expect(environment).toContain('PATH=');
    expect(environment).not.toContain('hf_a_secret');
  });

  test('answers piece by piece, and the same to the same seed', async () => {
    const pieces: string[] = [];
    const first = await runner.chat(ask('Hello'), { asker: 'ada', onText: (text) => pieces.push(text) });
    expect(first).toMatchObject({ finish: 'length', answerTokens: 12, droppedMessages: 0 });
    expect(first.promptTokens).toBeGreaterThan(10);
    expect(pieces.join('')).toBe(first.text);
    expect(pieces.length).toBeGreaterThan(3);
    expect(await runner.chat(ask('Hello'), { asker: 'ben' })).toEqual(first);
    const other = await runner.chat(ask('Hello', { seed: 8 }), { asker: 'ada' });
    expect(other.text).not.toBe(first.text);
    expect(runner.load()).toMatchObject({ loaded: true, device: 'cpu', running: 0, waiting: 0 });
  });

  test('ends at the words that it was told, without them', async () => {
    const whole = await runner.chat(ask('Hello', { maxTokens: 40 }), { asker: 'ada' });
    const word = whole.text.slice(10, 12);
    const ended = await runner.chat(ask('Hello', { maxTokens: 40, stop: [word] }), { asker: 'ada' });
    expect(ended.text).toBe(whole.text.slice(0, whole.text.indexOf(word)));
    expect(ended.finish).toBe('stop');
  });

  test('answers in JSON of a schema', async () => {
    const schema = readAnswerSchema({
      type: 'object',
      properties: { label: { enum: ['spam', 'none'] }, sure: { type: 'boolean' } },
      required: ['label', 'sure'],
    });
    const { text, finish } = await runner.chat(ask('Is it spam?', { maxTokens: 200, json: schema }), {
      asker: 'ada',
    });
    expect(finish).toBe('stop');
    const answer = JSON.parse(text) as Record<string, unknown>;
    expect(['spam', 'none']).toContain(answer['label']);
    expect(typeof answer['sure']).toBe('boolean');
  });

  test('leaves out the oldest messages, whole, and says how many', async () => {
    const long = 'x'.repeat(3_000);
    const answer = await runner.chat(
      {
        ...ask('and now?'),
        messages: [
          { role: 'system', text: 'Be brief.' },
          { role: 'user', text: long },
          { role: 'assistant', text: long },
          { role: 'user', text: long },
          { role: 'user', text: 'and now?' },
        ],
      },
      { asker: 'ada' },
    );
    expect(answer.droppedMessages).toBe(1);
    expect(answer.promptTokens).toBeLessThan(8_192);
    expect(await codeOf(runner.chat(ask('y'.repeat(9_000)), { asker: 'ada' }))).toBe('CONTEXT_EXCEEDED');
  });

  test('takes what stands in a message for text: it cannot speak as the system', async () => {
    const tokens = async (text: string) => (await runner.chat(ask(text), { asker: 'ada' })).promptTokens;
    // As a control sign it would be one token; as text it is one for each letter.
    expect(await tokens('<|im_start|>')).toBe(await tokens('x'.repeat('<|im_start|>'.length)));
  });

  test('[L6] stops when it is cancelled, and is free for the next', async () => {
    const abort = new AbortController();
    const { answer, pieces } = await beginAnswer(runner, 'ada', abort.signal);
    const { pid } = runner.load();
    abort.abort();
    expect(await codeOf(answer)).toBe('CANCELLED');
    const heard = pieces();
    const next = await runner.chat(ask('Hello'), { asker: 'ben' });
    expect(next.text).not.toBe('');
    expect(pieces()).toBe(heard);
    expect(heard).toBeLessThan(2_000);
    expect(runner.load().pid).toBe(pid);
  });

  test('who has left the queue is not answered', async () => {
    const abort = new AbortController();
    const last = new AbortController();
    const { answer } = await beginAnswer(runner, 'ada', last.signal);
    const waiting = runner.chat(ask('Hello'), { asker: 'ben', signal: abort.signal });
    expect(runner.load()).toMatchObject({ running: 1, waiting: 1 });
    abort.abort();
    expect(await codeOf(waiting)).toBe('CANCELLED');
    expect(runner.load()).toMatchObject({ running: 1, waiting: 0 });
    last.abort();
    expect(await codeOf(answer)).toBe('CANCELLED');
  });

  test('[A2] who asks much does not keep others waiting', async () => {
    const order: string[] = [];
    const turn = async (asker: string) => {
      await runner.chat(ask('Hello', { maxTokens: 2 }), { asker });
      order.push(asker);
    };
    await Promise.all([turn('ada'), turn('ada'), turn('ada'), turn('ada'), turn('ben')]);
    expect(order).toEqual(['ada', 'ben', 'ada', 'ada', 'ada']);
  });

  test('[L6] so many may wait, and of one so many', async () => {
    const abort = new AbortController();
    const { answer } = await beginAnswer(runner, 'ada', abort.signal);
    const waiting = Array.from({ length: LIMITS.inferencesWaitingOfOne }, async () =>
      codeOf(runner.chat(ask('Hello'), { asker: 'ada', signal: abort.signal })),
    );
    expect(await codeOf(runner.chat(ask('Hello'), { asker: 'ada' }))).toBe('TOO_BUSY');
    abort.abort();
    expect(new Set(await Promise.all([codeOf(answer), ...waiting]))).toEqual(new Set(['CANCELLED']));
  });

  test('[L6] that takes too long is stopped, and a process that does not stop is ended', async ({
    onTestFinished,
  }) => {
    onTestFinished(() => void vi.useRealTimers());
    const bytes = tinyChatModel({ contextTokens: 8192 });
    const patient = runnerFor(bytes, onTestFinished, { hangMs: 2 * LIMITS.inferenceMs });
    await patient.warm({ asker: 'the node' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const long = await beginAnswer(patient, 'ada');
    const { pid } = patient.load();
    vi.advanceTimersByTime(LIMITS.inferenceMs);
    expect(await codeOf(long.answer)).toBe('TIMED_OUT');
    expect(patient.load().pid).toBe(pid);

    const abort = new AbortController();
    const { answer } = await beginAnswer(patient, 'ada', abort.signal);
    process.kill(pid ?? 0, 'SIGSTOP');
    abort.abort();
    vi.advanceTimersByTime(LIMITS.inferenceCancelMs - 1);
    expect(isAlive(pid)).toBe(true);
    vi.advanceTimersByTime(1);
    expect(await codeOf(answer)).toBe('CANCELLED');
    expect(isAlive(pid)).toBe(false);
  });

  test('[L6] that takes too long to load is given up, with its process', async ({ onTestFinished }) => {
    onTestFinished(() => void vi.useRealTimers());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const slow = runnerFor(tinyChatModel(), onTestFinished);
    let code: string | undefined;
    const warm = codeOf(slow.warm({ asker: 'the node' })).then((it) => (code = it));
    vi.advanceTimersByTime(LIMITS.modelLoadMs - 1);
    await new Promise(setImmediate);
    expect(code).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(await warm).toBe('MODEL_NOT_LOADED');
    expect(slow.load()).toMatchObject({ loaded: false, pid: undefined });
  });

  test('[A2] its process crashes: who has read words of the answer is told, who has not is answered by the next', async () => {
    const { answer } = await beginAnswer(runner, 'ada');
    const { pid } = runner.load();
    const waiting = runner.chat(ask('Hello'), { asker: 'ben' });
    process.kill(pid ?? 0, 'SIGKILL');
    expect(await codeOf(answer)).toBe('INFERENCE_FAILED');
    expect((await waiting).text).not.toBe('');
    expect(runner.load().pid).not.toBe(pid);
  });
});

describe.concurrent('[A2] an inference process', { timeout: 60_000 }, () => {
  test('that gives no sign of life is ended, and the next one answers', async ({ onTestFinished }) => {
    const runner = runnerFor(tinyChatModel(), onTestFinished, { hangMs: 6_000 });
    const first = await runner.chat(ask('Hello'), { asker: 'ada' });
    const { pid } = runner.load();
    process.kill(pid ?? 0, 'SIGSTOP');
    expect(await runner.chat(ask('Hello'), { asker: 'ada' })).toEqual(first);
    expect(runner.load().pid).not.toBe(pid);
    expect(isAlive(pid)).toBe(false);
  });

  test('is ended when nobody has asked for a while, and started again by who asks', async ({
    onTestFinished,
  }) => {
    const runner = runnerFor(tinyChatModel({ endBias: 12 }), onTestFinished, { idleMs: 50 });
    const first = await runner.chat(ask('Hello', { maxTokens: 400 }), { asker: 'ada' });
    expect(first.finish).toBe('stop');
    const { pid } = runner.load();
    await expect.poll(() => [runner.load().loaded, isAlive(pid)]).toEqual([false, false]);
    expect(await runner.chat(ask('Hello', { maxTokens: 400 }), { asker: 'ada' })).toEqual(first);
  });

  test('alone dies of a file that passes our reader and crashes llama.cpp', async ({ onTestFinished }) => {
    const log: string[] = [];
    const runner = runnerFor(crashingModel(), onTestFinished, { log: (event) => log.push(event) });
    const failures = await Promise.all(
      ['ada', 'ben'].map(async (asker) => codeOf(runner.chat(ask('Hello'), { asker }))),
    );
    expect(failures).toEqual(['MODEL_NOT_LOADED', 'MODEL_NOT_LOADED']);
    // [L6] It is not started again for everybody who waits for it.
    expect(log).toEqual(['model-not-loaded']);
  });
});

describe('[A2] an embedding model', { timeout: 60_000 }, () => {
  const cosine = (a: readonly number[] = [], b: readonly number[] = []): number => {
    const dot = (x: readonly number[], y: readonly number[]) =>
      x.reduce((sum, v, i) => sum + v * (y[i] ?? 0), 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  };

  test('says what is alike, and refuses what is not for it', async ({ onTestFinished }) => {
    const runner = runnerFor(tinyEmbeddingModel(), onTestFinished);
    const { vectors, tokens } = await runner.embed(['hello there', 'hello there!', '42 xyz qqq'], {
      asker: 'ada',
    });
    expect(vectors.map((vector) => vector.length)).toEqual([32, 32, 32]);
    expect(cosine(vectors[0], vectors[1])).toBeGreaterThan(cosine(vectors[0], vectors[2]) + 0.2);
    expect(tokens).toBeGreaterThan(20);
    expect(await codeOf(runner.embed(['a'.repeat(130)], { asker: 'ada' }))).toBe('CONTEXT_EXCEEDED');
    expect(await codeOf(runner.chat(ask('Hello'), { asker: 'ada' }))).toBe('MODEL_UNFIT');
  });
});
