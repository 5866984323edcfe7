/** Another AI node, asked over OpenAI's interface with a key of its. */
import { isPlexiError, LIMITS, plexiError } from '@plexi/protocol';
import { z } from 'zod';
import type { ChatAnswer, ChatRequest } from '../inference/index.ts';
import { fromOpenAiError } from '../server/openai-error.ts';
import type { AiNodePort } from './balancer.ts';
import { readEvents } from './event-stream.ts';

export interface HttpNodeOptions {
  id: string;
  /** `http://HOST:PORT/v1`. */
  url: string;
  key: string;
}

const count = z.number().min(0);
const modelsShape = z.object({
  data: z
    .array(
      z.object({
        id: z.string().max(512),
        kind: z.enum(['chat', 'embedding']),
        load: z.object({ loaded: z.boolean(), running: count, waiting: count, average_ms: count }),
      }),
    )
    .max(LIMITS.nodeModels),
});
const chunkShape = z.object({
  error: z.unknown().optional(),
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().optional() }),
        finish_reason: z.enum(['stop', 'length']).nullable(),
      }),
    )
    .max(1)
    .optional(),
  dropped_messages: z.number().int().min(0).optional(),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).optional(),
});
const embeddingsShape = z.object({
  data: z.array(z.object({ embedding: z.array(z.number()) })).max(LIMITS.embeddingTexts),
  usage: z.object({ prompt_tokens: count }),
});

const bodyOf = (model: string, request: ChatRequest): Record<string, unknown> => ({
  model,
  messages: request.messages.map(({ role, text }) => ({ role, content: text })),
  max_tokens: request.maxTokens,
  temperature: request.temperature,
  top_p: request.topP,
  frequency_penalty: request.frequencyPenalty,
  presence_penalty: request.presencePenalty,
  seed: request.seed,
  stop: request.stop,
  stream: true,
  stream_options: { include_usage: true },
  ...(request.json === undefined
    ? {}
    : {
        response_format:
          request.json === 'any'
            ? { type: 'json_object' }
            : { type: 'json_schema', json_schema: { name: 'answer', schema: request.json } },
      }),
});

/** Resets `limit` milliseconds with each piece; none for so long is an end. */
async function* watched(
  body: AsyncIterable<Uint8Array>,
  limit: number,
  onSilence: () => void,
): AsyncGenerator<Uint8Array> {
  let timer = setTimeout(onSilence, limit);
  try {
    for await (const piece of body) {
      clearTimeout(timer);
      yield piece;
      timer = setTimeout(onSilence, limit);
    }
  } finally {
    clearTimeout(timer);
  }
}

const parse = <T>(shape: z.ZodType<T>, value: unknown): T => {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw plexiError('NODE_UNREACHABLE', { detail: 'it is no AI node of ours' });
};

/** Throws NODE_UNREACHABLE where it is larger than any answer of ours. */
const readJson = async (response: Response): Promise<unknown> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > LIMITS.inferenceMessageBytes)
      throw plexiError('NODE_UNREACHABLE', { detail: 'it talks without end' });
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
};

export const openHttpNode = ({ id, url, key }: HttpNodeOptions): AiNodePort => {
  /** `ended` aborts the request when it is over, whatever it was. */
  const request = async (
    path: string,
    body: unknown,
    ended: AbortController,
    signal: AbortSignal | undefined,
  ): Promise<Response> => {
    if (signal?.aborted === true) throw plexiError('CANCELLED');
    signal?.addEventListener('abort', () => ended.abort(), { signal: ended.signal });
    const response = await fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      redirect: 'error',
      signal: ended.signal,
    });
    if (response.status === 200) return response;
    throw fromOpenAiError(response.status, await readJson(response).catch(() => undefined));
  };

  const within = async <Result>(
    signal: AbortSignal | undefined,
    limitMs: number,
    run: (ended: AbortController) => Promise<Result>,
  ): Promise<Result> => {
    const ended = new AbortController();
    const longest = setTimeout(() => ended.abort(), limitMs);
    try {
      return await run(ended);
    } catch (error) {
      if (signal?.aborted === true) throw plexiError('CANCELLED');
      throw isPlexiError(error) ? error : plexiError('NODE_UNREACHABLE', { cause: error });
    } finally {
      clearTimeout(longest);
      ended.abort();
    }
  };

  const readAnswer = async (
    response: Response,
    ended: AbortController,
    onText: ((text: string) => void) | undefined,
  ): Promise<ChatAnswer> => {
    let text = '';
    let finish: ChatAnswer['finish'] | undefined;
    let usage = { prompt_tokens: 0, completion_tokens: 0 };
    let droppedMessages = 0;
    const pieces = watched(response.body ?? new ReadableStream<Uint8Array>(), LIMITS.nodeSilenceMs, () =>
      ended.abort(),
    );
    for await (const data of readEvents(pieces)) {
      if (data === '[DONE]') break;
      const chunk = parse(chunkShape, JSON.parse(data));
      if (chunk.error !== undefined) throw fromOpenAiError(200, chunk);
      const [choice] = chunk.choices ?? [];
      const words = choice?.delta.content ?? '';
      if (words !== '') onText?.(words);
      text += words;
      finish = choice?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
      droppedMessages = chunk.dropped_messages ?? droppedMessages;
    }
    if (finish === undefined) throw plexiError('NODE_UNREACHABLE', { detail: 'it broke off' });
    return {
      text,
      finish,
      droppedMessages,
      promptTokens: usage.prompt_tokens,
      answerTokens: usage.completion_tokens,
    };
  };

  return {
    id,
    models: async () =>
      within(undefined, LIMITS.nodeAnswerMs, async (ended) => {
        const response = await request('/models', undefined, ended, undefined);
        return parse(modelsShape, await readJson(response)).data.map(({ load, ...about }) => ({
          ...about,
          name: undefined,
          loaded: load.loaded,
          running: load.running,
          waiting: load.waiting,
          averageMs: load.average_ms,
        }));
      }),
    chat: async (model, chat, { signal, onText }) =>
      within(signal, LIMITS.inferenceMs, async (ended) =>
        readAnswer(await request('/chat/completions', bodyOf(model, chat), ended, signal), ended, onText),
      ),
    embed: async (model, texts, { signal }) =>
      within(signal, LIMITS.inferenceMs, async (ended) => {
        const response = await request('/embeddings', { model, input: texts }, ended, signal);
        const { data, usage } = parse(embeddingsShape, await readJson(response));
        return { vectors: data.map(({ embedding }) => embedding), tokens: usage.prompt_tokens };
      }),
  };
};
