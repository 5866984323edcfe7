/** How soon the newest page of a long channel is there: on a device that has it all, and on one that joins just now. */
import type { Figure } from './figure.ts';
import { measureFloors } from './floors.ts';
import type { BenchOptions } from './options.ts';
import { progress } from './progress.ts';
import { type Actor, setStage } from './stage.ts';
import { chatRecords } from './texts.ts';

const BLOCK = 2000;
const FLOOR_ROWS = 10_000;
const ROW_BYTES = 400;

const secondsOf = (since: bigint): number => Number(process.hrtime.bigint() - since) / 1e9;

const fill = async (ada: Actor, messages: number): Promise<string> => {
  const records = chatRecords(messages);
  for (let at = 0; at < records.length; at += BLOCK) {
    const lines = records.slice(at, at + BLOCK).map((record) => JSON.stringify(record));
    await ada.do({
      do: 'call',
      operation: 'message.import',
      input: { space: 'Bench', channel: 'general', lines: lines.join('\n') },
    });
    if ((at / BLOCK) % 25 === 24) progress(`${at + lines.length} of ${messages} messages are written`);
  }
  const newest = 'the newest of them all';
  await ada.do({ do: 'write', texts: [newest] });
  return newest;
};

/** The code is loaded before either clock starts. */
export const benchFirstPage = async ({ messages }: BenchOptions): Promise<Figure[]> => {
  const stage = await setStage();
  try {
    const ada = await stage.actor('ada');
    await ada.do({ do: 'call', operation: 'account.create', input: { name: 'Ada' } });
    await ada.do({
      do: 'call',
      operation: 'space.create',
      input: { name: 'Bench', relay: [stage.relayAddress] },
    });
    const newest = await fill(ada, messages);
    await ada.do({ do: 'online' });
    const uploadStart = process.hrtime.bigint();
    await ada.do({ do: 'call', operation: 'sync.wait', input: { space: 'Bench', timeout: 3600 } });
    const upload = secondsOf(uploadStart);
    progress('the relay has them');
    const { link } = await ada.do<{ link: string }>({
      do: 'call',
      operation: 'invite.create',
      input: { space: 'Bench' },
    });

    const ben = await stage.actor('ben');
    await ben.do({ do: 'call', operation: 'account.create', input: { name: 'Ben' } });
    await ben.do({ do: 'online' });
    const joinStart = process.hrtime.bigint();
    const shown = ben.do({ do: 'await-newest', text: newest });
    await ben.do({ do: 'call', operation: 'space.join', input: { link } });
    await shown;
    const join = secondsOf(joinStart);
    await ben.do({ do: 'await-count', count: messages });
    const whole = secondsOf(joinStart);
    progress('a new device has them');
    await ben.do({ do: 'close' });

    await ada.do({ do: 'close' });
    const opener = await stage.crowd([]);
    const openStart = process.hrtime.bigint();
    await opener.do({ do: 'open', folder: stage.folder('ada') });
    await opener.do({ do: 'await-newest', text: newest });
    const open = secondsOf(openStart);
    const floors = await measureFloors(FLOOR_ROWS, ROW_BYTES);
    const figure = (metric: string, value: number, unit: string): Figure => ({
      bench: 'first-page',
      metric,
      value,
      unit,
    });
    return [
      figure('messages', messages, ''),
      figure('open_ms', open * 1000, 'ms'),
      figure('join_ms', join * 1000, 'ms'),
      figure('joined_whole_seconds', whole, 's'),
      figure('uploaded_seconds', upload, 's'),
      figure('floor_together_per_second', floors.togetherPerSecond, '1/s'),
    ];
  } finally {
    await stage.close();
  }
};
