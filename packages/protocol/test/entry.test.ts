import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeHeader,
  type EntryId,
  type EpochId,
  encodeHeader,
  type Header,
  type Hlc,
  hashToText,
  idFromBytes,
  isSignedBy,
  LIMITS,
  type LogId,
  logIdOf,
  logKey,
  readEntry,
  type SpaceId,
  utf8,
  writeEntry,
} from '../src/index.ts';
import { primitives } from './founding.ts';
import { ada, adasKey, adasLog, anyBytes, anyId, anyLog, codeOf, entryAfter, eve, SPACE } from './logs.ts';

const anyHeader: fc.Arbitrary<Header> = fc.record({
  logId: anyId<LogId>(),
  sequence: fc.integer({ min: 1, max: 2 ** 48 - 1 }),
  previous: anyId<EntryId>(),
  clock: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).map((value) => value as Hlc),
  epoch: anyId<EpochId>(),
  keyCommitment: anyBytes(32).map(hashToText),
  bodyHash: anyBytes(32).map(hashToText),
  bodyLength: fc.integer({ min: 0, max: LIMITS.bodyBytes }),
  governanceHeads: fc
    .uniqueArray(anyId<EntryId>(), { maxLength: LIMITS.governanceHeads })
    .map((heads) => heads.sort()),
});

const heads = (count: number): EntryId[] =>
  Array.from({ length: count }, (_, i) => idFromBytes<EntryId>(new Uint8Array(32).fill(i + 1)));

/** The bytes of `header` with some overwritten. */
const patched = (header: Uint8Array, at: number, ...bytes: number[]): Uint8Array => {
  const copy = header.slice();
  copy.set(bytes, at);
  return copy;
};

const SEQUENCE_AT = 33;
const CLOCK_AT = 71;
const LENGTH_AT = 175;
const COUNT_AT = 179;

describe('[L1] a header', () => {
  const header = entryAfter(undefined, 'hello', { governanceHeads: heads(3) }).header;

  test('reads back as what was written', () => {
    fc.assert(
      fc.property(anyHeader, (it) => {
        expect(decodeHeader(encodeHeader(it))).toEqual(it);
      }),
    );
  });

  test('is the same bytes again when what was read is written: one header, one spelling', () => {
    fc.assert(
      fc.property(fc.nat(header.length - 1), fc.nat(255), (at, byte) => {
        const bytes = patched(header, at, byte);
        let read: Header;
        try {
          read = decodeHeader(bytes);
        } catch {
          return;
        }
        expect(encodeHeader(read)).toEqual(bytes);
      }),
      { numRuns: 500 },
    );
  });

  test('is malformed at every length below its own, and with anything behind it', () => {
    for (let length = 0; length < header.length; length++)
      expect(codeOf(() => decodeHeader(header.subarray(0, length)))).toBe('ENTRY_MALFORMED');
    for (const extra of [1, 31, 32, 33]) {
      const longer = new Uint8Array(header.length + extra);
      longer.set(header);
      expect(codeOf(() => decodeHeader(longer))).toBe('ENTRY_MALFORMED');
    }
  });

  test('of another version is malformed', () => {
    for (const version of [0, 2, 255])
      expect(codeOf(() => decodeHeader(patched(header, 0, version)))).toBe('ENTRY_MALFORMED');
  });

  test('has a place from 1 on', () => {
    const bytes = patched(header, SEQUENCE_AT, 0, 0, 0, 0, 0, 0);
    expect(codeOf(() => decodeHeader(bytes))).toBe('ENTRY_MALFORMED');
    expect(decodeHeader(patched(header, SEQUENCE_AT, 255, 255, 255, 255, 255, 255)).sequence).toBe(
      2 ** 48 - 1,
    );
  });

  test('has a clock that a number holds exactly', () => {
    const largest = patched(header, CLOCK_AT, 0, 0x1f, 255, 255, 255, 255, 255, 255);
    expect(decodeHeader(largest).clock).toBe(Number.MAX_SAFE_INTEGER);
    for (const clock of [
      [0, 0x20, 0, 0, 0, 0, 0, 0],
      [0, 0x20, 0, 0, 0, 0, 0, 1],
      [255, 255, 255, 255, 255, 255, 255, 255],
    ]) {
      expect(codeOf(() => decodeHeader(patched(header, CLOCK_AT, ...clock)))).toBe('ENTRY_MALFORMED');
    }
  });

  test('names its governance heads once each, in ascending order', () => {
    const [first, second, third] = heads(3) as [EntryId, EntryId, EntryId];
    for (const wrong of [
      [second, first],
      [first, third, second],
      [first, first],
      [first, second, second],
    ]) {
      const bytes = encodeHeader({ ...decodeHeader(header), governanceHeads: wrong });
      expect(codeOf(() => decodeHeader(bytes))).toBe('ENTRY_MALFORMED');
    }
  });
});

describe('[L6] an entry has limits', () => {
  const { header } = entryAfter(undefined, 'hello');

  test('LIMITS.headerBytes', () => {
    expect(codeOf(() => decodeHeader(new Uint8Array(LIMITS.headerBytes).fill(1)))).not.toBe(
      'ENTRY_OVERSIZED',
    );
    expect(codeOf(() => decodeHeader(new Uint8Array(LIMITS.headerBytes + 1).fill(1)))).toBe(
      'ENTRY_OVERSIZED',
    );
  });

  test('LIMITS.governanceHeads', () => {
    const withHeads = (count: number) =>
      encodeHeader({ ...decodeHeader(header), governanceHeads: heads(count) });
    expect(decodeHeader(withHeads(LIMITS.governanceHeads)).governanceHeads).toHaveLength(16);
    expect(codeOf(() => decodeHeader(withHeads(LIMITS.governanceHeads + 1)))).toBe('ENTRY_OVERSIZED');
    expect(codeOf(() => decodeHeader(patched(header, COUNT_AT, 255)))).toBe('ENTRY_OVERSIZED');
  });

  test('LIMITS.bodyBytes, as the header says it', () => {
    const saying = (length: number) => encodeHeader({ ...decodeHeader(header), bodyLength: length });
    expect(decodeHeader(saying(LIMITS.bodyBytes)).bodyLength).toBe(LIMITS.bodyBytes);
    expect(codeOf(() => decodeHeader(saying(LIMITS.bodyBytes + 1)))).toBe('ENTRY_OVERSIZED');
    expect(codeOf(() => decodeHeader(patched(header, LENGTH_AT, 255, 255, 255, 255)))).toBe(
      'ENTRY_OVERSIZED',
    );
  });

  test('LIMITS.bodyBytes, as it comes and as it is written', () => {
    const { parsed, ...entry } = entryAfter(undefined, 'hello');
    const write = (length: number) => writeEntry(primitives, parsed, new Uint8Array(length), ada.deviceSeed);
    const largest = write(LIMITS.bodyBytes);
    expect(readEntry(primitives, largest).id).toBe(largest.id);
    expect(codeOf(() => write(LIMITS.bodyBytes + 1))).toBe('TOO_LARGE');
    const body = new Uint8Array(LIMITS.bodyBytes + 1);
    expect(codeOf(() => readEntry(primitives, { ...entry, body }))).toBe('ENTRY_OVERSIZED');
  });
});

describe('an entry', () => {
  const entry = entryAfter(undefined, 'hello', { governanceHeads: heads(2) });
  const { header, signature, body } = entry;

  test('[L1] has the hash of its header, as received, as its id', () => {
    fc.assert(
      fc.property(anyHeader, fc.uint8Array({ maxLength: 300 }), (fields, content) => {
        const written = writeEntry(primitives, fields, content, ada.deviceSeed);
        const raw = { header: written.header, signature: written.signature, body: content };
        expect(readEntry(primitives, raw)).toEqual(written);
        expect(written.id).toBe(idFromBytes(primitives.sha256(written.header)));
        expect(isSignedBy(primitives, raw, adasKey)).toBe(true);
      }),
    );
  });

  test('[L1] keeps its id when its signature or its presence of a body changes: the header is what is named', () => {
    const without = { header, signature: new Uint8Array(64), body: undefined };
    expect(readEntry(primitives, without).id).toBe(entry.id);
  });

  test('with another body than its header names is refused', () => {
    for (const other of ['', 'hellp', 'hello ', 'hell'])
      expect(codeOf(() => readEntry(primitives, { header, signature, body: utf8(other) }))).toBe(
        'ENTRY_BODY_MISMATCH',
      );
  });

  test('with a signature of another length is malformed', () => {
    for (const length of [0, 63, 65])
      expect(codeOf(() => readEntry(primitives, { header, signature: new Uint8Array(length), body }))).toBe(
        'ENTRY_MALFORMED',
      );
  });

  test('is its device’s only with its header and signature untouched', () => {
    expect(isSignedBy(primitives, entry, adasKey)).toBe(true);
    expect(isSignedBy(primitives, entry, primitives.publicKeyOf(eve.deviceSeed))).toBe(false);
    fc.assert(
      fc.property(fc.nat(header.length - 1), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const changed = patched(header, at, (header[at] as number) ^ bits);
        expect(isSignedBy(primitives, { header: changed, signature, body }, adasKey)).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.nat(63), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const changed = patched(signature, at, (signature[at] as number) ^ bits);
        expect(isSignedBy(primitives, { header, signature: changed, body }, adasKey)).toBe(false);
      }),
    );
  });

  test('[L1] is signed in a context: a signature over the bare header is none', () => {
    const bare = primitives.sign(header, ada.deviceSeed);
    expect(isSignedBy(primitives, { header, signature: bare, body }, adasKey)).toBe(false);
  });

  test('read from anywhere within a larger buffer is the same', () => {
    const padded = new Uint8Array(header.length + 10);
    padded.set(header, 5);
    const raw = { header: padded.subarray(5, 5 + header.length), signature, body };
    expect(readEntry(primitives, raw).parsed).toEqual(entry.parsed);
  });
});

describe('a log id', () => {
  test('[L1] implies space, channel, device and generation', () => {
    fc.assert(
      fc.property(anyId<SpaceId>(), anyLog, anyId<SpaceId>(), anyLog, (space, log, other, another) => {
        const id = logIdOf(primitives, space, log);
        expect(logIdOf(primitives, space, { ...log })).toBe(id);
        expect(logIdOf(primitives, other, log)).not.toBe(id);
        for (const changed of [
          { ...log, channel: another.channel },
          { ...log, device: another.device },
          { ...log, generation: log.generation ^ 1 },
          { ...log, generation: log.generation ^ 0x100 },
        ]) {
          expect(logIdOf(primitives, space, changed)).not.toBe(id);
          expect(logKey(changed)).not.toBe(logKey(log));
        }
      }),
    );
  });

  test('does not depend on where the log is written down', () => {
    expect(logIdOf(primitives, SPACE, adasLog)).toBe(entryAfter(undefined, 'hello').parsed.logId);
  });
});
