/** Changes to an input: of bits and bytes, of blocks, towards what the code compared it with, with another's parts. */
import type { Compared } from './coverage.ts';
import type { Random } from './random.ts';

/** The longest input: what a decoder must get over within the bounds of `measure.ts`. */
export const INPUT_BYTES = 64 * 1024;

const EDGE_BYTES = [
  0, 1, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x20, 0x40, 0x60, 0x7f, 0x80, 0xa0, 0xbf, 0xf6, 0xfe, 0xff,
];
const TEXT = '{}[]()<>"\'`*_~#|\\/:;,.!?@&=+-0123456789 \n\r\t\u00e9\u0301\u200d\u202e\ufeff';
const encoder = new TextEncoder();

const spliced = (bytes: Uint8Array, from: number, to: number, part: Uint8Array): Uint8Array => {
  const result = new Uint8Array(bytes.length - (to - from) + part.length);
  result.set(bytes.subarray(0, from));
  result.set(part, from);
  result.set(bytes.subarray(to), from + part.length);
  return result;
};

const numberForms = (value: number): Uint8Array[] => {
  const forms: Uint8Array[] = [encoder.encode(String(value))];
  for (const width of [1, 2, 4, 8]) {
    if (value < 0 || value >= 2 ** (width * 8)) continue;
    const big = new Uint8Array(width);
    for (let i = width - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) big[i] = rest % 256;
    forms.push(big, big.toReversed());
  }
  return forms;
};

const formsOf = (value: number | string): Uint8Array[] =>
  typeof value === 'number' ? numberForms(value) : [encoder.encode(value.slice(0, 256))];

const placeOf = (bytes: Uint8Array, part: Uint8Array, from: number): number =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(part, from);

export interface Material {
  random: Random;
  /** Inputs to take parts from. */
  others: readonly Uint8Array[];
  compared: readonly Compared[];
}

type Mutator = (bytes: Uint8Array, material: Material) => Uint8Array;

const block = (bytes: Uint8Array, random: Random): [from: number, to: number] => {
  const from = random.below(bytes.length);
  const most = random.below(4) === 0 ? bytes.length - from : 16;
  return [from, Math.min(bytes.length, from + 1 + random.below(most))];
};

const MUTATORS: readonly Mutator[] = [
  (bytes, { random }) => {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    return bytes;
  },
  (bytes, { random }) => {
    bytes[random.below(bytes.length)] = random.below(256);
    return bytes;
  },
  (bytes, { random }) => {
    bytes[random.below(bytes.length)] = EDGE_BYTES[random.below(EDGE_BYTES.length)] as number;
    return bytes;
  },
  (bytes, { random }) => {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) + 1 + random.below(8) - 4;
    return bytes;
  },
  (bytes, { random }) => spliced(bytes, ...block(bytes, random), new Uint8Array()),
  (bytes, { random }) => {
    const at = random.below(bytes.length + 1);
    const part = Uint8Array.from({ length: 1 + random.below(8) }, () => random.below(256));
    return spliced(bytes, at, at, part);
  },
  (bytes, { random }) => {
    const at = random.below(bytes.length + 1);
    const from = random.below(TEXT.length);
    return spliced(bytes, at, at, encoder.encode(TEXT.slice(from, from + 1 + random.below(2))));
  },
  (bytes, { random }) => {
    const [from, to] = block(bytes, random);
    const at = random.below(bytes.length + 1);
    return spliced(bytes, at, at, bytes.slice(from, to));
  },
  (bytes, { random }) => {
    const [from, to] = block(bytes, random);
    const times = 1 << random.below(17);
    const most = Math.floor((INPUT_BYTES - bytes.length) / (to - from));
    const part = bytes.slice(from, to);
    const repeated = new Uint8Array(part.length * Math.max(0, Math.min(times, most)));
    for (let i = 0; i < repeated.length; i += part.length) repeated.set(part, i);
    return spliced(bytes, from, from, repeated);
  },
  (bytes, { random, others }) => {
    const other = others[random.below(others.length)] ?? bytes;
    const [from, to] = block(other, random);
    const at = random.below(bytes.length + 1);
    const until = Math.min(bytes.length, random.below(2) === 0 ? at : at + to - from);
    return spliced(bytes, at, until, other.slice(from, to));
  },
  (bytes, { random, compared }) => {
    const pair = compared[random.below(compared.length)];
    if (pair === undefined) return bytes;
    const [seen, wanted] = random.below(4) === 0 ? [pair[1], pair[0]] : pair;
    const [old, fresh] = [formsOf(seen), formsOf(wanted)];
    const form = random.below(Math.min(old.length, fresh.length));
    const [from, to] = [old[form] ?? new Uint8Array(), fresh[form] ?? new Uint8Array()];
    const first = from.length === 0 ? -1 : placeOf(bytes, from, random.below(bytes.length));
    const at = first < 0 ? placeOf(bytes, from, 0) : first;
    if (at >= 0 && from.length > 0) return spliced(bytes, at, at + from.length, to);
    const anywhere = random.below(bytes.length + 1);
    return spliced(bytes, anywhere, anywhere, to);
  },
];

/** Another input, made of `bytes` by one to eight changes. */
export const mutate = (bytes: Uint8Array, material: Material): Uint8Array => {
  let changed: Uint8Array = bytes.slice();
  for (let left = 1 + material.random.below(1 << material.random.below(4)); left > 0; left--) {
    if (changed.length === 0) changed = new Uint8Array(1);
    const change = MUTATORS[material.random.below(MUTATORS.length)] as Mutator;
    changed = change(changed, material);
  }
  return changed.length > INPUT_BYTES ? changed.slice(0, INPUT_BYTES) : changed;
};
