/** Databases of closed profiles and relays, opened to see which page has what; and a bit of it changed. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openVault } from '@plexi/crypto';
import { nativePrimitives, nativeStretch } from '@plexi/crypto/native';
import { readVaultFiles } from '@plexi/peer/host';
import { loadDriver } from '../../packages/storage/src/sqlite/driver.ts';

const PAGE = 4096;

export interface Database {
  path: string;
  key: Uint8Array;
}

export const databaseOfProfile = async (folder: string): Promise<Database> => {
  const files = await readVaultFiles(folder);
  if (files === undefined) throw new Error(`no profile in ${folder}`);
  const vault = openVault(nativePrimitives, nativeStretch, files.vault, { key: files.key });
  return { path: path.join(folder, 'plexi.db'), key: vault.databaseKey.reveal() };
};

export const databaseOfRelay = (folder: string): Database => ({
  path: path.join(folder, 'relay.db'),
  key: readFileSync(path.join(folder, 'relay.key')).subarray(32),
});

/** Pages of each table and index, by name; what the write-ahead log has is put in its place first. */
export const pagesOf = ({ path: file, key }: Database): Map<string, number[]> => {
  const connection = new (loadDriver())(file, { fileMustExist: true });
  connection.pragma("cipher = 'sqlcipher'");
  connection.pragma('legacy = 4');
  connection.key(Buffer.from(`x'${Buffer.from(key).toString('hex')}'`));
  const rows = connection.prepare('SELECT name, pageno FROM dbstat ORDER BY name, path').all();
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();
  const pages = new Map<string, number[]>();
  for (const { name, pageno } of rows as { name: string; pageno: number }[])
    pages.set(name, [...(pages.get(name) ?? []), pageno]);
  return pages;
};

/** Changes a bit of the last page of each table. */
export const damageTables = (database: Database, tables: readonly string[]): void => {
  const pages = pagesOf(database);
  const bytes = readFileSync(database.path);
  for (const table of tables) {
    const page = pages.get(table)?.at(-1);
    if (page === undefined) throw new Error(`no table ${table}`);
    const at = (page - 1) * PAGE + 1999;
    bytes[at] = (bytes[at] as number) ^ 4;
  }
  writeFileSync(database.path, bytes);
};
