import { createDecipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ADA, appending, GENERAL, LAB, message, startLog } from '../src/conformance/index.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';
import { makeFolder, makeKey } from './folder.ts';

const PLANTED = ['a planted sentence about the harvest', 'Planted Name', 'planted-term', 'planted record'];
const PAGE = 4096;

const writePlanted = async (path: string, key: Uint8Array) => {
  const store = await openSqliteStore({ path, key });
  const ada = startLog(LAB, GENERAL, ADA);
  await store.commit([
    appending(ada, ada.write(5)),
    {
      type: 'record',
      scope: 'profile',
      kind: 'planted-term',
      key: 'Planted Name',
      value: Buffer.from('planted record'),
    },
    {
      type: 'messages',
      messages: Array.from({ length: 2000 }, (_, i) =>
        message({
          id: `planted-term ${i}`,
          text: 'a planted sentence about the harvest',
          author: 'Planted Name',
        }),
      ),
    },
  ]);
  return store;
};

/** Every file of a folder, with the ways in which the planted words could lie in it. */
const findPlanted = (folder: string): string[] => {
  const found: string[] = [];
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    for (const words of PLANTED) {
      for (const encoding of ['utf8', 'utf16le'] as const) {
        if (bytes.includes(Buffer.from(words, encoding))) found.push(`${words} in ${name}`);
      }
    }
    if (bytes.includes('SQLite format 3') || bytes.includes('CREATE TABLE'))
      found.push(`plain SQLite in ${name}`);
    if (bytes.includes(Buffer.from(LAB, 'hex'))) found.push(`a space id in ${name}`);
  }
  return found;
};

describe('[K7] at rest', () => {
  test('nothing written is found in the bytes of any file, open or closed, and neither is the key', async () => {
    const folder = makeFolder();
    const key = makeKey();
    const store = await writePlanted(join(folder, 'store.db'), key);
    expect(readdirSync(folder).sort()).toEqual(['store.db', 'store.db-wal']);
    expect(readFileSync(join(folder, 'store.db-wal')).length).toBeGreaterThan(100_000);
    expect(findPlanted(folder)).toEqual([]);
    await store.close();
    expect(readdirSync(folder)).toEqual(['store.db']);
    expect(readFileSync(join(folder, 'store.db')).length).toBeGreaterThan(100_000);
    expect(findPlanted(folder)).toEqual([]);
    expect(readFileSync(join(folder, 'store.db')).includes(Buffer.from(key))).toBe(false);
  });

  test('each page is AES-256-CBC with an HMAC-SHA-512, as SQLCipher 4 has it', async () => {
    const path = join(makeFolder(), 'store.db');
    const key = makeKey();
    await (await writePlanted(path, key)).close();
    const file = readFileSync(path);
    const salt = file.subarray(0, 16);
    const hmacKey = pbkdf2Sync(
      key,
      salt.map((byte) => byte ^ 0x3a),
      2,
      32,
      'sha512',
    );
    let plain = '';
    for (let page = 0; page < file.length / PAGE; page++) {
      const bytes = file.subarray(page * PAGE, (page + 1) * PAGE);
      const sealed = bytes.subarray(page === 0 ? 16 : 0, PAGE - 80);
      const iv = bytes.subarray(PAGE - 80, PAGE - 64);
      const number = Buffer.alloc(4);
      number.writeUInt32LE(page + 1);
      const tag = createHmac('sha512', hmacKey).update(sealed).update(iv).update(number).digest();
      expect(bytes.subarray(PAGE - 64)).toEqual(tag);
      const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
      plain += Buffer.concat([decipher.update(sealed), decipher.final()]).toString('latin1');
    }
    for (const words of PLANTED) expect(plain).toContain(words);
  });

  test('what was deleted or overwritten is not in the pages either', async () => {
    const path = join(makeFolder(), 'store.db');
    const key = makeKey();
    const store = await openSqliteStore({ path, key });
    const put = (value: string | undefined) =>
      store.commit([
        {
          type: 'record',
          scope: 'profile',
          kind: 'secret',
          key: 'a',
          value: value === undefined ? value : Buffer.from(value),
        },
      ]);
    await put('an old epoch secret');
    await put('another');
    await put('a deleted epoch secret');
    await put(undefined);
    await store.close();
    const file = readFileSync(path);
    for (let page = 1; page < file.length / PAGE; page++) {
      const bytes = file.subarray(page * PAGE, (page + 1) * PAGE);
      const decipher = createDecipheriv(
        'aes-256-cbc',
        key,
        bytes.subarray(PAGE - 80, PAGE - 64),
      ).setAutoPadding(false);
      const plain = Buffer.concat([decipher.update(bytes.subarray(0, PAGE - 80)), decipher.final()]);
      expect(plain.includes('epoch secret')).toBe(false);
    }
  });

  test('every byte of the key counts, and it has 32', async () => {
    const path = join(makeFolder(), 'store.db');
    const key = makeKey();
    await (await openSqliteStore({ path, key })).close();
    for (const place of [0, 15, 31]) {
      const wrong = key.slice();
      wrong[place] = (wrong[place] as number) ^ 1;
      await expect(openSqliteStore({ path, key: wrong })).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    }
    await expect(openSqliteStore({ path, key: key.subarray(1) })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await (await openSqliteStore({ path, key })).close();
  });
});
