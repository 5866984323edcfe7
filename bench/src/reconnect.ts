/** What a device and a relay say to each other when nearly nothing is new, in a space with many channels. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { measureOpening } from './floors.ts';
import type { BenchOptions } from './options.ts';
import { progress } from './progress.ts';
import { type Actor, meet, type Stage, setStage } from './stage.ts';

const NEW_CHANNELS = 10;
const AT_ONCE = 32;
/** One way. Long beside all that the machine does. */
const DELAY_MS = 400;
/** Receipts are confirmed half a second after they came, and brought again to whoever did not hear that. */
const STAY_MS = 3000;

const createChannels = async (ada: Actor, count: number): Promise<void> => {
  for (let at = 0; at < count; at += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, i) =>
        ada.do({ do: 'call', operation: 'channel.create', input: { space: 'Bench', name: `c${at + i}` } }),
      ),
    );
};

/** One message in each of so many channels. */
const writeInto = async (ada: Actor, count: number): Promise<void> => {
  for (let at = 0; at < count; at += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, i) =>
        ada.do({
          do: 'call',
          operation: 'message.send',
          input: { space: 'Bench', channel: `c${at + i}`, text: `here ${at + i}` },
        }),
      ),
    );
};

/** Ada is online until the relay has all that is hers. */
const bring = async (ada: Actor): Promise<void> => {
  await ada.do({ do: 'online' });
  await ada.do({ do: 'call', operation: 'sync.wait', input: { space: 'Bench', timeout: 3600 } });
};

interface Return {
  bytes: number;
  ms: number;
}

/** Ben comes back in a fresh process, until he has all and the relay knows; what that took on a line of such a length. */
const comeBack = async (stage: Stage, delayMs: number, lacking = 0): Promise<Return> => {
  const ben = await stage.actor('ben');
  stage.line.setDelay(delayMs);
  const before = stage.line.bytes();
  const start = process.hrtime.bigint();
  const come = ben.do({ do: 'await-arrivals', count: lacking });
  await ben.do({ do: 'online' });
  await come;
  await ben.do({ do: 'settle' });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  const bytes = stage.line.bytes() - before;
  stage.line.setDelay(0);
  await sleep(STAY_MS);
  await ben.do({ do: 'close' });
  return { bytes, ms };
};

/**
 * Bytes are those on the line less those of a bare libp2p connection with one message there and back, measured in the same
 * run; round trips are the time that it takes on a long line, less that of the bare connection, by the line's length.
 */
export const benchReconnect = async ({ channels }: BenchOptions): Promise<Figure[]> => {
  const stage = await setStage({ overLine: true });
  try {
    const { ada, ben } = await meet(stage);
    await ben.do({ do: 'close' });
    await createChannels(ada, channels);
    progress(`${channels} channels are made`);
    await writeInto(ada, channels);
    progress('a message is in each');
    await bring(ada);
    progress('the relay has them');
    const first = await comeBack(stage, 0, channels);
    progress('the other device has them');
    await ada.do({ do: 'call', operation: 'sync.pause', input: {} });
    const nothing = await comeBack(stage, DELAY_MS);
    await writeInto(ada, NEW_CHANNELS);
    await ada.do({ do: 'call', operation: 'sync.resume', input: {} });
    await bring(ada);
    await ada.do({ do: 'call', operation: 'sync.pause', input: {} });
    const ten = await comeBack(stage, DELAY_MS, NEW_CHANNELS);
    const bare = await measureOpening(DELAY_MS);
    const roundTrips = ({ ms }: Return): number => 1 + (ms - bare.ms) / (2 * DELAY_MS);
    const figure = (metric: string, value: number, unit: string): Figure => ({
      bench: 'reconnect',
      metric,
      value,
      unit,
    });
    return [
      figure('channels', channels, ''),
      figure('bytes', nothing.bytes - bare.bytes, 'B'),
      figure('round_trips', roundTrips(nothing), ''),
      figure('ten_new_bytes', ten.bytes - bare.bytes, 'B'),
      figure('ten_new_round_trips', roundTrips(ten), ''),
      figure('first_bytes', first.bytes, 'B'),
      figure('first_ms', first.ms, 'ms'),
      figure('floor_bytes', bare.bytes, 'B'),
      figure('floor_round_trips', bare.ms / (2 * DELAY_MS), ''),
    ];
  } finally {
    await stage.close();
  }
};
