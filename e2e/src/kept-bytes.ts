/**
 * What a profile or a relay keeps, read as somebody who has its key would: every page of the database, opened, and what the keys in
 * it open of the sealed bodies in it [decision 0031].
 */
import { createDecipheriv } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openVault } from '@plexi/crypto';
import { nativePrimitives as primitives, nativeStretch as stretch } from '@plexi/crypto/native';
import { openWith } from '@plexi/crypto/sealing';

const PAGE = 4096;
/** SQLCipher 4: an initialisation vector and a checksum behind each page, a salt before the first. */
const RESERVED = 80;
const SALT = 16;
const KEY_BYTES = 32;

/** The pages of a closed database, in the clear, free ones among them: a database that SQLite reads without a key. */
const openPages = async (file: string, key: Uint8Array): Promise<Buffer> => {
  const bytes = await readFile(file);
  const pages: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += PAGE) {
    const page = bytes.subarray(at, at + PAGE);
    const vector = page.subarray(PAGE - RESERVED, PAGE - RESERVED + SALT);
    const decipher = createDecipheriv('aes-256-cbc', key, vector).setAutoPadding(false);
    if (at === 0) pages.push(Buffer.from('SQLite format 3\0'));
    pages.push(decipher.update(page.subarray(at === 0 ? SALT : 0, PAGE - RESERVED)), decipher.final());
    pages.push(Buffer.alloc(RESERVED));
  }
  return Buffer.concat(pages);
};

/** What the keys in a profile's database open of the bodies in it: each key is tried at each body. */
const openBodies = async (pages: Buffer): Promise<Buffer[]> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-kept-'));
  try {
    const file = path.join(folder, 'plain.db');
    // Its own log is gone: it is read as one that has none.
    const plain = Buffer.from(pages);
    plain.fill(1, 18, 20);
    await writeFile(file, plain);
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const column = (sql: string): Uint8Array[] =>
        database
          .prepare(sql)
          .all()
          .map(({ value }) => value as Uint8Array);
      const keys = column('SELECT opener AS value FROM message WHERE opener IS NOT NULL');
      const bodies = column('SELECT body AS value FROM body');
      const opened = keys.flatMap((key) => bodies.map((body) => openWith(primitives, key, body)));
      const found = opened.filter((body) => body !== undefined);
      if (found.length < keys.length) throw new Error('a key in the database opens nothing in it');
      return found.map((body) => Buffer.from(body));
    } finally {
      database.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** All that the database of a closed profile holds, bodies opened. */
export const keptByProfile = async (folder: string): Promise<Buffer> => {
  const [vault, key] = await Promise.all(
    ['vault.json', 'vault.key'].map((name) => readFile(path.join(folder, name))),
  );
  if (vault === undefined || key === undefined) throw new Error('a profile has both files');
  const opened = openVault(primitives, stretch, vault, { passphrase: undefined, key });
  const pages = await openPages(path.join(folder, 'plexi.db'), opened.databaseKey.reveal());
  return Buffer.concat([pages, ...(await openBodies(pages))]);
};

/** All that the database of a stopped relay holds. */
export const keptByRelay = async (folder: string): Promise<Buffer> => {
  const keys = await readFile(path.join(folder, 'relay.key'));
  return openPages(path.join(folder, 'relay.db'), keys.subarray(KEY_BYTES));
};
