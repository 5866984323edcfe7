/** What a profile or a relay keeps, read as somebody who has its key would: every page of the database, opened. */
import { createDecipheriv } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openVault } from '@plexi/crypto';
import { nativePrimitives as primitives, nativeStretch as stretch } from '@plexi/crypto/native';

const PAGE = 4096;
/** SQLCipher 4: an initialisation vector and a checksum behind each page, a salt before the first. */
const RESERVED = 80;
const SALT = 16;
const KEY_BYTES = 32;

/** The pages of a closed database, in the clear, free ones among them. */
const openPages = async (file: string, key: Uint8Array): Promise<Buffer> => {
  const bytes = await readFile(file);
  const pages: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += PAGE) {
    const page = bytes.subarray(at, at + PAGE);
    const vector = page.subarray(PAGE - RESERVED, PAGE - RESERVED + SALT);
    const decipher = createDecipheriv('aes-256-cbc', key, vector).setAutoPadding(false);
    pages.push(decipher.update(page.subarray(at === 0 ? SALT : 0, PAGE - RESERVED)), decipher.final());
  }
  return Buffer.concat(pages);
};

/** All that the database of a closed profile holds. */
export const keptByProfile = async (folder: string): Promise<Buffer> => {
  const [vault, key] = await Promise.all(
    ['vault.json', 'vault.key'].map((name) => readFile(path.join(folder, name))),
  );
  if (vault === undefined || key === undefined) throw new Error('a profile has both files');
  const opened = openVault(primitives, stretch, vault, { passphrase: undefined, key });
  return openPages(path.join(folder, 'plexi.db'), opened.databaseKey.reveal());
};

/** All that the database of a stopped relay holds. */
export const keptByRelay = async (folder: string): Promise<Buffer> => {
  const keys = await readFile(path.join(folder, 'relay.key'));
  return openPages(path.join(folder, 'relay.db'), keys.subarray(KEY_BYTES));
};
