/** [L6] The bounds on plugins, each crossed once where the escape attempts have not crossed it already. */
import { LIMITS } from '@plexi/protocol';
import { expect, test, vi } from 'vitest';
import { filesOf, GENERAL, LAB, packed, workbench } from './workbench.ts';

test('LIMITS.pluginsInstalled: so many in one profile, and no more', async () => {
  const bench = await workbench();
  const install = async (id: string) =>
    bench.host.install({ bytes: packed(filesOf('', [], { manifest: { id } })) });
  for (let i = 0; i < LIMITS.pluginsInstalled; i++) await install(`p${i}`);
  await expect(install('more')).rejects.toMatchObject({ code: 'TOO_BUSY' });
  // Another version of one that is there is none more.
  await install('p0');
  await bench.host.close();
});

test('LIMITS.pluginCommands, pluginAnswers: what is offered beyond is not there', async () => {
  const bench = await workbench();
  await bench.load(
    `for (let i = 0; i < ${LIMITS.pluginCommands + 3}; i++) plexi.command({ name: 'c' + i, summary: 'x', run: () => 'ran' });
     for (let i = 0; i < ${LIMITS.pluginAnswers + 3}; i++) plexi.answer('a' + i, () => i);`,
    ['command'],
  );
  expect(await bench.host.ask('probe', `a${LIMITS.pluginAnswers - 1}`, null)).toBe(LIMITS.pluginAnswers - 1);
  await expect(bench.host.ask('probe', `a${LIMITS.pluginAnswers}`, null)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(bench.host.list()[0]?.commands).toHaveLength(LIMITS.pluginCommands);
  await bench.host.close();
});

test('LIMITS.pluginNoticesPerMinute, pluginNoticeChars: more notices, or longer ones, are refused', async () => {
  const bench = await workbench();
  await bench.load(
    `const notify = (title) => plexi.notify({ title }).then(() => 'shown', (error) => error.code);
     plexi.answer('notify', async ([title, times]) => { const all = []; for (let i = 0; i < times; i++) all.push(await notify(title)); return all; });`,
    ['notify'],
  );
  expect(await bench.host.ask('probe', 'notify', ['x'.repeat(LIMITS.pluginNoticeChars + 1), 1])).toEqual([
    'INVALID_INPUT',
  ]);
  const shown = (await bench.host.ask('probe', 'notify', [
    'tea',
    LIMITS.pluginNoticesPerMinute + 2,
  ])) as string[];
  expect(shown.filter((one) => one === 'shown')).toHaveLength(LIMITS.pluginNoticesPerMinute);
  expect(shown.at(-1)).toBe('TOO_BUSY');
  await bench.host.close();
});

test('LIMITS.pluginLogLines, pluginLogChars: the newest lines stay, and none is longer', async () => {
  const bench = await workbench();
  await bench.load(
    `plexi.answer('log', (from) => { for (let i = 0; i < 150; i++) plexi.log('line ' + (from + i) + ' ' + 'x'.repeat(1000)); });`,
  );
  for (const from of [0, 150]) await bench.host.ask('probe', 'log', from);
  expect(bench.log()).toHaveLength(LIMITS.pluginLogLines);
  expect(bench.log().at(-1)).toMatch(/^line 299 /u);
  expect(Math.max(...bench.log().map(({ length }) => length))).toBe(LIMITS.pluginLogChars);
  await bench.host.close();
});

test('LIMITS.pluginStorageKeys, pluginTimerMostMs', async () => {
  const bench = await workbench();
  await bench.load(
    `plexi.answer('fill', async ([from, count]) => { const codes = []; for (let i = from; i < from + count; i++) await plexi.storage.set('k' + i, 1).catch((error) => codes.push(error.code)); return codes; });
     plexi.answer('far', (ms) => { plexi.clock.setTimer(plexi.clock.now() + ms, () => {}); });`,
    ['storage', 'clock'],
  );
  // Kept by an earlier version, as far as the host can tell: the rate of calls is another limit.
  const kind = [...bench.store.records.keys()].find((one) => one.startsWith('kept/')) ?? '';
  expect(kind).toBe('');
  expect(await bench.host.ask('probe', 'fill', [0, 1])).toEqual([]);
  const held = [...bench.store.records].find(([one]) => one.startsWith('kept/'))?.[1];
  for (let i = 1; i < LIMITS.pluginStorageKeys; i++) held?.set(`k${i}`, new TextEncoder().encode('1'));
  await bench.host.reload('probe');
  expect(await bench.host.ask('probe', 'fill', [0, 1])).toEqual([]);
  expect(await bench.host.ask('probe', 'fill', [LIMITS.pluginStorageKeys, 1])).toEqual(['TOO_LARGE']);
  await bench.host.ask('probe', 'far', LIMITS.pluginTimerMostMs + 1000);
  await bench.said('refused: a timer (too many, or too far away)');
  await bench.host.close();
});

test('LIMITS.pluginQueue, pluginBusyMsPerSecond: one that is busy gets its turns, and the oldest events are dropped', async () => {
  const bench = await workbench();
  await bench.load(
    `let heard = 0; plexi.on('messages', () => { heard += 1; for (let i = 0; i < 400000; i++) Math.sqrt(i); }); plexi.answer('heard', () => heard);`,
    ['events:messages'],
  );
  const sent = LIMITS.pluginQueue * 3;
  for (let i = 0; i < sent; i++)
    bench.happen({ type: 'messages', space: LAB, channel: GENERAL, messages: [], more: false });
  // Asked while hundreds wait: answered all the same, within the patience of whoever asks.
  const began = performance.now();
  await bench.host.revoke('probe', undefined);
  expect(performance.now() - began).toBeLessThan(3000);
  await bench.host.close();
});

test('LIMITS.pluginRestarts: after so many crashes it stays stopped until somebody reloads it', async () => {
  const bench = await workbench({}, undefined, { restartMs: 1 });
  const endings = (): number => bench.log().filter((line) => /^ended: .*broken$/u.test(line)).length;
  await bench.load(`plexi.log('started'); throw new Error('broken');`);
  await vi.waitFor(() => expect(endings()).toBe(LIMITS.pluginRestarts + 1), 15_000);
  // Longer than the next start would have waited for.
  await new Promise((resolve) => setTimeout(resolve, 4 ** LIMITS.pluginRestarts * 4));
  expect(bench.log().filter((line) => line === 'started')).toHaveLength(LIMITS.pluginRestarts + 1);
  expect(bench.host.list()[0]).toMatchObject({ state: 'stopped' });
  await bench.host.reload('probe');
  expect(bench.log().filter((line) => line === 'started')).toHaveLength(LIMITS.pluginRestarts + 2);
  await bench.host.close();
});
