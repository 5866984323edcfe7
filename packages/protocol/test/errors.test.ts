import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ERROR_TABLE, type ErrorCode, isPlexiError, plexiError, toPlexiError } from '../src/index.ts';

const CODES = Object.keys(ERROR_TABLE) as ErrorCode[];
const inOrder = (a: string, b: string): number => (a < b ? -1 : 1);

describe('[O3] an error', () => {
  test('has a stable code, an owner, and says what happened and what to do next', () => {
    for (const code of CODES) {
      const error = plexiError(code);
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(['caller', 'peer', 'environment', 'us']).toContain(error.owner);
      expect(error.message).toBe(ERROR_TABLE[code].message);
      expect(error.message).toMatch(/^[A-Z].*\.$/);
      expect(error.next).toMatch(/^[A-Z].*[.…]$/);
      expect(error).toMatchObject({ name: 'PlexiError', code });
      expect(error.cause).toBeUndefined();
      expect(isPlexiError(error)).toBe(true);
    }
  });

  test('stands in one part of the table only', async () => {
    const folder = path.join(import.meta.dirname, '../src/errors');
    const parts = await Promise.all(
      (await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')),
    );
    const written = parts.flatMap((part) =>
      [...part.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, code = '']) => code),
    );
    expect(written.toSorted(inOrder)).toEqual(CODES.toSorted(inOrder));
  });

  test('carries its cause and a detail', () => {
    const cause = new TypeError('below');
    const error = plexiError('PORT_IN_USE', { cause, detail: '4001' });
    expect(error.message).toBe('Another program listens on that port. (4001)');
    expect(error.detail).toBe('4001');
    expect(error.cause).toBe(cause);
  });

  test('of the table is known again, and nothing else is taken for one', () => {
    const error = plexiError('NOT_FOUND');
    expect(toPlexiError(error)).toBe(error);
    for (const other of [
      new Error('plain'),
      Object.assign(new Error('no such file'), { code: 'ENOENT' }),
      Object.assign(new Error('inherited'), { code: 'toString', next: 'x' }),
      { code: 'NOT_FOUND', next: 'x' },
      undefined,
      'NOT_FOUND',
    ]) {
      expect(isPlexiError(other)).toBe(false);
      const wrapped = toPlexiError(other);
      expect([wrapped.code, wrapped.owner, wrapped.cause]).toEqual(['INTERNAL', 'us', other]);
    }
  });

  test('has its line in docs/errors.md, and each line there has its error', async () => {
    const page = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (\w+) \| (.*) \| (.*) \|$/gm)];
    expect(new Set(rows.map(([, code]) => code))).toEqual(new Set<string>(CODES));
    expect(rows).toHaveLength(CODES.length);
    for (const [, code, owner, message, next] of rows)
      expect({ owner, message, next }).toEqual(ERROR_TABLE[code as ErrorCode]);
  });
});
