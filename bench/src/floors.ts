/**
 * Floors: what the machine does with the same bytes by nothing but the library that does the work. Bare secretbox and hashing,
 * bare SQLite in our cipher with its rows in transactions of a thousand, bare libp2p streams between two processes.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { openBareStore } from './bare-store.ts';
import { byLine, type Line, portOf, stretchLine } from './proxy.ts';

const ROWS_AT_ONCE = 1000;
const COMMITS = 100;

const KEY = new Uint8Array(32).fill(7);

const secondsOf = (since: bigint): number => Number(process.hrtime.bigint() - since) / 1e9;

/** Boxes of so many bytes, opened and hashed, a second. */
const measureCrypto = (count: number, bytes: number): number => {
  const [key, nonce] = [primitives.randomBytes(32), primitives.randomBytes(24)];
  const box = primitives.secretbox(primitives.randomBytes(bytes), nonce, key);
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) {
    primitives.sha256(box);
    primitives.secretboxOpen(box, nonce, key);
  }
  return count / secondsOf(start);
};

/** Rows of so many bytes, a second; and a durable commit of one row, in milliseconds. */
const measureSqlite = async (
  count: number,
  bytes: number,
): Promise<{ perSecond: number; commitMs: number }> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-bench-floor-'));
  const file = path.join(folder, 'floor.db');
  const bare = openBareStore(file, KEY);
  const row = primitives.randomBytes(bytes);
  const start = process.hrtime.bigint();
  for (let at = 0; at < count; at += ROWS_AT_ONCE)
    bare.commit(Array.from({ length: Math.min(ROWS_AT_ONCE, count - at) }, () => row));
  const perSecond = count / secondsOf(start);
  const single = process.hrtime.bigint();
  for (let i = 0; i < COMMITS; i++) bare.commit([row]);
  const commitMs = (secondsOf(single) * 1000) / COMMITS;
  bare.close();
  await rm(folder, { recursive: true, force: true });
  return { perSecond, commitMs };
};

/** Runs both ends of `stream-floor.ts`, with a line in between; gives each thing that the second of them says. */
const runStreams = async function* <Said>(
  second: readonly string[],
  delayMs = 0,
): AsyncGenerator<{ said: Said; line: Line }> {
  const program = fileURLToPath(new URL('stream-floor.ts', import.meta.url));
  const server = fork(program, ['serve']);
  const [address] = (await once(server, 'message')) as [string];
  const line = await stretchLine(portOf(address));
  line.setDelay(delayMs);
  // What is measured in bytes a second goes straight.
  const place = delayMs === 0 ? address : byLine(address, line);
  const client = fork(program, [second[0] ?? '', place, ...second.slice(1)]);
  try {
    for (;;) {
      const [said] = (await once(client, 'message')) as [Said];
      yield { said, line };
    }
  } finally {
    client.kill();
    server.kill();
    line.close();
  }
};

const firstOf = async <Said>(said: AsyncGenerator<{ said: Said; line: Line }>): Promise<Said> => {
  for await (const { said: first } of said) return first;
  throw new Error('the other end said nothing');
};

export interface Floors {
  cryptoPerSecond: number;
  sqlitePerSecond: number;
  commitMs: number;
  streamPerSecond: number;
  /** All three, one after the other. */
  togetherPerSecond: number;
}

export const measureFloors = async (count: number, bytes: number): Promise<Floors> => {
  const cryptoPerSecond = measureCrypto(count, bytes);
  const sqlite = await measureSqlite(count, bytes);
  const seconds = await firstOf(runStreams<number>(['read', String(count * bytes)]));
  const streamPerSecond = count / seconds;
  return {
    cryptoPerSecond,
    sqlitePerSecond: sqlite.perSecond,
    commitMs: sqlite.commitMs,
    streamPerSecond,
    togetherPerSecond: 1 / (1 / cryptoPerSecond + 1 / sqlite.perSecond + 1 / streamPerSecond),
  };
};

export interface BareConnection {
  /** Memory of the side that was dialled, for each of those there. */
  bytesEach: number;
  /** Round trips of a message there and back, in milliseconds, sorted. */
  echoes: number[];
}

/** What connections cost that only carry a stream. */
export const measureConnections = async (count: number): Promise<BareConnection> => {
  for await (const { said } of runStreams<Partial<BareConnection>>(['connect', String(count)]))
    if (said.echoes !== undefined) return said as BareConnection;
  throw new Error('the other end said nothing');
};

/** Bytes and milliseconds of a connection, and of one message there and back on its stream, over a line of such a length. */
export const measureOpening = async (delayMs: number): Promise<{ bytes: number; ms: number }> => {
  for await (const { said, line } of runStreams<{ openMs?: number }>(['connect', '0'], delayMs))
    if (said.openMs !== undefined) return { bytes: line.bytes(), ms: said.openMs };
  throw new Error('the other end said nothing');
};
