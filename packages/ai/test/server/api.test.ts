/** OpenAI's own client against our server, with real models behind it. */
import { LIMITS } from '@plexi/protocol';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../src/inference/index.ts';
import { type Api, type ApiKeyRecord, createKey, revokeKey, serveApi } from '../../src/server/index.ts';
import { saveModel, tinyChatModel, tinyEmbeddingModel } from '../tiny/index.ts';

const CHAT = 'tiny/chat:F32';
const EMBEDDING = 'tiny/embedding:F32';

let engine: Engine;
let api: Api;
let keys: ApiKeyRecord[] = [];
let client: OpenAI;
let secret = '';
let clock = 0;
const log: [event: string, fields: Record<string, unknown>][] = [];

const newKey = (name: string): string => {
  const created = createKey(keys, name, new Date(0));
  keys = created.keys;
  return created.key;
};

beforeAll(async () => {
  const finished = (remove: () => void): void => afterAll(remove);
  engine = createEngine({
    gpu: false,
    models: [
      { id: CHAT, file: saveModel(tinyChatModel({ contextTokens: 4096 }), finished) },
      { id: EMBEDDING, file: saveModel(tinyEmbeddingModel(), finished) },
    ],
  });
  api = await serveApi({
    answerer: engine,
    keys: async () => keys,
    host: '127.0.0.1',
    port: 0,
    now: () => clock,
    log: (event, fields) => log.push([event, fields]),
  });
  secret = newKey('tests');
  client = new OpenAI({ baseURL: api.url, apiKey: secret, maxRetries: 0 });
});
afterAll(async () => {
  await api.close();
  await engine.close();
});

const hello = { model: CHAT, messages: [{ role: 'user' as const, content: 'Hello' }], seed: 3 };
const refusedWith = async (work: Promise<unknown>) =>
  work.then(
    () => 'fine',
    (error: unknown) => {
      if (!(error instanceof OpenAI.APIError)) throw error;
      return { status: error.status, code: error.code, param: error.param };
    },
  );

describe("[A2] OpenAI's client", { timeout: 60_000 }, () => {
  test('sees the models', async () => {
    const models = await client.models.list();
    expect(models.data.map(({ id, object }) => [id, object])).toEqual([
      [CHAT, 'model'],
      [EMBEDDING, 'model'],
    ]);
    expect(await client.models.retrieve(CHAT)).toMatchObject({ id: CHAT });
    expect(await refusedWith(client.models.retrieve('none'))).toMatchObject({ code: 'model_not_found' });
  });

  test('is answered, at once and piece by piece, with the same words and the same usage', async () => {
    const whole = await client.chat.completions.create({ ...hello, max_tokens: 20 });
    const [choice] = whole.choices;
    expect(choice).toMatchObject({ index: 0, finish_reason: 'length', message: { role: 'assistant' } });
    expect(whole.usage).toMatchObject({ completion_tokens: 20 });
    expect(whole.usage?.total_tokens).toBe((whole.usage?.prompt_tokens ?? 0) + 20);

    const stream = await client.chat.completions.create({
      ...hello,
      max_completion_tokens: 20,
      stream: true,
      stream_options: { include_usage: true },
    });
    const pieces: string[] = [];
    let finish: string | null | undefined;
    let usage: unknown;
    for await (const chunk of stream) {
      pieces.push(chunk.choices[0]?.delta.content ?? '');
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    expect(pieces.join('')).toBe(choice?.message.content);
    expect(pieces.length).toBeGreaterThan(5);
    expect(finish).toBe('length');
    expect(usage).toEqual(whole.usage);
  });

  test('is heard in what it asks for: stop, parts of a message, temperature, seed', async () => {
    const ask = async (more: object) =>
      (await client.chat.completions.create({ ...hello, max_tokens: 40, ...more })).choices[0];
    const whole = (await ask({ temperature: 1 }))?.message.content ?? '';
    expect((await ask({ temperature: 1, seed: -3 }))?.message.content).not.toBe(whole);
    const parts = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hel' },
          { type: 'text', text: 'lo' },
        ],
      },
    ];
    expect((await ask({ temperature: 1, messages: parts }))?.message.content).toBe(whole);
    const stopped = await ask({ temperature: 1, stop: whole.slice(5, 7) });
    expect(stopped).toMatchObject({ finish_reason: 'stop' });
    expect(whole.startsWith(`${stopped?.message.content}${whole.slice(5, 7)}`)).toBe(true);
  });

  test('gets JSON of its schema', async () => {
    const { choices } = await client.chat.completions.create({
      ...hello,
      max_tokens: 200,
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'verdict',
          strict: true,
          schema: {
            type: 'object',
            properties: { label: { type: 'string', enum: ['spam', 'none'] }, sure: { type: 'boolean' } },
            required: ['label', 'sure'],
            additionalProperties: false,
          },
        },
      },
    });
    expect(JSON.parse(choices[0]?.message.content ?? '')).toEqual({
      label: expect.stringMatching(/^(?:spam|none)$/),
      sure: expect.any(Boolean),
    });
  });

  test('gets JSON of any kind', async () => {
    const { choices } = await client.chat.completions.create({
      ...hello,
      max_tokens: 20,
      response_format: { type: 'json_object' },
    });
    expect(choices[0]?.message.content).toMatch(/^[\s\n]*[[{"\d\-tfn]/);
  });

  test('gets embeddings, as numbers and packed', async () => {
    const plain = await client.embeddings.create({
      model: EMBEDDING,
      input: ['hello there', 'bye'],
      encoding_format: 'float',
    });
    // Without a form the client asks for the packed one, and unpacks it.
    const packed = await client.embeddings.create({ model: EMBEDDING, input: ['hello there', 'bye'] });
    expect(plain.data.map(({ embedding, index }) => [embedding.length, index])).toEqual([
      [32, 0],
      [32, 1],
    ]);
    packed.data.forEach(({ embedding }, i) => {
      embedding.forEach((value, j) => expect(value).toBeCloseTo(plain.data[i]?.embedding[j] ?? 0, 5));
    });
    expect(plain.usage.prompt_tokens).toBeGreaterThan(5);
  });

  test('is refused in words that it knows', async () => {
    const chat = async (more: object) => refusedWith(client.chat.completions.create({ ...hello, ...more }));
    expect(await chat({ model: 'none' })).toEqual({ status: 404, code: 'model_not_found', param: 'model' });
    expect(await chat({ model: EMBEDDING })).toMatchObject({ status: 400, code: 'unsupported_model' });
    expect(await chat({ temperature: 3 })).toEqual({
      status: 400,
      code: 'invalid_request',
      param: 'temperature',
    });
    expect(await chat({ n: 2 })).toMatchObject({ status: 400, param: 'n' });
    expect(await chat({ tools: [{ type: 'function', function: { name: 'f' } }] })).toMatchObject({
      param: 'tools',
    });
    expect(await chat({ messages: [] })).toMatchObject({ status: 400, param: 'messages' });
    expect(await chat({ stop: ['x'.repeat(LIMITS.stopWordBytes + 1)] })).toMatchObject({ status: 400 });
    expect(await chat({ stop: Array.from({ length: LIMITS.stopWords + 1 }, () => 'x') })).toMatchObject({
      status: 400,
    });
    expect(
      await chat({
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'x', schema: { type: 'string', pattern: 'a' } },
        },
      }),
    ).toMatchObject({ status: 400, code: 'unsupported_schema' });
    expect(await chat({ messages: [{ role: 'user', content: 'y'.repeat(5_000) }] })).toMatchObject({
      status: 400,
      code: 'context_length_exceeded',
    });
    expect(
      await refusedWith(client.embeddings.create({ model: EMBEDDING, input: 'x', dimensions: 8 })),
    ).toMatchObject({ status: 400, param: 'dimensions' });
  });

  test('is answered no more once its key is revoked, and never without one', async () => {
    const key = newKey('short');
    const other = new OpenAI({ baseURL: api.url, apiKey: key, maxRetries: 0 });
    expect((await other.models.list()).data).toHaveLength(2);
    keys = revokeKey(keys, 'short').keys;
    const unknown = { status: 401, code: 'invalid_api_key', param: null };
    expect(await refusedWith(other.models.list())).toEqual(unknown);
    expect(
      await refusedWith(new OpenAI({ baseURL: api.url, apiKey: 'x', maxRetries: 0 }).models.list()),
    ).toEqual(unknown);
    expect((await fetch(`${api.url}/models`)).status).toBe(401);
    expect(await (await fetch(new URL('/health', api.url))).json()).toEqual({ status: 'ok' });
  });

  test('hangs up, and the inference stops', async () => {
    const stream = await client.chat.completions.create({ ...hello, max_tokens: 3_900, stream: true });
    for await (const chunk of stream) if ((chunk.choices[0]?.delta.content ?? '') !== '') break;
    await expect.poll(() => engine.models()[0]?.running).toBe(0);
    expect(log.at(-1)).toEqual(['not-answered', expect.objectContaining({ code: 'CANCELLED' })]);
  });

  test('whose model dies in the middle is told so in the stream', async () => {
    const stream = await client.chat.completions.create({ ...hello, max_tokens: 3_900, stream: true });
    const reading = (async () => {
      for await (const chunk of stream)
        if ((chunk.choices[0]?.delta.content ?? '') !== '')
          process.kill(engine.models()[0]?.pid ?? 0, 'SIGKILL');
    })();
    await expect(reading).rejects.toMatchObject({ code: 'inference_failed' });
  });

  test('[L6] asks too often, and waits', async () => {
    const eager = new OpenAI({ baseURL: api.url, apiKey: newKey('eager'), maxRetries: 0 });
    for (let i = 0; i < LIMITS.apiBurst; i++) await eager.models.list();
    expect(await refusedWith(eager.models.list())).toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
    });
    expect((await client.models.list()).data).toHaveLength(2);
    clock += 60_000 / LIMITS.apiPerMinute;
    expect((await eager.models.list()).data).toHaveLength(2);
  });
});

test('[K7] nothing that was asked or answered, and no key, is in the log', () => {
  expect(log.length).toBeGreaterThan(20);
  const text = JSON.stringify(log);
  for (const word of ['Hello', 'hello there', secret, secret.slice(6, 20)]) expect(text).not.toContain(word);
});
