/** How fast messages come from a relay to a device that has none of them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openSqliteStore } from '@plexi/storage/sqlite';
import type { ActorFigures } from './actor.ts';
import type { Figure } from './figure.ts';
import { measureFloor } from './floor.ts';
import { measureFloors } from './floors.ts';
import type { BenchOptions } from './options.ts';
import { progress } from './progress.ts';
import { meet, type Stage, setStage } from './stage.ts';
import { chatLines } from './texts.ts';

const AT_ONCE = 64;
const KEY_BYTES = 32;

/** What the relay keeps for others: headers, signatures and sealed bodies, in bytes. */
const relayPayload = async (stage: Stage): Promise<number> => {
  await stage.stopRelay();
  const keys = await readFile(path.join(stage.relayFolder, 'relay.key'));
  const store = await openSqliteStore({
    path: path.join(stage.relayFolder, 'relay.db'),
    key: keys.subarray(KEY_BYTES),
  });
  try {
    let bytes = 0;
    for (const space of await store.spaces())
      for (const head of await store.heads(space)) bytes += head.bytes;
    return bytes;
  } finally {
    await store.close();
  }
};

/**
 * Ada writes `messages` posts offline, each an entry of its own, brings them to the relay and leaves. Then Ben's device, which
 * has nothing of them, goes online, and the clock runs until its timeline holds them all, verified, opened and durable, and
 * gives its newest page.
 */
export const benchSync = async ({ messages, data }: BenchOptions): Promise<Figure[]> => {
  const stage = await setStage();
  try {
    const met = await meet(stage);
    await met.ada.do({ do: 'close' });
    await met.ben.do({ do: 'close' });
    const ada = await stage.actor('ada');
    const texts = chatLines(messages, data);
    const writeStart = process.hrtime.bigint();
    await ada.do({ do: 'write', texts, atOnce: AT_ONCE });
    const writeSeconds = Number(process.hrtime.bigint() - writeStart) / 1e9;
    progress(`${messages} messages are written`);
    const uploadStart = process.hrtime.bigint();
    await ada.do({ do: 'online' });
    await ada.do({ do: 'call', operation: 'sync.wait', input: { space: 'Bench', timeout: 3600 } });
    const uploadSeconds = Number(process.hrtime.bigint() - uploadStart) / 1e9;
    progress('the relay has them');
    const adaFigures = await ada.do<ActorFigures>({ do: 'figures' });
    await ada.do({ do: 'close' });
    const ben = await stage.actor('ben');
    const all = ben.do<string>({ do: 'await-count', count: messages });
    const start = process.hrtime.bigint();
    await ben.do({ do: 'online' });
    await all;
    await ben.do<string>({ do: 'await-newest', text: texts.at(-1) ?? '' });
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    progress('the new device has them');
    const benFigures = await ben.do<ActorFigures>({ do: 'figures' });
    const relayPeak = await stage.relayPeakRssMb();
    await ben.do({ do: 'close' });
    const payload = await relayPayload(stage);
    const each = Math.max(1, Math.round(payload / messages));
    const bare = await measureFloor(messages, each);
    const floors = await measureFloors(messages, each);
    const figure = (metric: string, value: number, unit: string): Figure => ({
      bench: 'sync',
      metric,
      value,
      unit,
    });
    return [
      figure('messages_per_second', messages / seconds, '1/s'),
      figure('seconds', seconds, 's'),
      figure('wire_bytes', benFigures.wireBytes, 'B'),
      figure('wire_to_payload', benFigures.wireBytes / payload, ''),
      figure('payload_bytes_per_message', payload / messages, 'B'),
      figure('client_peak_rss_mb', Math.max(adaFigures.peakRssMb, benFigures.peakRssMb), 'MiB'),
      figure('relay_peak_rss_mb', relayPeak, 'MiB'),
      figure('floor_messages_per_second', bare, '1/s'),
      figure('floor_crypto_per_second', floors.cryptoPerSecond, '1/s'),
      figure('floor_sqlite_per_second', floors.sqlitePerSecond, '1/s'),
      figure('floor_stream_per_second', floors.streamPerSecond, '1/s'),
      figure('floor_together_per_second', floors.togetherPerSecond, '1/s'),
      figure('uploaded_per_second', messages / uploadSeconds, '1/s'),
      figure('written_per_second', messages / writeSeconds, '1/s'),
    ];
  } finally {
    await stage.close();
  }
};
