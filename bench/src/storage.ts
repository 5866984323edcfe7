/** What a message of 200 bytes takes on disk, on a relay and on a client, without the search index; and where the bytes go. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteStore } from '@plexi/storage/sqlite';
import { openBare, openBareStore } from './bare-store.ts';
import type { Figure } from './figure.ts';
import { BATCH, createLoad, openWords } from './store-load.ts';
import { sizedLines } from './texts.ts';

const TEXT_BYTES = 200;
const KEY = new Uint8Array(32).fill(7);

/** Tables and indexes that take more than a hundredth of a message's bytes, those of one kind together. */
const PARTS: Record<string, string> = {
  body: 'sealed_bodies',
  entry: 'headers_and_signatures',
  entry_place: 'index_of_entries_by_place',
  message: 'messages',
  message_main: 'index_of_timelines',
  message_writer: 'index_of_messages_by_place',
  mark_settled: 'index_of_messages_by_id',
  mark_young: 'index_of_messages_by_id',
};

const whereBytesGo = (file: string): Map<string, number> => {
  const database = openBare(file, KEY);
  const rows = database.prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name').all();
  database.close();
  const parts = new Map<string, number>();
  for (const { name, bytes } of rows as { name: string; bytes: number }[]) {
    const part = PARTS[name] ?? 'all_else';
    parts.set(part, (parts.get(part) ?? 0) + bytes);
  }
  return parts;
};

export const benchStorage = async (messages: number): Promise<Figure[]> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-bench-storage-'));
  const fileOf = (side: string): string => path.join(folder, `${side}.db`);
  const figures: Figure[] = [];
  const tell = (metric: string, bytes: number): void => {
    figures.push({ bench: 'storage', metric, value: bytes / messages, unit: 'B' });
  };
  try {
    const load = createLoad();
    const texts = sizedLines(messages, TEXT_BYTES);
    const relay = await openSqliteStore({ path: fileOf('relay'), key: KEY });
    const client = await openSqliteStore({ path: fileOf('client'), key: KEY, openWords });
    const bare = openBareStore(fileOf('floor'), KEY);
    const raw = { header: 0, signature: 0, body: 0 };
    for (let at = 0; at < messages; at += BATCH) {
      const batch = load.next(texts.slice(at, at + BATCH));
      await relay.commit(batch.relay);
      await client.commit(batch.client);
      bare.commit(batch.rows);
      for (const part of ['header', 'signature', 'body'] as const) raw[part] += batch.bytes[part];
    }
    await relay.close();
    await client.close();
    bare.close();
    for (const side of ['relay', 'client'])
      tell(`${side}_bytes_per_message`, (await stat(fileOf(side))).size);
    tell('floor_bytes_per_message', (await stat(fileOf('floor'))).size);
    for (const [part, bytes] of Object.entries(raw)) tell(`sent_${part}_bytes`, bytes);
    for (const side of ['relay', 'client'])
      for (const [part, bytes] of whereBytesGo(fileOf(side))) tell(`${side}_${part}`, bytes);
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
