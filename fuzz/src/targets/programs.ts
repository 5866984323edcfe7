/** What other programs and machines send: models, hubs, programs that ask a node, plugins and their panels, commands. */
import { PassThrough } from 'node:stream';
import { z } from 'zod';
import { listModel } from '../../../packages/ai/src/hub/listing.ts';
import { parseHubReference } from '../../../packages/ai/src/hub/reference.ts';
import { readAnswerSchema } from '../../../packages/ai/src/inference/answer-schema.ts';
import { openLineChannel } from '../../../packages/ai/src/inference/line-channel.ts';
import { describeModel } from '../../../packages/ai/src/model/describe-model.ts';
import { readGguf } from '../../../packages/ai/src/model/gguf.ts';
import { bytesSource } from '../../../packages/ai/src/model/gguf-source.ts';
import { decodeKeys } from '../../../packages/ai/src/server/api-key.ts';
import { fromOpenAiError } from '../../../packages/ai/src/server/openai-error.ts';
import { readChatCompletion, readEmbeddingsRequest } from '../../../packages/ai/src/server/openai-request.ts';
import { callFrame, replyFrame } from '../../../packages/operations/src/channel/frames.ts';
import { parseCommand } from '../../../packages/operations/src/command/parse.ts';
import { readState } from '../../../packages/peer/src/host/local-relay/control.ts';
import { parseCapability } from '../../../packages/plugin-api/src/capability.ts';
import { readManifest } from '../../../packages/plugin-api/src/manifest.ts';
import { decodeArchive, encodeArchive } from '../../../packages/plugin-api/src/package/archive.ts';
import { checkFiles } from '../../../packages/plugin-api/src/package/files.ts';
import { readSignature, signPackage } from '../../../packages/plugin-api/src/package/signature.ts';
import { parseStrictJson } from '../../../packages/plugin-api/src/strict-json.ts';
import { openArchive } from '../../../packages/plugin-host/src/package/open-package.ts';
import { isPlexiError } from '../../../packages/protocol/src/errors.ts';
import { readAsk } from '../../../packages/ui/src/plugin/panel-bridge.ts';
import { ofJson, ofText, spelledOnce, type Target, target, texts } from '../target.ts';
import { DEVICE_SEED, PRIMITIVES, TRUSTING } from './material.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const MANIFEST = JSON.stringify({
  format: 1,
  id: 'reminders',
  version: '1.0.0',
  name: { en: 'Reminders', ar: 'التذكيرات' },
  summary: 'Type /remind',
  author: 'Ada',
  licence: 'MIT',
  capabilities: ['command', 'storage', `message.send@channel:${'a'.repeat(64)}`],
});
const FILES = new Map([
  ['manifest.json', utf8(MANIFEST)],
  ['code.js', utf8('plexi.on("message", () => {});')],
]);
const ARCHIVE = encodeArchive({ files: FILES, signature: signPackage(PRIMITIVES, DEVICE_SEED, FILES) });

/** A GGUF file of version 3 with the metadata and tensors given, each already encoded. */
const gguf = (metadata: readonly Uint8Array[], tensors: readonly Uint8Array[]): Uint8Array => {
  const head = Buffer.alloc(24);
  head.write('GGUF');
  head.writeUInt32LE(3, 4);
  head.writeBigUInt64LE(BigInt(tensors.length), 8);
  head.writeBigUInt64LE(BigInt(metadata.length), 16);
  return Buffer.concat([head, ...metadata, ...tensors, Buffer.alloc(64)]);
};
const ggufText = (text: string): Buffer => {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, Buffer.from(text)]);
};
const words = (...numbers: number[]): Buffer => Buffer.from(Uint32Array.from(numbers).buffer);
const TEXT_VALUE = 8;
const LIST_VALUE = 9;
const WORD_VALUE = 4;
const GGUF = gguf(
  [
    Buffer.concat([ggufText('general.architecture'), words(TEXT_VALUE), ggufText('llama')]),
    Buffer.concat([ggufText('llama.context_length'), words(WORD_VALUE, 512)]),
    Buffer.concat([ggufText('llama.embedding_length'), words(WORD_VALUE, 4)]),
    Buffer.concat([
      ggufText('tokenizer.ggml.tokens'),
      words(LIST_VALUE, TEXT_VALUE, 2, 0),
      ggufText('a'),
      ggufText('b'),
    ]),
  ],
  [Buffer.concat([ggufText('token_embd.weight'), words(2, 4, 0, 2, 0, 0, 0, 0)])],
);

const lineShape = z.object({ kind: z.string() });
const readLines = (bytes: Uint8Array): void => {
  const stream = new PassThrough();
  openLineChannel(
    stream,
    lineShape,
    () => undefined,
    () => undefined,
  );
  const half = bytes.length >> 1;
  stream.emit('data', Buffer.from(bytes.subarray(0, half)));
  stream.emit('data', Buffer.from(bytes.subarray(half)));
  stream.destroy();
};

/** Answers what is asked of the hub with these lines, one after the other, each with where the next page is. */
const fromHub = async (bytes: Uint8Array): Promise<void> => {
  const real = globalThis.fetch;
  const lines = new TextDecoder().decode(bytes).split('\n');
  globalThis.fetch = () => {
    const line = lines.shift() ?? '';
    return Promise.resolve(
      new Response(line, { headers: lines.length > 1 ? { link: '</next>; rel="next"' } : {} }),
    );
  };
  try {
    await listModel(parseHubReference('hf:owner/model'), { endpoint: 'https://hub.example' });
  } finally {
    globalThis.fetch = real;
  }
};

const isJsonError = (error: unknown): boolean => error instanceof SyntaxError || isPlexiError(error);

export const PROGRAMS: Readonly<Record<string, Target>> = {
  gguf: target({
    reads: { readGguf, describeModel },
    run: (bytes) => describeModel(readGguf(bytesSource(bytes))),
    seeds: () => [GGUF],
  }),
  'hub-reference': target({
    reads: { parseHubReference },
    run: ofText(parseHubReference),
    seeds: texts('hf:owner/model', 'hf:owner/model:Q4_K_M'),
  }),
  'hub-answer': target({
    reads: { listModel },
    run: fromHub,
    seeds: texts(
      `{"sha":"${'a'.repeat(40)}","cardData":{"license":"mit"}}\n[{"type":"file","path":"m.gguf","size":4,"lfs":{"oid":"${'b'.repeat(64)}","size":4}}]`,
    ),
  }),
  'chat-completion': target({
    reads: { readChatCompletion, readAnswerSchema },
    run: ofJson(readChatCompletion),
    seeds: texts(
      '{"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":5,"stop":["a"],"seed":4}',
      '{"model":"m","stream":true,"messages":[{"role":"developer","content":[{"type":"text","text":"hi"}]}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"a":{"type":"array","items":{"$ref":"#/$defs/x"}}},"$defs":{"x":{"enum":["a",1]}}}}}}',
    ),
  }),
  embeddings: target({
    reads: { readEmbeddingsRequest },
    run: ofJson(readEmbeddingsRequest),
    seeds: texts('{"model":"m","input":["a","b"],"encoding_format":"base64"}'),
  }),
  'api-keys': target({
    reads: { decodeKeys },
    run: decodeKeys,
    seeds: texts(`{"keys":[{"id":"0123456789ab","name":"n","hash":"${'c'.repeat(64)}","created":"2026"}]}`),
  }),
  'node-error': target({
    reads: { fromOpenAiError },
    run: ofJson((body) => fromOpenAiError(400, body)),
    seeds: texts('{"error":{"code":"model_not_found","message":"m"}}', 'null', '{"error":null}'),
  }),
  lines: target({ reads: { openLineChannel }, run: readLines, seeds: texts('{"kind":"a"}\n{"kind":"b"}\n') }),
  'view-frame': target({
    reads: { callFrame, replyFrame },
    run: ofJson((value) => [callFrame.safeParse(value), replyFrame.safeParse(value)]),
    seeds: texts('{"call":1,"operation":"message.send","input":{}}', '{"reply":1,"output":[]}'),
  }),
  'relay-state': target({
    reads: { readState },
    run: ofJson(readState),
    seeds: texts(
      '{"address":"a","addresses":[],"localOnly":true,"spaces":1,"clients":2}',
      '{"error":"PORT_IN_USE","detail":"4001"}',
    ),
  }),
  command: target({
    reads: { parseCommand },
    run: ofText((text) => parseCommand(text.split(' '))),
    unmeasured: 'what a person types for themselves',
    seeds: texts(
      'message send --space Harbour --channel general hello',
      'help message',
      '--json space list --profile=x',
    ),
  }),
  'strict-json': target({
    reads: { parseStrictJson },
    run: ofText(parseStrictJson),
    seeds: texts('{"a":[1,{"b":"c\\"d"}],"e":null}'),
    mayThrow: isJsonError,
  }),
  'plugin-archive': target({
    reads: { decodeArchive },
    run: spelledOnce(decodeArchive, encodeArchive),
    seeds: () => [ARCHIVE],
  }),
  'plugin-package': target({
    reads: { openArchive, checkFiles },
    run: (bytes) => openArchive(TRUSTING, bytes),
    seeds: () => [ARCHIVE],
  }),
  'plugin-manifest': target({
    reads: { readManifest },
    run: (bytes) => readManifest(new Map([...FILES, ['manifest.json', bytes]])),
    seeds: texts(MANIFEST),
  }),
  'plugin-signature': target({
    reads: { readSignature },
    run: ofText(readSignature),
    seeds: texts(JSON.stringify(signPackage(PRIMITIVES, DEVICE_SEED, FILES))),
  }),
  capability: target({
    reads: { parseCapability },
    run: ofText(parseCapability),
    seeds: texts('message.read', 'http:example.org', 'storage'),
  }),
  'panel-frame': target({
    reads: { readAsk },
    run: ofText(readAsk),
    seeds: texts('{"kind":"call","id":1,"operation":"message.list","input":{}}'),
  }),
};
