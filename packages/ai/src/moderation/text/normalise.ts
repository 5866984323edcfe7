/**
 * A text as its reader sees it: compatibility forms made plain (NFKC), small letters, nothing invisible, no heaps of marks,
 * single spaces. Keeps where each unit came from, so that words can be quoted as they were written.
 */

import { LIMITS } from '@plexi/protocol';

export interface NormalText {
  readonly text: string;
  /** For each UTF-16 unit of `text`: where in the original what it came from begins, and ends. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]|(?!\s)\p{Cc}/u;
/** What may join with what stands before it when composed: marks, vowels and finals of Hangul, halfwidth voice marks. */
const CONTINUES = /[\p{M}\u1160-\u11ff\ud7b0-\ud7ff\uff9e\uff9f\u{16d63}-\u{16d6a}]/u;
const MARK = /\p{M}/u;
/** Single jamo are written by themselves as abbreviations: composed they would be something else. */
const SINGLE_JAMO = /[\u3131-\u318e\uffa1-\uffdc]/u;
const SPACE = /\s/u;
const LONE_SURROGATE = /\p{Surrogate}/u;
const PLAIN_ASCII = /^[\n\r\t\u0020-\u007e]*$/u;
/** Marks on one letter: no language puts more, and heaps of them only hide it. */
const MARKS = 4;
const REMEMBERED = 8192;
const SPACE_CODE = 32;

const settle = (cluster: string): string => {
  if (SINGLE_JAMO.test(cluster)) return cluster;
  let settled = cluster;
  for (;;) {
    const next = settled.normalize('NFKC').toLowerCase().normalize('NFKC');
    if (next === settled) return settled;
    settled = next;
  }
};

const plainOf = (cluster: string): string => {
  const settled = Array.from(settle(cluster))
    .filter((sign) => !INVISIBLE.test(sign))
    .join('');
  // A mark of its own stands on a space: only the space is seen.
  return SPACE.test(settled.charAt(0)) ? ' ' : settled;
};

const remembered = new Map<string, string>();
const plainForm = (cluster: string): string => {
  const known = remembered.get(cluster);
  if (known !== undefined) return known;
  const plain = plainOf(cluster);
  if (remembered.size < REMEMBERED) remembered.set(cluster, plain);
  return plain;
};

const DECODER = new TextDecoder('utf-16le', { ignoreBOM: true });

/** Collects units with their places; spaces that follow one another become one. */
const createWriter = (length: number) => {
  let codes = new Uint16Array(length + 16);
  let starts = new Uint32Array(length + 16);
  let ends = new Uint32Array(length + 16);
  let count = 0;
  const grow = (): void => {
    const wider = <Kind extends Uint16Array | Uint32Array>(old: Kind, fresh: Kind): Kind => {
      fresh.set(old);
      return fresh;
    };
    codes = wider(codes, new Uint16Array(codes.length * 2));
    starts = wider(starts, new Uint32Array(starts.length * 2));
    ends = wider(ends, new Uint32Array(ends.length * 2));
  };
  return {
    put: (code: number, start: number, end: number): void => {
      if (code === SPACE_CODE && (count === 0 || codes[count - 1] === SPACE_CODE)) {
        if (count > 0) ends[count - 1] = end;
        return;
      }
      // A single sign can stand for eighteen: what is more than a message may have is left out.
      if (count >= LIMITS.messageBytes) return;
      if (count === codes.length) grow();
      codes[count] = code;
      starts[count] = start;
      ends[count] = end;
      count += 1;
    },
    end: (): NormalText => {
      if (count > 0 && codes[count - 1] === SPACE_CODE) count -= 1;
      return {
        text: DECODER.decode(codes.subarray(0, count)),
        starts: starts.subarray(0, count),
        ends: ends.subarray(0, count),
      };
    },
  };
};

/** Nothing but ASCII: most messages, many times faster. */
const normaliseAscii = (original: string): NormalText => {
  const lower = original.toLowerCase();
  const writer = createWriter(lower.length);
  for (let i = 0; i < lower.length; i++) {
    const code = lower.charCodeAt(i);
    writer.put(code < SPACE_CODE ? SPACE_CODE : code, i, i + 1);
  }
  return writer.end();
};

export const normalise = (original: string): NormalText => {
  if (PLAIN_ASCII.test(original)) return normaliseAscii(original);
  const writer = createWriter(original.length);
  let cluster = '';
  let start = 0;
  let end = 0;
  let marks = 0;
  const flush = (): void => {
    if (cluster === '') return;
    const plain = plainForm(cluster);
    for (let i = 0; i < plain.length; i++) writer.put(plain.charCodeAt(i), start, end);
    cluster = '';
  };
  let at = 0;
  for (const sign of original) {
    const from = at;
    at += sign.length;
    if (INVISIBLE.test(sign)) continue;
    if (CONTINUES.test(sign)) {
      if (cluster === '') continue;
      end = at;
      if (MARK.test(sign)) marks += 1;
      if (marks <= MARKS) cluster += sign;
      continue;
    }
    flush();
    cluster = LONE_SURROGATE.test(sign) ? '\ufffd' : sign;
    start = from;
    end = at;
    marks = 0;
  }
  flush();
  return writer.end();
};

/** What stands in `original` where its normal form has the units `from` to before `to`. */
export const quoteFrom = (original: string, { starts, ends }: NormalText, from: number, to: number): string =>
  original.slice(starts[from] ?? 0, ends[to - 1] ?? 0);
