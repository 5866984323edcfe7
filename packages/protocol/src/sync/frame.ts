/**
 * The frames of `/plexi/sync/1`. Each is: kind 1 | space id 32 | payload. A channel between two devices carries the
 * sessions of all the spaces that they share.
 */
import { z } from 'zod';
import { concatBytes } from '../bytes.ts';
import { decodeCbor, encodeCbor } from '../cbor.ts';
import { type RawEntry, SIGNATURE_BYTES } from '../entry/entry.ts';
import type { LogHead, LogRef } from '../entry/log.ts';
import { plexiError } from '../errors.ts';
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
import type { RegisterHead } from '../register.ts';
import { decodeEntries, encodeEntries } from './entries-frame.ts';
import { registerHeadsFromWire, registerHeadsShape, registerHeadsToWire } from './register-heads.ts';

export const SYNC_PROTOCOL = '/plexi/sync/1';

export type SyncFrame =
  /** Opens a session: what I have, as a digest [N2], and how an invited person shows that they are one. */
  | { kind: 'hello'; digest: Uint8Array; invite: Uint8Array | undefined }
  /** All that I have; `last` with the last part. */
  | { kind: 'frontier'; heads: LogHead[]; last: boolean }
  | { kind: 'entries'; log: LogRef; entries: RawEntry[] }
  /** So many bytes of entries were taken in: as many more may come. */
  | { kind: 'credit'; bytes: number }
  | { kind: 'receipts'; receipts: Uint8Array[] }
  /** So many receipts were taken in. */
  | { kind: 'receipted'; count: number }
  /** Send this log again from here: something before what came is missing. */
  | { kind: 'want'; log: LogRef; from: number }
  /** Somebody with an invite asks to be let in. */
  | { kind: 'join'; request: Uint8Array }
  /** What do you have, signed? */
  | { kind: 'ask-digest' }
  | { kind: 'digest'; digest: Uint8Array; signature: Uint8Array }
  /** This session is over, for a reason of the error table. */
  | { kind: 'refused'; code: string }
  /** Shows an invite in a session that began without it. */
  | { kind: 'invite'; proof: Uint8Array }
  /** Where a member's device can be reached, sealed to members. */
  | { kind: 'address'; device: DeviceId; sealed: Uint8Array }
  /** [C4] What I have of registers that you may have, as a digest; where it differs, both name theirs. */
  | { kind: 'registers'; digest: Uint8Array }
  | { kind: 'register-heads'; heads: RegisterHead[]; last: boolean }
  | { kind: 'register'; register: Uint8Array }
  /** A passing word, never stored. */
  | { kind: 'ephemeral'; word: Uint8Array }
  /** [L4] Send these entries with their bodies: they came without, and nothing says why. */
  | { kind: 'want-bodies'; log: LogRef; sequences: number[] };

const KINDS = [
  'hello',
  'frontier',
  'entries',
  'credit',
  'receipts',
  'receipted',
  'want',
  'join',
  'ask-digest',
  'digest',
  'refused',
  'address',
  'invite',
  'registers',
  'register-heads',
  'register',
  'ephemeral',
  'want-bodies',
] as const satisfies readonly SyncFrame['kind'][];

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

const helloShape = z.tuple([id, bytesShape(1, INVITE_BYTES).nullable()]);
const frontierShape = z.tuple([
  z.boolean(),
  z.array(z.tuple([logShape, sequence, id])).max(LIMITS.frontierLogs),
]);
const countShape = z
  .number()
  .int()
  .min(1)
  .max(2 ** 32);
const wantShape = z.tuple([logShape, sequence]);
const wantBodiesShape = z.tuple([logShape, z.array(sequence).min(1).max(LIMITS.bodiesWanted)]);
const digestShape = z.tuple([id, bytesShape(SIGNATURE_BYTES, SIGNATURE_BYTES)]);
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
      return encodeCbor([frame.digest, frame.invite ?? null]);
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
      return concatBytes(...frame.receipts);
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
  }
};

const parsePayload = (kind: SyncFrame['kind'], payload: Uint8Array): SyncFrame => {
  const read = <Shape extends z.ZodType>(shape: Shape): z.infer<Shape> =>
    shape.parse(decodeCbor(payload, LIMITS.frameBytes));
  switch (kind) {
    case 'hello': {
      const [digest, invite] = read(helloShape);
      return { kind, digest, invite: invite ?? undefined };
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
    case 'receipts': {
      if (payload.length === 0 || payload.length % RECEIPT_BYTES !== 0)
        throw plexiError('FRAME_INVALID', { detail: kind });
      const count = payload.length / RECEIPT_BYTES;
      if (count > LIMITS.receiptsPerFrame) throw plexiError('FRAME_INVALID', { detail: 'too many receipts' });
      return {
        kind,
        receipts: Array.from({ length: count }, (_, i) =>
          payload.subarray(i * RECEIPT_BYTES, (i + 1) * RECEIPT_BYTES),
        ),
      };
    }
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
