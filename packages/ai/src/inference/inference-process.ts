/** One inference process with one model in it, seen from the node. It may crash or hang; the node does neither. */
import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, LIMITS, type PlexiError, plexiError } from '@plexi/protocol';
import type { Call, ChatAnswer, ChatCall, ChatRequest, Embeddings } from './chat.ts';
import { openLineChannel } from './line-channel.ts';
import { CHANNEL_FD, type Loaded, type Order, type Report, reportShape } from './process-messages.ts';

const PROGRAM = fileURLToPath(new URL('./program.ts', import.meta.url));

/** What llama.cpp and graphics drivers look for. Tokens and passphrases of the node are not for it. */
const PASSED_ON =
  /^(?:PATH|HOME|TMPDIR|TEMP|TMP|LANG|LD_LIBRARY_PATH|DYLD_\w+|SystemRoot|windir|LOCALAPPDATA|ProgramData|(?:CUDA|NVIDIA|VK|GGML|HIP|ROCR)_\w+)$/i;

export interface InferenceProcessOptions {
  path: string;
  purpose: 'chat' | 'embedding';
  contextTokens: number;
  gpu: boolean;
  threads?: number | undefined;
  /** @default LIMITS.inferenceHangMs */
  hangMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface InferenceProcess {
  readonly pid: number;
  readonly loaded: Loaded;
  /** Throws INFERENCE_FAILED when the process ends first, CANCELLED, CONTEXT_EXCEEDED, SCHEMA_UNSUPPORTED, MODEL_UNFIT. */
  chat(request: ChatRequest, call: ChatCall): Promise<ChatAnswer>;
  /** Throws the same. */
  embed(texts: readonly string[], call: Call): Promise<Embeddings>;
  /** Resolves when the process is gone, for whatever reason. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  take(report: Report): void;
  fail(error: PlexiError): void;
}

const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name))),
  ELECTRON_RUN_AS_NODE: '1',
});

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

const failureIn = ({ code, detail }: { code: ErrorCode; detail?: string | undefined }): PlexiError =>
  plexiError(code, detail === undefined ? {} : { detail });

/** Starts the process and loads the model. Throws ENGINE_MISSING, MODEL_NOT_LOADED, CANCELLED. */
export const startInferenceProcess = async (options: InferenceProcessOptions): Promise<InferenceProcess> => {
  const { signal, hangMs = LIMITS.inferenceHangMs } = options;
  if (isAborted(signal)) throw plexiError('CANCELLED');
  const debug = process.env['PLEXI_DEBUG'] === undefined ? 'ignore' : 'inherit';
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM], {
    stdio: ['ignore', 'ignore', debug, 'pipe'],
    env: environment(),
    windowsHide: true,
  });
  const waiting = new Map<number, Waiting>();
  let loading: { resolve: (loaded: Loaded) => void; reject: (error: PlexiError) => void } | undefined;
  let next = 0;
  let gone = false;

  const kill = (): void => void child.kill('SIGKILL');
  // Starting and loading have a limit of their own.
  let watch: NodeJS.Timeout | undefined;
  const ended = new Promise<void>((resolve) => {
    const finish = (): void => {
      clearTimeout(watch);
      gone = true;
      loading?.reject(plexiError('MODEL_NOT_LOADED', { detail: 'the inference process ended' }));
      for (const one of waiting.values()) one.fail(plexiError('INFERENCE_FAILED'));
      waiting.clear();
      resolve();
    };
    child.once('exit', finish);
    child.once('error', finish);
  });

  const take = (report: Report): void => {
    clearTimeout(watch);
    watch = setTimeout(kill, hangMs);
    if (report.kind === 'alive') return;
    if (report.kind === 'loaded') return loading?.resolve(report);
    if (report.kind === 'unloaded') return loading?.reject(failureIn(report));
    waiting.get(report.id)?.take(report);
  };
  const channel = openLineChannel<Report, Order>(child.stdio[CHANNEL_FD] as Duplex, reportShape, take, kill);

  /** Sends an order and waits for what ends it; `onReport` gives its result, or nothing where more is to come. */
  const order = async <Result>(
    call: Call,
    make: (id: number) => Order,
    onReport: (report: Report) => Result | undefined,
  ): Promise<Result> => {
    if (isAborted(call.signal)) throw plexiError('CANCELLED');
    if (gone) throw plexiError('INFERENCE_FAILED');
    const id = next++;
    let tooLong: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      channel.send({ kind: 'cancel', id });
      // One that goes on although it was cancelled is stopped with its process.
      tooLong = setTimeout(kill, LIMITS.inferenceCancelMs);
    };
    let late = false;
    const longest = setTimeout(() => {
      late = true;
      cancel();
    }, LIMITS.inferenceMs);
    call.signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<Result>((resolve, reject) => {
        waiting.set(id, {
          fail: reject,
          take: (report) => {
            if (report.kind === 'failed') return reject(failureIn(report));
            const result = onReport(report);
            if (result !== undefined) resolve(result);
          },
        });
        channel.send(make(id));
      });
    } catch (error) {
      if (isAborted(call.signal)) throw plexiError('CANCELLED');
      throw late ? plexiError('TIMED_OUT') : error;
    } finally {
      clearTimeout(longest);
      clearTimeout(tooLong);
      call.signal?.removeEventListener('abort', cancel);
      waiting.delete(id);
    }
  };

  const load = new Promise<Loaded>((resolve, reject) => {
    loading = { resolve, reject };
  });
  const loadTime = setTimeout(() => {
    loading?.reject(plexiError('MODEL_NOT_LOADED', { detail: 'it took too long' }));
    kill();
  }, LIMITS.modelLoadMs);
  signal?.addEventListener('abort', kill, { once: true });
  const { path, purpose, contextTokens, gpu, threads } = options;
  channel.send({
    kind: 'load',
    path,
    purpose,
    contextTokens,
    gpu,
    ...(threads === undefined ? {} : { threads }),
  });
  let loaded: Loaded;
  try {
    loaded = await load;
  } catch (error) {
    kill();
    await ended;
    throw isAborted(signal) ? plexiError('CANCELLED') : error;
  } finally {
    loading = undefined;
    clearTimeout(loadTime);
    signal?.removeEventListener('abort', kill);
  }

  return {
    pid: child.pid ?? 0,
    loaded,
    ended,
    chat: async (request, call) => {
      let text = '';
      return order(
        call,
        (id) => ({ kind: 'chat', id, request }),
        (report) => {
          if (report.kind === 'text') {
            text += report.text;
            // No answer of so many tokens is this long: the process has been taken over.
            if (text.length > LIMITS.inferenceMessageBytes) kill();
            call.onText?.(report.text);
          }
          if (report.kind !== 'answered') return undefined;
          const { finish, promptTokens, answerTokens, droppedMessages } = report;
          return { text, finish, promptTokens, answerTokens, droppedMessages };
        },
      );
    },
    embed: async (texts, call) =>
      order(
        call,
        (id) => ({ kind: 'embed', id, texts: [...texts] }),
        (report) =>
          report.kind === 'embedded' ? { vectors: report.vectors, tokens: report.tokens } : undefined,
      ),
    close: async () => {
      kill();
      await ended;
    },
  };
};
