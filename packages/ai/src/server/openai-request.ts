/**
 * Requests of OpenAI's interface, read into ours. What we would have to leave undone is refused; what changes nothing of an answer
 * (`user`, `store`, `metadata` …) is not looked at. https://platform.openai.com/docs/api-reference/chat/create
 */
import { LIMITS, plexiError } from '@plexi/protocol';
import { z } from 'zod';
import { type ChatMessage, type ChatRequest, readAnswerSchema } from '../inference/index.ts';

const modelName = z.string().min(1).max(256);
const textPart = z.object({ type: z.literal('text'), text: z.string() });
const content = z.union([z.string(), z.array(textPart).max(256)]);

const messageShape = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: content.nullish(),
});

const optional = <T extends z.ZodType>(shape: T) => shape.nullish();

const chatShape = z.object({
  model: modelName,
  messages: z.array(messageShape).min(1).max(LIMITS.promptMessages),
  max_tokens: optional(z.number().int().min(1)),
  max_completion_tokens: optional(z.number().int().min(1)),
  temperature: optional(z.number().min(0).max(2)),
  top_p: optional(z.number().min(0).max(1)),
  frequency_penalty: optional(z.number().min(-2).max(2)),
  presence_penalty: optional(z.number().min(-2).max(2)),
  seed: optional(z.number().int()),
  stop: optional(
    z.union([
      z.string().min(1).max(LIMITS.stopWordBytes),
      z.array(z.string().min(1).max(LIMITS.stopWordBytes)).max(LIMITS.stopWords),
    ]),
  ),
  stream: optional(z.boolean()),
  stream_options: optional(z.object({ include_usage: optional(z.boolean()) })),
  response_format: optional(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('text') }),
      z.object({ type: z.literal('json_object') }),
      z.object({ type: z.literal('json_schema'), json_schema: z.object({ schema: z.unknown() }) }),
    ]),
  ),
  n: optional(z.literal(1, 'one answer to a request')),
  tools: optional(z.array(z.unknown()).max(0, 'no tools are called')),
  functions: optional(z.array(z.unknown()).max(0, 'no functions are called')),
  logprobs: optional(z.literal(false, 'no probabilities are given')),
});

const embeddingsShape = z.object({
  model: modelName,
  input: z.union([z.string(), z.array(z.string()).min(1).max(LIMITS.embeddingTexts)]),
  encoding_format: optional(z.enum(['float', 'base64'])),
  dimensions: optional(z.number().int().min(1)),
});

export interface ChatCompletion {
  model: string;
  request: ChatRequest;
  stream: boolean;
  includeUsage: boolean;
}

export interface EmbeddingsRequest {
  model: string;
  texts: string[];
  base64: boolean;
  dimensions: number | undefined;
}

const parse = <T>(shape: z.ZodType<T>, body: unknown): T => {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw plexiError('INVALID_INPUT', {
    detail: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`.slice(0, 200),
  });
};

const toText = (given: z.infer<typeof content> | null | undefined): string =>
  typeof given === 'string' ? given : (given ?? []).map(({ text }) => text).join('');

const readJson = (
  format: z.infer<typeof chatShape>['response_format'],
): { json: NonNullable<ChatRequest['json']> } | Record<string, never> => {
  if (format?.type === 'json_object') return { json: 'any' };
  return format?.type === 'json_schema' ? { json: readAnswerSchema(format.json_schema.schema) } : {};
};

const given = <K extends string, V>(name: K, value: V | null | undefined): Partial<Record<K, V>> =>
  value === null || value === undefined ? {} : ({ [name]: value } as Record<K, V>);

/** Throws INVALID_INPUT, TOO_LARGE, SCHEMA_UNSUPPORTED. */
export const readChatCompletion = (body: unknown): ChatCompletion => {
  const read = parse(chatShape, body);
  const messages = read.messages.map(
    ({ role, content: words }): ChatMessage => ({
      role: role === 'developer' ? 'system' : role,
      text: toText(words),
    }),
  );
  const size = messages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (size > LIMITS.promptBytes) throw plexiError('TOO_LARGE', { detail: `a prompt of ${size} bytes` });
  return {
    model: read.model,
    stream: read.stream === true,
    includeUsage: read.stream_options?.include_usage === true,
    request: {
      messages,
      ...given('maxTokens', read.max_completion_tokens ?? read.max_tokens),
      ...given('temperature', read.temperature),
      ...given('topP', read.top_p),
      ...given('frequencyPenalty', read.frequency_penalty),
      ...given('presencePenalty', read.presence_penalty),
      ...given('seed', typeof read.seed === 'number' ? read.seed >>> 0 : undefined),
      ...given('stop', typeof read.stop === 'string' ? [read.stop] : read.stop),
      ...readJson(read.response_format),
    },
  };
};

/** Throws INVALID_INPUT, TOO_LARGE. */
export const readEmbeddingsRequest = (body: unknown): EmbeddingsRequest => {
  const { model, input, encoding_format, dimensions } = parse(embeddingsShape, body);
  const texts = typeof input === 'string' ? [input] : input;
  const size = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (size > LIMITS.promptBytes) throw plexiError('TOO_LARGE', { detail: `texts of ${size} bytes` });
  return { model, texts, base64: encoding_format === 'base64', dimensions: dimensions ?? undefined };
};
