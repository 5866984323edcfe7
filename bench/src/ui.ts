/**
 * How quick the interface is: the app as `npm start -- --browser` runs it, in a real Chromium, on a profile that holds real
 * chat; each figure beside what the same browser takes for an empty page with one field.
 */
import type { Figure } from './figure.ts';
import { borrowProfile, CHANNELS, channelsIn, openBenchPeer, SPACE } from './profile.ts';
import { percentile } from './search.ts';
import { openBrowserStage } from './ui-browser.ts';
import {
  measureEmptyPage,
  measureKeys,
  measureStart,
  measureSwitches,
  measureWorkload,
} from './ui-measures.ts';

const STARTS = 3;
const MEBI = 1024 * 1024;

/** A second look at the newest channel's end: what the app must show once it has started. */
const newestOf = async (folder: string): Promise<string> => {
  const { peer, call } = await openBenchPeer(folder);
  const [newest] = await call('message.list', { space: SPACE, channel: CHANNELS[0], limit: 1 });
  await peer.close();
  return newest?.id ?? '';
};

export const benchUi = async (messages: number): Promise<Figure[]> => {
  const profile = await borrowProfile(messages);
  const newest = await newestOf(profile.folder);
  const stage = await openBrowserStage(profile.home);
  try {
    const floor = await measureEmptyPage(stage);
    const starts: { interactiveMs: number; scriptBytes: number }[] = [];
    for (let i = 0; i < STARTS; i++) starts.push(await measureStart(stage, newest));
    const page = await stage.page();
    const switches = await measureSwitches(page, channelsIn(messages));
    const keys = await measureKeys(page, 'textarea, [contenteditable="true"]');
    const work = await measureWorkload(stage, page, {
      folder: profile.folder,
      space: SPACE,
      channel: CHANNELS[0],
    });
    const memory = await stage.memory(page);
    const figure = (metric: string, value: number, unit: string): Figure => ({
      bench: 'ui',
      metric,
      value,
      unit,
    });
    return [
      figure('messages', messages, ''),
      figure(
        'interactive_ms',
        percentile(
          starts.map(({ interactiveMs }) => interactiveMs),
          0.5,
        ),
        'ms',
      ),
      figure('floor_interactive_ms', floor.interactiveMs, 'ms'),
      figure('channel_switch_ms', percentile(switches, 0.95), 'ms'),
      figure('channel_switch_p50_ms', percentile(switches, 0.5), 'ms'),
      figure('key_to_paint_ms', percentile(keys, 0.95), 'ms'),
      figure('key_to_paint_p50_ms', percentile(keys, 0.5), 'ms'),
      figure('floor_key_to_paint_ms', percentile(floor.keys, 0.95), 'ms'),
      figure('longest_task_ms', work.longestTaskMs, 'ms'),
      figure('tasks_over_50_ms', work.longTasks, ''),
      figure('renderer_mb', memory.residentBytes / MEBI, 'MiB'),
      figure('floor_renderer_mb', floor.residentBytes / MEBI, 'MiB'),
      figure('renderer_heap_mb', memory.heapBytes / MEBI, 'MiB'),
      figure('dom_nodes', memory.nodes, ''),
      figure('initial_script_kb', (starts[0]?.scriptBytes ?? 0) / 1000, 'kB'),
    ];
  } finally {
    await stage.close();
    await profile.dispose();
  }
};
