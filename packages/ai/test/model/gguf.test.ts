import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { isPlexiError, LIMITS } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { bytesSource, describeModel, readGguf } from '../../src/model/index.ts';
import { type MetadataValue, type WrittenTensor, writeGguf } from '../tiny/gguf-writer.ts';
import { tinyChatModel } from '../tiny/tiny-chat-model.ts';
import { tinyEmbeddingModel } from '../tiny/tiny-embedding-model.ts';
import { mutate } from './mutations.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const HOSTILE = join(resolve(ROOT, process.env['PLEXI_DATA'] ?? '../shared/data'), 'hostile/gguf');

const read = (bytes: Uint8Array) => readGguf(bytesSource(bytes));
const describeBytes = (bytes: Uint8Array) => describeModel(read(bytes));
const detailOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (isPlexiError(error)) return `${error.code}: ${error.detail}`;
    throw error;
  }
  return 'fine';
};

const text = (value: string): MetadataValue => ({ kind: 'text', value });
const tensor = (name: string, dimensions: number[]): WrittenTensor => ({
  name,
  dimensions,
  values: new Float32Array(dimensions.reduce((a, b) => a * b, 1)),
});

/** Reads all of them; gives how many were refused. What is thrown beside MODEL_INVALID fails the test. */
const readAll = (files: Iterable<Uint8Array>): { refused: number; read: number } => {
  const counts = { refused: 0, read: 0 };
  for (const file of files) {
    try {
      describeBytes(file);
      counts.read += 1;
    } catch (error) {
      if (!isPlexiError(error) || error.code !== 'MODEL_INVALID') throw error;
      counts.refused += 1;
    }
  }
  return counts;
};

describe('[A2] a GGUF file', () => {
  test('says what kind of model it is', () => {
    expect(describeBytes(tinyChatModel({ licence: 'apache-2.0' }))).toEqual({
      architecture: 'llama',
      kind: 'chat',
      name: 'Tiny Chat',
      parameters: 113_472,
      packing: 'F32',
      contextTokens: 512,
      dimensions: 64,
      licence: 'apache-2.0',
    });
    expect(describeBytes(tinyEmbeddingModel())).toMatchObject({ kind: 'embedding', dimensions: 32 });
  });

  test('is read in windows: a list of 100,000 words is counted and not kept', () => {
    const words = Array.from({ length: 100_000 }, (_, i) => `word ${i}`);
    const file = writeGguf({ words: { kind: 'texts', value: words }, last: text('here') }, []);
    let largest = 0;
    const gguf = readGguf({
      size: file.length,
      read: (offset, length) => {
        largest = Math.max(largest, length);
        return file.subarray(offset, offset + length);
      },
    });
    expect(gguf.metadata.get('words')).toEqual({ items: 100_000 });
    expect(gguf.metadata.get('last')).toBe('here');
    expect(largest).toBeLessThanOrEqual(64 * 1024);
  });

  test('[L6] is held to limits', () => {
    const keys = (count: number): Record<string, MetadataValue> =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, text('')]));
    const tensors = (count: number) => Array.from({ length: count }, (_, i) => tensor(`t${i}`, [1]));
    expect(detailOf(() => read(writeGguf(keys(LIMITS.ggufKeys), [])))).toBe('fine');
    expect(detailOf(() => read(writeGguf(keys(LIMITS.ggufKeys + 1), [])))).toMatch(/4097 keys/);
    expect(detailOf(() => read(writeGguf({ ['k'.repeat(LIMITS.ggufKeyBytes + 1)]: text('') }, [])))).toMatch(
      /a text of 257 bytes/,
    );
    expect(detailOf(() => read(writeGguf({ k: text('x'.repeat(LIMITS.ggufTextBytes + 1)) }, [])))).toMatch(
      /a text of/,
    );
    expect(detailOf(() => read(writeGguf({}, tensors(LIMITS.ggufTensors + 1))))).toMatch(/65537 tensors/);
    expect(detailOf(() => read(writeGguf({}, [tensor('t'.repeat(65), [1])])))).toMatch(/a text of 65/);

    const claims = (size: number) => ({
      size,
      read: (offset: number, length: number) => {
        const file = writeGguf({ k: text('') }, []);
        const bytes = new Uint8Array(length);
        bytes.set(file.subarray(offset, offset + length));
        return bytes;
      },
    });
    expect(detailOf(() => readGguf(claims(LIMITS.modelFileBytes)))).toBe('fine');
    expect(detailOf(() => readGguf(claims(LIMITS.modelFileBytes + 1)))).toMatch(/bytes/);

    /** A file with one key whose value is these words. */
    const withValue = (...words: (number | bigint)[]): Uint8Array => {
      const head = Buffer.from(writeGguf({ k: { kind: 'u32', value: 1 } }, [])).subarray(0, 24 + 9);
      const parts = words.map((word) => {
        const part = Buffer.alloc(typeof word === 'bigint' ? 8 : 4);
        if (typeof word === 'bigint') part.writeBigUInt64LE(word);
        else part.writeUInt32LE(word);
        return part;
      });
      return Buffer.concat([head, ...parts, Buffer.alloc(64)]);
    };
    expect(detailOf(() => read(withValue(9, 4, BigInt(LIMITS.ggufItems) + 1n)))).toMatch(/items/);
    expect(detailOf(() => read(withValue(9, 9, 1n, 4, 0n)))).toBe('fine');
    expect(detailOf(() => read(withValue(9, 9, 1n, 9, 1n, 4, 0n)))).toMatch(/a list of type 9, 2 deep/);
    // Texts of a megabyte each, until they are more than may stand before the tensors.
    const megabyte = Buffer.alloc(64 * 1024);
    megabyte.writeUInt32LE(LIMITS.ggufTextBytes);
    const listOf = (texts: number) => {
      const head = Buffer.concat([withValue(9, 8, BigInt(texts)).subarray(0, 49), megabyte]);
      return {
        size: LIMITS.ggufHeaderBytes * 2,
        read: (offset: number) => (offset === 0 ? head : megabyte),
      };
    };
    expect(detailOf(() => readGguf(listOf(255)))).toBe('fine');
    expect(detailOf(() => readGguf(listOf(257)))).toMatch(/its header is too long/);
  });

  test('is refused where its tensors are not in it, or it stands for no model', () => {
    const chat = tinyChatModel();
    expect(detailOf(() => describeBytes(chat.subarray(0, chat.length - 4096)))).toMatch(
      /it has \d+ bytes of/,
    );
    expect(detailOf(() => read(writeGguf({}, [tensor('a', [2]), tensor('a', [2])])))).toMatch(
      /name of another/,
    );
    expect(detailOf(() => describeBytes(writeGguf({}, [])))).toMatch(/no architecture/);
    expect(detailOf(() => read(new TextEncoder().encode('GGML and more of it')))).toMatch(/no GGUF/);
    expect(detailOf(() => read(new Uint8Array()))).toMatch(/ends early/);
  });

  test('[A2] 10,000 damaged files are read or refused, quickly and in little memory', () => {
    const chat = tinyChatModel();
    const embedding = tinyEmbeddingModel();
    // The weights are left out, or every file would take a megabyte to make: tensors then lie outside and are refused last.
    const started = performance.now();
    const before = process.memoryUsage();
    const first = readAll(mutate(chat.slice(0, 24 * 1024), 14 * 1024, 5_000, 1));
    const second = readAll(mutate(embedding, 6 * 1024, 4_000, 2));
    const third = readAll(mutate(chat, 14 * 1024, 1_000, 3));
    const after = process.memoryUsage();
    expect(first.refused + first.read + second.refused + second.read + third.refused + third.read).toBe(
      10_000,
    );
    // Damage that changes a word only is no damage to the form.
    expect(second.read).toBeGreaterThan(100);
    expect(second.refused).toBeGreaterThan(1_000);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(after.rss - before.rss).toBeLessThan(400 * 1024 * 1024);
  });

  test('[A2] vocabularies of llama.cpp are read, and 1,000 damaged ones read or refused', (context) => {
    const names = ['ggml-vocab-bert-bge.gguf.gz', 'ggml-vocab-llama-spm.gguf.gz'];
    if (!existsSync(join(HOSTILE, names[0] ?? ''))) return context.skip(`no ${HOSTILE}`);
    for (const name of names) {
      const file = new Uint8Array(gunzipSync(readFileSync(join(HOSTILE, name))));
      expect(read(file).metadata.get('tokenizer.ggml.tokens')).toMatchObject({ items: expect.any(Number) });
      expect(detailOf(() => describeBytes(file))).toMatch(/a vocabulary alone/);
      expect(readAll(mutate(file, file.length, 500, 4))).toMatchObject({ read: 0, refused: 500 });
    }
  });
});
