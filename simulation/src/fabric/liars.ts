/** Relays and peers that lie: what comes of a frame that one of them is to pass on. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import {
  decodeFrame,
  decodeHeader,
  type EntryId,
  encodeFrame,
  encodeHeader,
  idFromBytes,
  type RawEntry,
  writeEntry,
} from '@plexi/protocol';
import { note } from '../machine/machine.ts';
import type { Random } from '../machine/random.ts';
import { denialOf } from './denials.ts';

/** How somebody lies: keeps entries back, spoils them, makes some up in others' names, or says again what it said before. */
export type Lie = 'withhold' | 'spoil' | 'forge' | 'repeat';
export const LIES: readonly Lie[] = ['withhold', 'spoil', 'forge', 'repeat'];

/** An answer to each, said again in turn, would be a flood that the liar itself drowns in: that is no matter of replication. */
const MOST_REPEATS = 100;

export interface Liar {
  node: string;
  lie: Lie;
  /** The share of what it sends that is a lie. */
  share: number;
}

const flipped = (bytes: Uint8Array, random: Random): Uint8Array => {
  const copy = bytes.slice();
  if (copy.length > 0) copy[random.below(copy.length)] = random.below(256);
  return copy;
};

const spoiled = (entry: RawEntry, random: Random): RawEntry => {
  switch (random.below(3)) {
    case 0:
      return { ...entry, header: flipped(entry.header, random) };
    case 1:
      return { ...entry, signature: flipped(entry.signature, random) };
    default:
      return entry.body === undefined ? entry : { ...entry, body: flipped(entry.body, random) };
  }
};

/** One more entry behind the last, as if its author had written it: all is right but the signature, which is the liar's own or noise. */
const forged = (last: RawEntry, random: Random, secretKey: Uint8Array | undefined): RawEntry => {
  const header = decodeHeader(last.header);
  const next = {
    ...header,
    sequence: header.sequence + 1,
    previous: idFromBytes<EntryId>(primitives.sha256(last.header)),
  };
  if (secretKey !== undefined && last.body !== undefined && random.chance(0.5)) {
    const { header: bytes, signature, body } = writeEntry(primitives, next, last.body, secretKey);
    return { header: bytes, signature, body };
  }
  return {
    ...last,
    header: encodeHeader(next),
    signature: random.bytes(new Uint8Array(last.signature.length)),
  };
};

const lieAbout = (
  entries: readonly RawEntry[],
  lie: Lie,
  random: Random,
  secretKey: Uint8Array | undefined,
): readonly RawEntry[] => {
  const last = entries.at(-1);
  if (last === undefined || lie === 'withhold') return [];
  if (lie === 'forge') return [...entries, forged(last, random, secretKey)];
  const which = random.below(entries.length);
  return entries.map((entry, i) => (i === which ? spoiled(entry, random) : entry));
};

/** What a liar sends instead of a frame; it keeps a little of what it sent, to say it again. */
export const tamperWith = (
  liars: readonly Liar[],
  random: Random,
  keyOf: (node: string) => Uint8Array | undefined,
  faithless: Set<string>,
) => {
  const said = new Map<string, Uint8Array[]>();
  let repeats = 0;
  return (from: string, to: string, bytes: Uint8Array): Uint8Array[] => {
    const liar = liars.find(({ node }) => node === from);
    if (liar === undefined || !random.chance(liar.share)) return [bytes];
    const before = said.get(from + to) ?? [];
    said.set(from + to, [...before, bytes].slice(-20));
    if (liar.lie === 'repeat') {
      if (before.length === 0 || ++repeats > MOST_REPEATS) return [bytes];
      return [bytes, random.pick(before)];
    }
    const { space, frame } = decodeFrame(bytes);
    const denial = liar.lie === 'withhold' ? denialOf(from, frame) : undefined;
    if (denial !== undefined) {
      faithless.add(from);
      note(from, 'denies', to);
      return [encodeFrame(space, denial)];
    }
    if (frame.kind !== 'entries') return [bytes];
    note(from, 'lies', liar.lie, to);
    const entries = lieAbout(frame.entries, liar.lie, random, keyOf(from));
    return entries.length === 0 ? [] : [encodeFrame(space, { ...frame, entries: [...entries] })];
  };
};
