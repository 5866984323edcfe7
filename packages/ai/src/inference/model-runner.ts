/**
 * A model that answers: who waits and whose turn it is, the process that is started when somebody asks and ended when nobody
 * has for a while, and what happens to those who waited when it crashes.
 */
import { isPlexiError, LIMITS, type PlexiError, plexiError } from '@plexi/protocol';
import type { ModelFile } from '../model/index.ts';
import type { Call, ChatAnswer, ChatCall, ChatRequest, Embeddings } from './chat.ts';
import { createFairQueue } from './fair-queue.ts';
import { type InferenceProcess, startInferenceProcess } from './inference-process.ts';
import type { Loaded } from './process-messages.ts';

export interface ModelRunnerOptions {
  model: ModelFile;
  /** @default what the model was made for, at most LIMITS.contextTokens */
  contextTokens?: number | undefined;
  /** Whether a graphics card is used where there is one. @default true */
  gpu?: boolean | undefined;
  /** @default LIMITS.modelIdleMs */
  idleMs?: number | undefined;
  /** @default LIMITS.inferenceHangMs */
  hangMs?: number | undefined;
  /** Facts for the log: numbers and codes, never what is asked or answered. */
  log?: ((event: string, fields: Record<string, unknown>) => void) | undefined;
}

/** Whoever asks: an API key, a member. Each gets a turn before anybody gets a second one. */
export interface Asker {
  asker: string;
}

export interface RunnerLoad {
  loaded: boolean;
  device: Loaded['device'] | undefined;
  contextTokens: number;
  running: number;
  waiting: number;
  /** How long an inference took of late, in milliseconds; 0 before the first. */
  averageMs: number;
  /** The process that the model is in. */
  pid: number | undefined;
}

export interface ModelRunner {
  readonly model: ModelFile;
  /**
   * Throws TOO_BUSY, CANCELLED, CONTEXT_EXCEEDED, SCHEMA_UNSUPPORTED, MODEL_UNFIT, MODEL_NOT_LOADED, ENGINE_MISSING, and
   * INFERENCE_FAILED where the process crashed after some of the answer was given out, or twice.
   */
  chat(request: ChatRequest, call: ChatCall & Asker): Promise<ChatAnswer>;
  /** Throws the same. */
  embed(texts: readonly string[], call: Call & Asker): Promise<Embeddings>;
  load(): RunnerLoad;
  /** Loads the model now, so that nobody waits for it. Throws MODEL_NOT_LOADED, ENGINE_MISSING, CANCELLED. */
  warm(call: Call & Asker): Promise<void>;
  /** Ends the process; the next who asks starts it again. */
  unload(): Promise<void>;
  close(): Promise<void>;
}

/** Below this many parameters, more threads cost more than they bring. */
const TINY_PARAMETERS = 50_000_000;
/** The weight of the newest inference in the average. */
const NEWEST = 0.3;
const TRIES = 2;

interface Job {
  /** Whether something of its answer was given out. */
  begun(): boolean;
  run(inference: InferenceProcess): Promise<void>;
  fail(error: PlexiError): void;
  tries: number;
}

export const createModelRunner = (options: ModelRunnerOptions): ModelRunner => {
  const { model, idleMs = LIMITS.modelIdleMs, log = () => undefined } = options;
  const { facts } = model;
  const purpose = facts.kind === 'chat' ? 'chat' : 'embedding';
  const contextTokens = Math.min(options.contextTokens ?? LIMITS.contextTokens, facts.contextTokens);
  const queue = createFairQueue<Job>({
    items: LIMITS.inferencesWaiting,
    itemsOfOne: LIMITS.inferencesWaitingOfOne,
  });
  const closing = new AbortController();
  let inference: InferenceProcess | undefined;
  let current: Job | undefined;
  let again: Job | undefined;
  let averageMs = 0;
  let idle: NodeJS.Timeout | undefined;
  let notLoaded: { error: PlexiError; until: number } | undefined;

  const start = async (): Promise<InferenceProcess> => {
    if (inference !== undefined) return inference;
    // A model that does not load is not tried again by everybody who waits for it.
    if (notLoaded !== undefined && performance.now() < notLoaded.until) throw notLoaded.error;
    const begun = performance.now();
    try {
      const started = await startInferenceProcess({
        path: model.path,
        purpose,
        contextTokens,
        gpu: options.gpu ?? true,
        threads: facts.parameters < TINY_PARAMETERS ? 1 : undefined,
        hangMs: options.hangMs,
        signal: closing.signal,
      });
      inference = started;
      void started.ended.then(() => {
        if (inference !== started) return;
        inference = undefined;
        log('inference-ended', { pid: started.pid });
      });
      log('model-loaded', {
        pid: started.pid,
        device: started.loaded.device,
        contextTokens: started.loaded.contextTokens,
        ms: Math.round(performance.now() - begun),
      });
      return started;
    } catch (error) {
      const known = isPlexiError(error) ? error : plexiError('MODEL_NOT_LOADED', { cause: error });
      notLoaded = { error: known, until: performance.now() + LIMITS.modelRetryMs };
      log('model-not-loaded', { code: known.code });
      throw known;
    }
  };

  const measure = async <Result>(work: Promise<Result>): Promise<Result> => {
    const begun = performance.now();
    const result = await work;
    const took = performance.now() - begun;
    averageMs = averageMs === 0 ? took : averageMs * (1 - NEWEST) + took * NEWEST;
    return result;
  };

  const unload = async (): Promise<void> => {
    const ending = inference;
    inference = undefined;
    if (ending === undefined) return;
    await ending.close();
    log('model-unloaded', {});
  };

  const runJob = async (job: Job): Promise<void> => {
    job.tries += 1;
    try {
      await job.run(await start());
    } catch (error) {
      const known = isPlexiError(error) ? error : plexiError('INTERNAL', { cause: error });
      // What nobody has seen a word of may be done again, by a fresh process.
      if (known.code === 'INFERENCE_FAILED' && !job.begun() && job.tries < TRIES) again = job;
      else job.fail(known);
    }
  };

  const advance = async (): Promise<void> => {
    if (current !== undefined) return;
    clearTimeout(idle);
    for (let job = queue.next(); job !== undefined; ) {
      current = job;
      await runJob(job);
      job = again ?? queue.next();
      again = undefined;
    }
    current = undefined;
    if (inference !== undefined) idle = setTimeout(() => void unload(), idleMs);
  };

  const ask = async <Result>(
    call: Call & Asker,
    begun: () => boolean,
    run: (inference: InferenceProcess) => Promise<Result>,
  ): Promise<Result> => {
    if (closing.signal.aborted || call.signal?.aborted === true) throw plexiError('CANCELLED');
    const settled = new AbortController();
    const answer = new Promise<Result>((resolve, reject) => {
      const leave = (): void => {
        if (queue.remove(job)) reject(plexiError('CANCELLED'));
      };
      const job: Job = {
        tries: 0,
        begun,
        run: async (process) => resolve(await run(process)),
        fail: reject,
      };
      if (!queue.add(call.asker, job)) {
        reject(plexiError('TOO_BUSY', { detail: `${queue.size()} wait for ${facts.name ?? 'the model'}` }));
        return;
      }
      call.signal?.addEventListener('abort', leave, { signal: settled.signal });
      closing.signal.addEventListener('abort', leave, { signal: settled.signal });
      void advance();
    });
    return answer.finally(() => settled.abort());
  };

  return {
    model,
    chat: async (request, call) => {
      let begun = false;
      const onText = (text: string): void => {
        begun = true;
        call.onText?.(text);
      };
      return ask(
        call,
        () => begun,
        async (process) => measure(process.chat(request, { signal: call.signal, onText })),
      );
    },
    embed: async (texts, call) =>
      ask(
        call,
        () => false,
        async (process) => measure(process.embed(texts, { signal: call.signal })),
      ),
    warm: async (call) =>
      ask(
        call,
        () => false,
        async () => undefined,
      ),
    load: () => ({
      loaded: inference !== undefined,
      device: inference?.loaded.device,
      contextTokens,
      running: current === undefined ? 0 : 1,
      waiting: queue.size(),
      averageMs: Math.round(averageMs),
      pid: inference?.pid,
    }),
    unload,
    close: async () => {
      closing.abort();
      clearTimeout(idle);
      await unload();
    },
  };
};
