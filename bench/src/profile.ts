/**
 * A profile with real chat in it, for benchmarks that need one: made through the operations that a person's client runs
 * (`message.import` in portions), once for each size, and kept outside the repository. Every run gets a copy of its own.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  callOperation,
  type OperationId,
  type OperationInput,
  type OperationOutput,
} from '@plexi/operations';
import { openPeer, type Peer } from '@plexi/peer';
import { type ChatRecord, chatRecords } from './texts.ts';

export const SPACE = 'Bench';
export const CHANNELS = [
  'general',
  'help',
  'random',
  'hardware',
  'releases',
  'music',
  'jobs',
  'archive',
] as const;

/** Of this many lines, one block after the other goes to the next channel. */
const BLOCK = 2000;
/** Those of the channels that have messages in a profile of that size. */
export const channelsIn = (messages: number): readonly string[] =>
  CHANNELS.slice(0, Math.ceil(messages / BLOCK));

/** How profiles are made: another number makes them anew. */
const FORM = 3;
const INDEX_WAIT_SECONDS = 60;

export interface BenchPeer {
  peer: Peer;
  call: <Id extends OperationId>(id: Id, input: OperationInput<Id>) => Promise<OperationOutput<Id>>;
}

export const openBenchPeer = async (folder: string): Promise<BenchPeer> => {
  const peer = await openPeer({ profile: folder });
  const { signal } = new AbortController();
  return {
    peer,
    call: async <Id extends OperationId>(id: Id, input: OperationInput<Id>) =>
      (await callOperation(peer.handlers, id, input, { id: 'bench', signal })) as OperationOutput<Id>,
  };
};

const fill = async (folder: string, records: readonly ChatRecord[]): Promise<void> => {
  const { peer, call } = await openBenchPeer(folder);
  await call('account.create', { name: 'Ada' });
  await call('space.create', { name: SPACE, relay: [] });
  for (const name of CHANNELS.slice(1)) await call('channel.create', { space: SPACE, name });
  for (let at = 0; at < records.length; at += BLOCK) {
    const lines = records.slice(at, at + BLOCK).map((record) => JSON.stringify(record));
    const channel = CHANNELS[(at / BLOCK) % CHANNELS.length] as string;
    await call('message.import', { space: SPACE, channel, lines: lines.join('\n') });
  }
  for (;;) {
    const { indexed } = await call('message.search', { query: 'x', limit: 1, wait: INDEX_WAIT_SECONDS });
    if (indexed.done === indexed.total) break;
  }
  await peer.close();
};

/** A folder that holds a copy of the profile with so many messages; `dispose` removes it. */
export const borrowProfile = async (
  messages: number,
): Promise<{ folder: string; home: string; dispose: () => Promise<void> }> => {
  const kept = path.join(tmpdir(), 'plexi-bench-profiles');
  const made = path.join(kept, `${messages}-${FORM}`);
  if (!existsSync(made)) {
    await mkdir(kept, { recursive: true });
    const making = await mkdtemp(path.join(kept, 'making-'));
    await fill(making, chatRecords(messages));
    await rename(making, made);
  }
  const home = await mkdtemp(path.join(tmpdir(), 'plexi-bench-'));
  const folder = path.join(home, 'profiles', 'bench');
  await cp(made, folder, { recursive: true });
  return { folder, home, dispose: () => rm(home, { recursive: true, force: true, maxRetries: 5 }) };
};
