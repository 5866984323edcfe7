/**
 * The frames of `/plexi/sync/2`. Each is: kind 1 | space id 32 | payload. A channel between two devices carries the
 * sessions of all the spaces that they share.
 */
import { z } from 'zod';
import { concatBytes } from '../bytes.ts';
import { decodeCbor, encodeCbor } from '../cbor.ts';
import { SIGNATURE_BYTES } from '../entry/entry.ts';
import type { LogRef } from '../entry/log.ts';
import { plexiError } from '../errors.ts';
import { HOLDING_BYTES } from '../holding.ts';
import {
  type ChannelId,
  type DeviceId,
  type EntryId,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  type SpaceId,
} from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { RECEIPT_BYTES } from '../receipt.ts';
import { decodeEntries, encodeEntries } from './entries-frame.ts';
import { decodePage, decodePageAsk, encodePage, encodePageAsk } from './page-frame.ts';
import { registerHeadsFromWire, registerHeadsShape, registerHeadsToWire } from './register-heads.ts';
import { splitWords } from './signed-words.ts';
import { decodeSketch, encodeSketch, MARK_BYTES } from './sketch.ts';
import { KINDS, type SyncFrame } from './sync-frame.ts';

const bytesShape = (min: number, max: number) =>
  z.instanceof(Uint8Array).refine((bytes) => bytes.length >= min && bytes.length <= max);
const id = bytesShape(ID_BYTES, ID_BYTES);
const logShape = z.tuple([id, id, z.number().int().min(0).max(0xffff)]);
const sequence = z
  .number()
  .int()
  .min(0)
  .max(2 ** 48 - 1);

/** The longest proof of an invite. */
const INVITE_BYTES = 512;
/** What a register and a passing word have around their sealed bodies, at most. */
const REGISTER_HEAD_BYTES = 1 + ID_BYTES + 1 + LIMITS.registerSlotBytes + 8 + SIGNATURE_BYTES;
const EPHEMERAL_HEAD_BYTES = 1 + ID_BYTES + 6 + SIGNATURE_BYTES;

const helloShape = z.tuple([id, bytesShape(1, INVITE_BYTES).nullable(), z.instanceof(Uint8Array).optional()]);
const frontierShape = z.tuple([
  z.boolean(),
  z.array(z.tuple([logShape, sequence, id])).max(LIMITS.frontierLogs),
]);
const mark = bytesShape(MARK_BYTES, MARK_BYTES);
const differencesShape = z.tuple([
  z.array(z.tuple([z.union([logShape, z.number().int().min(0)]), sequence, id])).max(LIMITS.sketchMarks),
  z.array(mark).max(LIMITS.sketchMarks),
]);
const countShape = z
  .number()
  .int()
  .min(1)
  .max(2 ** 32);
const wantShape = z.tuple([logShape, sequence]);
const endsShape = z.array(wantShape).min(1).max(LIMITS.fetchRanges);
const wantBodiesShape = z.tuple([logShape, z.array(sequence).min(1).max(LIMITS.bodiesWanted)]);
const digestShape = z.tuple([id, bytesShape(SIGNATURE_BYTES, SIGNATURE_BYTES)]);
const fetchShape = z
  .array(
    z
      .tuple([logShape, sequence.min(1), sequence.min(1)])
      .refine(([, from, to]) => from <= to && to - from < LIMITS.fetchEntries),
  )
  .min(1)
  .max(LIMITS.fetchRanges);
const refusedShape = z.string().max(64);
const addressShape = z.tuple([id, bytesShape(1, 4096)]);

const logToWire = (log: LogRef): unknown => [idToBytes(log.channel), idToBytes(log.device), log.generation];
const logFromWire = ([channel, device, generation]: z.infer<typeof logShape>): LogRef => ({
  channel: idFromBytes<ChannelId>(channel),
  device: idFromBytes<DeviceId>(device),
  generation,
});

const payloadOf = (frame: SyncFrame): Uint8Array => {
  switch (frame.kind) {
    case 'hello':
      return encodeCbor([
        frame.digest,
        frame.invite ?? null,
        ...(frame.sketch === undefined ? [] : [encodeSketch(frame.sketch)]),
      ]);
    case 'frontier':
      return encodeCbor([
        frame.last,
        frame.heads.map((head) => [logToWire(head.log), head.sequence, idToBytes(head.id)]),
      ]);
    case 'entries':
      return encodeEntries(frame.log, frame.entries);
    case 'credit':
      return encodeCbor(frame.bytes);
    case 'receipts':
    case 'ask-holding':
      return concatBytes(...frame.receipts);
    case 'holding':
      return concatBytes(...frame.holdings);
    case 'receipted':
      return encodeCbor(frame.count);
    case 'want':
      return encodeCbor([logToWire(frame.log), frame.from]);
    case 'join':
      return frame.request;
    case 'ask-digest':
      return new Uint8Array();
    case 'digest':
      return encodeCbor([frame.digest, frame.signature]);
    case 'refused':
      return encodeCbor(frame.code);
    case 'invite':
      return frame.proof;
    case 'address':
      return encodeCbor([idToBytes(frame.device), frame.sealed]);
    case 'registers':
      return encodeCbor(frame.digest);
    case 'register-heads':
      return encodeCbor(registerHeadsToWire(frame.heads, frame.last));
    case 'register':
      return frame.register;
    case 'ephemeral':
      return frame.word;
    case 'want-bodies':
      return encodeCbor([logToWire(frame.log), frame.sequences]);
    case 'sketch':
      return encodeSketch(frame.sketch);
    case 'fetch':
      return encodeCbor(frame.ranges.map(({ log, from, to }) => [logToWire(log), from, to]));
    case 'ends':
      return encodeCbor(frame.ends.map(({ log, sequence: end }) => [logToWire(log), end]));
    case 'flow':
      return encodeCbor(frame.push);
    case 'differences':
      return encodeCbor([
        frame.heads.map(({ log, sequence: end, id: entry }) => [
          typeof log === 'number' ? log : logToWire(log),
          end,
          idToBytes(entry),
        ]),
        frame.marks,
      ]);
    case 'ask-page':
      return encodePageAsk(frame);
    case 'page':
      return encodePage(frame);
  }
};

const parsePayload = (kind: SyncFrame['kind'], payload: Uint8Array): SyncFrame => {
  const read = <Shape extends z.ZodType>(shape: Shape): z.infer<Shape> =>
    shape.parse(decodeCbor(payload, LIMITS.frameBytes));
  switch (kind) {
    case 'hello': {
      const [digest, invite, sketch] = read(helloShape);
      return { kind, digest, invite: invite ?? undefined, sketch: sketch && decodeSketch(sketch) };
    }
    case 'frontier': {
      const [last, heads] = read(frontierShape);
      return {
        kind,
        last,
        heads: heads.map(([log, end, entry]) => ({
          log: logFromWire(log),
          sequence: end,
          id: idFromBytes<EntryId>(entry),
        })),
      };
    }
    case 'entries':
      return decodeEntries(payload);
    case 'credit':
      return { kind, bytes: read(countShape) };
    case 'receipts':
      return { kind, receipts: splitWords(kind, payload, RECEIPT_BYTES, LIMITS.receiptsPerFrame) };
    case 'ask-holding':
      return { kind, receipts: splitWords(kind, payload, RECEIPT_BYTES, LIMITS.holdingsPerFrame) };
    case 'holding':
      return { kind, holdings: splitWords(kind, payload, HOLDING_BYTES, LIMITS.holdingsPerFrame) };
    case 'receipted':
      return { kind, count: read(countShape) };
    case 'want': {
      const [log, from] = read(wantShape);
      return { kind, log: logFromWire(log), from };
    }
    case 'join':
      if (payload.length > LIMITS.joinRequestBytes) throw plexiError('FRAME_OVERSIZED', { detail: kind });
      return { kind, request: payload };
    case 'ask-digest':
      if (payload.length > 0) throw plexiError('FRAME_INVALID', { detail: kind });
      return { kind };
    case 'digest': {
      const [digest, signature] = read(digestShape);
      return { kind, digest, signature };
    }
    case 'refused':
      return { kind, code: read(refusedShape) };
    case 'invite':
      if (payload.length > INVITE_BYTES) throw plexiError('FRAME_OVERSIZED', { detail: kind });
      return { kind, proof: payload };
    case 'address': {
      const [device, sealed] = read(addressShape);
      return { kind, device: idFromBytes<DeviceId>(device), sealed };
    }
    case 'registers':
      return { kind, digest: read(id) };
    case 'register-heads':
      return { kind, ...registerHeadsFromWire(read(registerHeadsShape)) };
    case 'register':
      if (payload.length > LIMITS.registerBytes + REGISTER_HEAD_BYTES)
        throw plexiError('FRAME_OVERSIZED', { detail: kind });
      return { kind, register: payload };
    case 'ephemeral':
      if (payload.length > LIMITS.ephemeralBytes + EPHEMERAL_HEAD_BYTES)
        throw plexiError('FRAME_OVERSIZED', { detail: kind });
      return { kind, word: payload };
    case 'want-bodies': {
      const [log, sequences] = read(wantBodiesShape);
      return { kind, log: logFromWire(log), sequences };
    }
    case 'sketch':
      return { kind, sketch: decodeSketch(payload) };
    case 'fetch':
      return {
        kind,
        ranges: read(fetchShape).map(([log, from, to]) => ({ log: logFromWire(log), from, to })),
      };
    case 'ends':
      return {
        kind,
        ends: read(endsShape).map(([log, end]) => ({ log: logFromWire(log), sequence: end })),
      };
    case 'flow':
      return { kind, push: read(z.boolean()) };
    case 'differences': {
      const [heads, marks] = read(differencesShape);
      return {
        kind,
        heads: heads.map(([log, end, entry]) => ({
          log: typeof log === 'number' ? log : logFromWire(log),
          sequence: end,
          id: idFromBytes<EntryId>(entry),
        })),
        marks,
      };
    }
    case 'ask-page':
      return decodePageAsk(payload);
    case 'page':
      return decodePage(payload);
  }
};

/** A frame's bytes. */
export const encodeFrame = (space: SpaceId, frame: SyncFrame): Uint8Array =>
  concatBytes(new Uint8Array([KINDS.indexOf(frame.kind)]), idToBytes(space), payloadOf(frame));

/** Parses a frame from a peer. Throws FRAME_INVALID or FRAME_OVERSIZED. */
export const decodeFrame = (bytes: Uint8Array): { space: SpaceId; frame: SyncFrame } => {
  const kind = KINDS[bytes[0] ?? -1];
  if (kind === undefined || bytes.length < 1 + ID_BYTES)
    throw plexiError('FRAME_INVALID', { detail: 'kind' });
  if (bytes.length > LIMITS.frameBytes) throw plexiError('FRAME_OVERSIZED', { detail: kind });
  try {
    return {
      space: idFromBytes<SpaceId>(bytes.subarray(1, 1 + ID_BYTES)),
      frame: parsePayload(kind, bytes.subarray(1 + ID_BYTES)),
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw error;
    throw plexiError('FRAME_INVALID', { cause: error, detail: kind });
  }
};
