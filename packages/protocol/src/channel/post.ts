/**
 * A post: `[1, 0, text]` or `[1, 0, text, extras]`, where extras is a map of what there is of
 *
 *   p  the message that it answers           t  the message that its thread began with
 *   c  true: shown in the channel too        m  accounts that it mentions, ascending
 *   e  'here' or 'channel': mentions all      q  a poll: { multi, o: [option, …] }
 *   f  files: `file.ts`                      i  how a model wrote it: { m, p, a, t, s? }, see `InferenceNote`
 */
import { z } from 'zod';
import { utf8 } from '../bytes.ts';
import { encodeCbor, readCbor } from '../cbor.ts';
import { fixedBytes } from '../fields.ts';
import { type AccountId, ID_BYTES, idFromBytes, idToBytes } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { type FileManifest, manifestFromWire, manifestsShape, manifestToWire } from './file.ts';

/** Whom a text names. */
export interface Mentions {
  /** In ascending order, each once. */
  accounts?: AccountId[];
  /** Everyone who is there now, or everyone in the channel. */
  everyone?: 'here' | 'channel';
}

export interface PollQuestion {
  options: string[];
  multiple: boolean;
}

export interface PostExtras extends Mentions {
  /** The id of the message that it answers. */
  parent?: string;
  /** The id of the message that its thread began with. */
  root?: string;
  /** Of an answer: whether the channel shows it too. */
  inChannel?: true;
  poll?: PollQuestion;
  files?: FileManifest[];
  inference?: InferenceNote;
}

/** [A1] What an AI node says of how it came to an answer: so every inference is in a log that its author can't take back. */
export interface InferenceNote {
  model: string;
  promptTokens: number;
  answerTokens: number;
  /** How long it took. */
  ms: number;
  /** The ids of the messages that it used. */
  sources: string[];
}

/** Text of at most `limit` bytes of UTF-8. */
export const boundedText = (limit: number) =>
  z.string().refine((text) => text.length <= limit && utf8(text).length <= limit);

const id = fixedBytes(ID_BYTES);
const ascend = (ids: readonly Uint8Array[]): boolean =>
  ids.every((bytes, i) => i === 0 || idFromBytes(ids[i - 1] as Uint8Array) < idFromBytes(bytes));

export const mentionFields = {
  m: z.array(id).min(1).max(LIMITS.mentions).refine(ascend).optional(),
  e: z.enum(['here', 'channel']).optional(),
};

const pollShape = z.strictObject({
  multi: z.boolean(),
  o: z.array(boundedText(LIMITS.pollOptionBytes)).min(2).max(LIMITS.pollOptions),
});

const inferenceShape = z.strictObject({
  m: boundedText(LIMITS.modelNameBytes).min(1),
  p: z.int().min(0),
  a: z.int().min(0),
  t: z.int().min(0),
  s: z.array(id).max(LIMITS.inferenceSources).optional(),
});

export const extrasShape = z
  .strictObject({
    p: id.optional(),
    t: id.optional(),
    c: z.literal(true).optional(),
    q: pollShape.optional(),
    f: manifestsShape.optional(),
    i: inferenceShape.optional(),
    ...mentionFields,
  })
  .refine((extras) => Object.keys(extras).length > 0);

/** The map without what is undefined: CBOR holds no such thing. */
const defined = (map: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));

const idOrNone = (text: string | undefined): Uint8Array | undefined =>
  text === undefined ? undefined : idToBytes(text);

export const mentionsToWire = ({ accounts, everyone }: Mentions): Record<string, unknown> =>
  defined({
    m: accounts === undefined || accounts.length === 0 ? undefined : accounts.map(idToBytes),
    e: everyone,
  });

export const mentionsFromWire = ({
  m,
  e,
}: {
  m?: Uint8Array[] | undefined;
  e?: 'here' | 'channel' | undefined;
}): Mentions => ({
  ...(m === undefined ? {} : { accounts: m.map((bytes) => idFromBytes<AccountId>(bytes)) }),
  ...(e === undefined ? {} : { everyone: e }),
});

const noteToWire = ({ model, promptTokens, answerTokens, ms, sources }: InferenceNote) =>
  defined({
    m: model,
    p: promptTokens,
    a: answerTokens,
    t: ms,
    s: sources.length === 0 ? undefined : sources.map(idToBytes),
  });

const noteFromWire = ({ m, p, a, t, s = [] }: z.infer<typeof inferenceShape>): InferenceNote => ({
  model: m,
  promptTokens: p,
  answerTokens: a,
  ms: t,
  sources: s.map((source) => idFromBytes(source)),
});

/** The map that is sealed; empty where there is nothing beyond the text. */
export const extrasToWire = (extras: PostExtras): Record<string, unknown> => ({
  ...mentionsToWire(extras),
  ...defined({
    p: idOrNone(extras.parent),
    t: idOrNone(extras.root),
    c: extras.inChannel,
    q: extras.poll && { multi: extras.poll.multiple, o: extras.poll.options },
    f: extras.files?.map(manifestToWire),
    i: extras.inference && noteToWire(extras.inference),
  }),
});

export const extrasFromWire = (wire: z.infer<typeof extrasShape>): PostExtras => ({
  ...mentionsFromWire(wire),
  ...(wire.p === undefined ? {} : { parent: idFromBytes(wire.p) }),
  ...(wire.t === undefined ? {} : { root: idFromBytes(wire.t) }),
  ...(wire.c === undefined ? {} : { inChannel: true }),
  ...(wire.q === undefined ? {} : { poll: { options: wire.q.o, multiple: wire.q.multi } }),
  ...(wire.f === undefined ? {} : { files: wire.f.map(manifestFromWire) }),
  ...(wire.i === undefined ? {} : { inference: noteFromWire(wire.i) }),
});

/** Extras as a store keeps them beside the text; `undefined` where there are none. */
export const encodeExtras = (extras: PostExtras): Uint8Array | undefined => {
  const wire = extrasToWire(extras);
  return Object.keys(wire).length === 0 ? undefined : encodeCbor(wire);
};

/** Undoes `encodeExtras`. Throws ENTRY_MALFORMED. */
export const decodeExtras = (bytes: Uint8Array | undefined): PostExtras =>
  bytes === undefined
    ? {}
    : extrasFromWire(readCbor(extrasShape, bytes, LIMITS.bodyBytes, 'ENTRY_MALFORMED'));
