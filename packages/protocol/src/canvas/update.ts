/** Yjs updates (version 1 of their encoding) taken apart, so that each part fits into an entry. */
import * as Y from 'yjs';
import { concatBytes } from '../bytes.ts';
import { LIMITS } from '../limits.ts';

const varUint = (value: number): Uint8Array => {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
};

const encodeStruct = (struct: Y.Item | Y.GC | Y.Skip): Uint8Array => {
  const encoder = new Y.UpdateEncoderV1();
  struct.write(encoder, 0);
  // The encoder ends with its deletions, of which there are none: nothing is added to what was written.
  return encoder.toUint8Array();
};

/** UTF-16 units of one insertion: a longer one becomes several. */
const RUN = 16 * 1024;

/** A long insertion as several that follow each other, none split within a letter. */
const cutRun = (struct: Y.Item | Y.GC | Y.Skip): (Y.Item | Y.GC | Y.Skip)[] => {
  if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString) || struct.length <= RUN)
    return [struct];
  const { str } = struct.content;
  const { client, clock } = struct.id;
  const pieces: Y.Item[] = [];
  for (let from = 0; from < str.length; ) {
    let to = Math.min(from + RUN, str.length);
    if (to < str.length && /[\uD800-\uDBFF]/u.test(str.charAt(to - 1))) to--;
    const origin = from === 0 ? struct.origin : Y.createID(client, clock + from - 1);
    const content = new Y.ContentString(str.slice(from, to));
    const { rightOrigin, parent, parentSub } = struct;
    pieces.push(
      new Y.Item(
        Y.createID(client, clock + from),
        null,
        origin,
        null,
        rightOrigin,
        parent,
        parentSub,
        content,
      ),
    );
    from = to;
  }
  return pieces;
};

interface Deletion {
  client: number;
  clock: number;
  len: number;
}

const listDeletions = (ds: { clients: Map<number, { clock: number; len: number }[]> }): Deletion[] =>
  [...ds.clients].flatMap(([client, ranges]) => ranges.map(({ clock, len }) => ({ client, clock, len })));

const encodeDeletions = (deletions: readonly Deletion[]): Uint8Array => {
  const byClient = Map.groupBy(deletions, ({ client }) => client);
  return concatBytes(
    varUint(byClient.size),
    ...[...byClient].flatMap(([client, ranges]) => [
      varUint(client),
      varUint(ranges.length),
      ...ranges.flatMap(({ clock, len }) => [varUint(clock), varUint(len)]),
    ]),
  );
};

/** What of a range is not in `known`. */
const subtract = (deletion: Deletion, known: readonly { clock: number; len: number }[]): Deletion[] => {
  const rest: Deletion[] = [];
  let from = deletion.clock;
  const end = deletion.clock + deletion.len;
  for (const { clock, len } of known) {
    if (clock >= end) break;
    if (clock + len <= from) continue;
    if (clock > from) rest.push({ client: deletion.client, clock: from, len: clock - from });
    from = Math.max(from, clock + len);
  }
  if (from < end) rest.push({ client: deletion.client, clock: from, len: end - from });
  return rest;
};

const assemble = (client: number, clock: number, structs: readonly Uint8Array[]): Uint8Array =>
  concatBytes(varUint(1), varUint(structs.length), varUint(client), varUint(clock), ...structs, varUint(0));

export interface PartsOptions {
  /** Only structs of these clients; those of others are not ours to send. @default all */
  writers?: ReadonlySet<number>;
  /** Leaves out what this update has already. */
  known?: Uint8Array;
  /** @default LIMITS.canvasUpdateBytes, with room to spare */
  maxBytes?: number;
}

const PART_BYTES = LIMITS.canvasUpdateBytes - 64 * 1024;

/**
 * An update as several that are each at most about `maxBytes`, to be applied in order; none where there is nothing new in
 * it. Structs come first, a client's in order, then deletions.
 */
export const partsOfUpdate = (update: Uint8Array, options: PartsOptions = {}): Uint8Array[] => {
  const { writers, known, maxBytes = PART_BYTES } = options;
  const had = known === undefined ? undefined : Y.decodeUpdate(known);
  const hadClock =
    known === undefined
      ? new Map<number, number>()
      : Y.decodeStateVector(Y.encodeStateVectorFromUpdate(known));
  const news = known === undefined ? update : Y.diffUpdate(update, Y.encodeStateVectorFromUpdate(known));
  const { structs, ds } = Y.decodeUpdate(news);
  const parts: Uint8Array[] = [];
  for (const [client, own] of Map.groupBy(structs, ({ id }) => id.client)) {
    if (writers !== undefined && !writers.has(client)) continue;
    let batch: Uint8Array[] = [];
    let bytes = 0;
    let start = own[0]?.id.clock ?? 0;
    if (start < (hadClock.get(client) ?? 0)) continue;
    for (const struct of own.flatMap(cutRun)) {
      const encoded = encodeStruct(struct);
      if (batch.length > 0 && bytes + encoded.length > maxBytes) {
        parts.push(assemble(client, start, batch));
        [batch, bytes, start] = [[], 0, struct.id.clock];
      }
      batch.push(encoded);
      bytes += encoded.length;
    }
    if (batch.length > 0) parts.push(assemble(client, start, batch));
  }
  const deletions = listDeletions(ds).flatMap((deletion) =>
    subtract(deletion, had?.ds.clients.get(deletion.client) ?? []),
  );
  // A range takes at most 15 bytes with its share of the client's.
  const perPart = Math.max(1, Math.floor(maxBytes / 16));
  for (let from = 0; from < deletions.length; from += perPart)
    parts.push(concatBytes(varUint(0), encodeDeletions(deletions.slice(from, from + perPart))));
  // What fits into one travels as one.
  const whole = parts.reduce((sum, part) => sum + part.length, 0);
  return parts.length > 1 && whole <= maxBytes ? [Y.mergeUpdates(parts)] : parts;
};
