/**
 * Evidence [A4]: entries as their devices signed them, each with the key that opens just that entry, so that somebody who cannot
 * read the channel can check that the reported words were written, by whom and in what order.
 *
 *   { version, space, channel, devices: [[device 32, certificate], …], runs: [run, …] }
 *   run: { by, generation, signature, entries: [[header] or [header, body, key], …] }
 *
 * A run is a stretch of one log: `by` is its device's place in the list, each header names the hash of the one before, and the
 * signature is the last header's, which vouches for all of them [L3]. An entry that is only there as a link has no body and no key.
 */
import { z } from 'zod';
import { readCbor, writeCbor } from '../cbor.ts';
import { SIGNATURE_BYTES } from '../entry/entry.ts';
import { decodeHeader, type Header } from '../entry/header.ts';
import { plexiError } from '../errors.ts';
import { boundedBytes, fixedBytes, idField } from '../fields.ts';
import type { ChannelId, DeviceId, SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';

const KEY_BYTES = 32;
const MOST_GENERATIONS = 0xffff;

const entryShape = z.union([
  z.tuple([boundedBytes(LIMITS.headerBytes)]),
  z.tuple([boundedBytes(LIMITS.headerBytes), boundedBytes(LIMITS.evidenceBytes), fixedBytes(KEY_BYTES)]),
]);

const runShape = z.strictObject({
  by: z
    .int()
    .min(0)
    .max(LIMITS.evidenceRuns - 1),
  generation: z.int().min(0).max(MOST_GENERATIONS),
  signature: fixedBytes(SIGNATURE_BYTES),
  entries: z.array(entryShape).min(1).max(LIMITS.evidenceEntries),
});

const evidenceShape = z.strictObject({
  version: z.literal(1),
  space: idField<SpaceId>(),
  channel: idField<ChannelId>(),
  devices: z
    .array(z.tuple([idField<DeviceId>(), boundedBytes(LIMITS.certificateBytes)]))
    .min(1)
    .max(LIMITS.evidenceRuns),
  runs: z.array(runShape).min(1).max(LIMITS.evidenceRuns),
});

/** One entry of a run; without `opening` it is there as a link only. */
export interface EvidenceEntry {
  header: Uint8Array;
  parsed: Header;
  opening: { body: Uint8Array; key: Uint8Array } | undefined;
}

/** A stretch of one log: the signature is that of its last header. */
export interface EvidenceRun {
  device: DeviceId;
  /** The device's certificate, unchecked. */
  certificate: Uint8Array;
  generation: number;
  signature: Uint8Array;
  entries: EvidenceEntry[];
}

/** What a report carries, parsed and nothing else: whether it holds is `verifyEvidence`'s question. */
export interface Evidence {
  space: SpaceId;
  channel: ChannelId;
  runs: EvidenceRun[];
}

const countEntries = (runs: readonly { entries: readonly unknown[] }[]): number =>
  runs.reduce((sum, { entries }) => sum + entries.length, 0);

/** The bytes that a report carries. Throws TOO_LARGE. */
export const encodeEvidence = ({ space, channel, runs }: Evidence): Uint8Array => {
  if (runs.length > LIMITS.evidenceRuns || countEntries(runs) > LIMITS.evidenceEntries)
    throw plexiError('TOO_LARGE', { detail: 'evidence' });
  const devices = new Map(runs.map(({ device, certificate }) => [device, certificate]));
  const places = [...devices.keys()];
  const bytes = writeCbor(evidenceShape, {
    version: 1,
    space,
    channel,
    devices: [...devices],
    runs: runs.map(({ device, generation, signature, entries }) => ({
      by: places.indexOf(device),
      generation,
      signature,
      entries: entries.map(
        ({ header, opening }): z.output<typeof entryShape> =>
          opening === undefined ? [header] : [header, opening.body, opening.key],
      ),
    })),
  });
  if (bytes.length > LIMITS.evidenceBytes) throw plexiError('TOO_LARGE', { detail: 'evidence' });
  return bytes;
};

/** Parses evidence. Throws ENTRY_MALFORMED, ENTRY_OVERSIZED. */
export const decodeEvidence = (bytes: Uint8Array): Evidence => {
  const { space, channel, devices, runs } = readCbor(
    evidenceShape,
    bytes,
    LIMITS.evidenceBytes,
    'ENTRY_MALFORMED',
  );
  if (countEntries(runs) > LIMITS.evidenceEntries)
    throw plexiError('ENTRY_OVERSIZED', { detail: 'evidence' });
  return {
    space,
    channel,
    runs: runs.map(({ by, generation, signature, entries }) => {
      const [device, certificate] = devices[by] ?? [];
      if (device === undefined || certificate === undefined)
        throw plexiError('ENTRY_MALFORMED', { detail: 'evidence of no device' });
      return {
        device,
        certificate,
        generation,
        signature,
        entries: entries.map(([header, body, key]) => ({
          header,
          parsed: decodeHeader(header),
          opening: body === undefined || key === undefined ? undefined : { body, key },
        })),
      };
    }),
  };
};
