import { nativePrimitives as primitives } from '@plexi/crypto/native';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BlobFrame,
  type ChannelId,
  chunkCount,
  decodeBlobFrame,
  encodeBlobFrame,
  FILE_CHUNK_BYTES,
  type FileManifest,
  fileIdOf,
  type Hlc,
  LIMITS,
  manifestFromWire,
  manifestShape,
  manifestsShape,
  manifestToWire,
  type SpaceId,
  ZERO_HLC,
} from '../src/index.ts';

const SPACE = 'ab'.repeat(32) as SpaceId;

const manifest = (more: Partial<FileManifest> = {}): FileManifest => ({
  name: 'plan.pdf',
  type: 'application/pdf',
  size: 10,
  key: new Uint8Array(32).fill(7),
  hashes: ['cd'.repeat(32)],
  width: undefined,
  height: undefined,
  preview: undefined,
  ...more,
});

describe('[N6] a manifest', () => {
  const read = (wire: unknown): boolean => manifestShape.safeParse(wire).success;

  test('comes back as it was, and its id says all of it', () => {
    const picture = manifest({
      width: 40,
      height: 30,
      preview: { type: 'image/webp', bytes: new Uint8Array(9) },
    });
    for (const one of [manifest(), picture, manifest({ size: 0, hashes: [] })])
      expect(manifestFromWire(manifestShape.parse(manifestToWire(one)))).toEqual(one);
    const ids = [
      manifest(),
      manifest({ name: 'plan.exe' }),
      manifest({ size: 11 }),
      manifest({ key: new Uint8Array(32) }),
      manifest({ hashes: ['ce'.repeat(32)] }),
      picture,
    ].map((one) => fileIdOf(primitives, one));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('names as many hashes as its size has chunks', () => {
    const wire = manifestToWire(manifest());
    expect(read({ ...wire, s: FILE_CHUNK_BYTES })).toBe(true);
    expect(read({ ...wire, s: FILE_CHUNK_BYTES + 1 })).toBe(false);
    expect(read({ ...wire, s: 0 })).toBe(false);
    expect(read({ ...wire, h: wire.h.subarray(1) })).toBe(false);
  });

  test('[L6] a file of 100 MB is taken, one byte more is not; nor longer names, types and previews, or more files', () => {
    const full = (size: number) => ({
      ...manifestToWire(manifest()),
      s: size,
      h: new Uint8Array(chunkCount(size) * 32),
    });
    expect(read(full(LIMITS.fileBytes))).toBe(true);
    expect(read(full(LIMITS.fileBytes + 1))).toBe(false);
    const wire = manifestToWire(manifest());
    const small = { p: new Uint8Array(LIMITS.filePreviewBytes), q: 'image/webp' };
    expect(read({ ...wire, ...small })).toBe(true);
    expect(read({ ...wire, ...small, p: new Uint8Array(LIMITS.filePreviewBytes + 1) })).toBe(false);
    expect(read({ ...wire, n: 'ä'.repeat(LIMITS.fileNameBytes / 2) })).toBe(true);
    expect(read({ ...wire, n: 'ä'.repeat(LIMITS.fileNameBytes / 2 + 1) })).toBe(false);
    expect(read({ ...wire, t: 'a'.repeat(LIMITS.fileTypeBytes + 1) })).toBe(false);
    const files = (count: number) => Array.from({ length: count }, () => wire);
    expect(manifestsShape.safeParse(files(LIMITS.filesPerMessage)).success).toBe(true);
    expect(manifestsShape.safeParse(files(LIMITS.filesPerMessage + 1)).success).toBe(false);
    expect(manifestsShape.safeParse([]).success).toBe(false);
  });

  test('holds nothing else, no preview of another type, no half of a size', () => {
    const wire = manifestToWire(manifest());
    expect(read({ ...wire, x: 1 })).toBe(false);
    expect(read({ ...wire, n: '' })).toBe(false);
    expect(read({ ...wire, p: new Uint8Array(3), q: 'image/svg+xml' })).toBe(false);
    expect(read({ ...wire, p: new Uint8Array(3) })).toBe(false);
    expect(read({ ...wire, w: 10 })).toBe(false);
    expect(read({ ...wire, w: 0, y: 10 })).toBe(false);
  });
});

describe('a blob frame', () => {
  const hash = 'ef'.repeat(32);
  const channel = 'cd'.repeat(32) as ChannelId;
  const frames: BlobFrame[] = [
    { kind: 'ask', number: 1, hashes: [hash, '00'.repeat(32)] },
    { kind: 'have', number: 2 ** 32 - 1, held: [true, false] },
    { kind: 'get', number: 3, hash, offset: 0, length: LIMITS.blobBytes },
    { kind: 'piece', number: 4, offset: 65_536, bytes: new Uint8Array(LIMITS.blobPieceBytes) },
    { kind: 'put', number: 5, hash, length: 17, channel, clock: (2 ** 52 + 3) as Hlc },
    { kind: 'go', number: 6, offset: 17 },
    { kind: 'part', number: 7, offset: 0, bytes: new Uint8Array([1, 2]) },
    { kind: 'ok', number: 8 },
    { kind: 'refused', number: 9, code: 'RELAY_QUOTA' },
  ];

  test.each(frames)('$kind comes back as it was', (frame) => {
    expect(decodeBlobFrame(encodeBlobFrame(SPACE, frame))).toEqual({ space: SPACE, frame });
  });

  test.each<[string, BlobFrame]>([
    [
      'a question about too many',
      { kind: 'ask', number: 1, hashes: Array(LIMITS.blobsPerQuestion + 1).fill(hash) },
    ],
    ['a question about nothing', { kind: 'ask', number: 1, hashes: [] }],
    [
      'an answer about too many',
      { kind: 'have', number: 1, held: Array(LIMITS.blobsPerQuestion + 1).fill(true) },
    ],
    ['more than a chunk', { kind: 'get', number: 1, hash, offset: 0, length: LIMITS.blobBytes + 1 }],
    [
      'a chunk that is too large',
      { kind: 'put', number: 1, hash, length: LIMITS.blobBytes + 1, channel, clock: ZERO_HLC },
    ],
    ['an empty chunk', { kind: 'put', number: 1, hash, length: 0, channel, clock: ZERO_HLC }],
    [
      'a piece that is too large',
      { kind: 'piece', number: 1, offset: 0, bytes: new Uint8Array(LIMITS.blobPieceBytes + 1) },
    ],
    ['an empty part', { kind: 'part', number: 1, offset: 0, bytes: new Uint8Array() }],
    ['a code that is an essay', { kind: 'refused', number: 1, code: 'x'.repeat(65) }],
  ])('[L6] %s is refused', (_, frame) => {
    expect(() => decodeBlobFrame(encodeBlobFrame(SPACE, frame))).toThrow(
      expect.objectContaining({ code: 'FRAME_INVALID' }),
    );
  });

  test('whatever comes is a frame or FRAME_INVALID', () => {
    const head = fc
      .integer({ min: 0, max: 10 })
      .map((kind) => [kind, ...Array.from({ length: 36 }, () => 1)]);
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 90 }), fc.boolean(), (start, rest, whole) => {
        const bytes = Uint8Array.from(whole ? [...start, ...rest] : rest);
        try {
          const { space, frame } = decodeBlobFrame(bytes);
          expect(decodeBlobFrame(encodeBlobFrame(space, frame))).toEqual({ space, frame });
        } catch (error) {
          expect(error).toMatchObject({ code: 'FRAME_INVALID' });
        }
      }),
    );
  });
});
