/** [P2] Loading, unloading and reloading while everything runs: nothing of the old one is left, and what was kept stays. */
import { LIMITS } from '@plexi/protocol';
import { expect, onTestFinished, test, vi } from 'vitest';
import { filesOf, GENERAL, LAB, packed, workbench } from './workbench.ts';

const ALL = ['clock', 'storage', 'command', 'events:messages', 'notify'];
const BUSY = `
  plexi.on('messages', () => plexi.tell('heard'));
  const tick = () => { plexi.tell('tick'); plexi.clock.setTimer(plexi.clock.now() + 1, tick); };
  tick();
  plexi.command({ name: 'one', summary: 'x', run: () => 'one' });
  plexi.answer('starts', async () => { const n = ((await plexi.storage.get('starts')) ?? 0) + 1; await plexi.storage.set('starts', n); return n; });
`;
const message = { type: 'messages' as const, space: LAB, channel: GENERAL, messages: [], more: false };

test('[P2] withdrawn, it hears and does nothing any more; allowed again, it goes on with what it kept', async () => {
  const bench = await workbench();
  await bench.load(BUSY, ALL);
  expect(await bench.host.ask('probe', 'starts', null)).toBe(1);
  await vi.waitFor(() =>
    expect(bench.events).toContainEqual({ type: 'plugin', plugin: 'probe', data: 'tick' }),
  );
  expect(bench.listeners()).toBe(1);
  await bench.host.revoke('probe', undefined);
  expect(bench.listeners()).toBe(0);
  expect(bench.host.list()[0]).toMatchObject({ state: 'waiting', commands: [] });
  bench.events.length = 0;
  bench.happen(message);
  await new Promise((resolve) => setTimeout(resolve, 4 * LIMITS.pluginTimerLeastMs));
  expect(bench.events.filter(({ type }) => type === 'plugin')).toEqual([]);
  await bench.host.grant('probe', { capabilities: undefined, space: undefined });
  expect(await bench.host.ask('probe', 'starts', null)).toBe(2);
  expect(bench.listeners()).toBe(1);
  await bench.host.close();
  expect(bench.listeners()).toBe(0);
});

test('[P2] reloaded many times over it leaves one listener, one set of commands and one set of timers', async () => {
  const bench = await workbench();
  await bench.load(BUSY, ALL);
  for (let i = 0; i < 5; i++) await bench.host.reload('probe');
  expect(bench.listeners()).toBe(1);
  await vi.waitFor(() => expect(bench.host.list()[0]?.commands).toHaveLength(1));
  bench.events.length = 0;
  bench.happen(message);
  await vi.waitFor(() =>
    expect(bench.events.filter((event) => event.type === 'plugin' && event.data === 'heard')).toHaveLength(1),
  );
  await bench.host.close();
});

const SLEEPER = `
  plexi.answer('sleep', (word) => {
    plexi.clock.setTimer(plexi.clock.now() + 1, () => plexi.tell(word));
    return 'asleep';
  });
`;
test('[P2] no timer of a plugin that was unloaded fires: not reloaded, withdrawn and allowed again, or removed', async () => {
  const bench = await workbench();
  const words = (): unknown[] =>
    bench.events.flatMap((event) => (event.type === 'plugin' ? [event.data] : []));
  const sleep = async (word: string): Promise<unknown> => bench.host.ask('probe', 'sleep', word);
  await bench.load(SLEEPER, ALL);
  const unload = [
    async () => bench.host.reload('probe'),
    async () => {
      await bench.host.revoke('probe', undefined);
      await bench.host.grant('probe', { capabilities: undefined, space: undefined });
    },
    async () => {
      await bench.host.remove('probe');
      await bench.load(SLEEPER, ALL);
    },
  ];
  for (const [i, way] of unload.entries()) {
    await sleep(`before ${i}`);
    await way();
    // It is due later than the one from before.
    await sleep(`after ${i}`);
    await vi.waitFor(() => expect(words()).toContain(`after ${i}`), 4 * LIMITS.pluginTimerLeastMs);
  }
  expect(words()).toEqual(['after 0', 'after 1', 'after 2']);
  await bench.host.close();
});

test('[P2] nothing is left waiting for a plugin that was unloaded', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const bench = await workbench();
  await bench.load(
    `plexi.answer('sleep', () => { for (let i = 1; i <= ${LIMITS.pluginTimers}; i += 1) plexi.clock.setTimer(plexi.clock.now() + 3600000, () => undefined); });
     plexi.answer('ready', () => 'ready');`,
    ALL,
  );
  for (const unload of ['reload', 'remove'] as const) {
    await bench.host.ask('probe', 'sleep', null);
    await bench.host.ask('probe', 'ready', null);
    expect(vi.getTimerCount()).toBeGreaterThanOrEqual(LIMITS.pluginTimers);
    await bench.host[unload]('probe');
    // What watches over the sandbox itself is a few.
    expect(vi.getTimerCount()).toBeLessThan(LIMITS.pluginTimers / 2);
  }
  await bench.host.close();
});

test('[P2] a question under way when it goes is answered with that, not left open', async () => {
  const bench = await workbench();
  await bench.load(`plexi.answer('never', () => new Promise(() => {}));`);
  const [asked] = await Promise.allSettled([
    bench.host.ask('probe', 'never', null),
    bench.host.reload('probe'),
  ]);
  expect(asked).toMatchObject({ status: 'rejected', reason: { code: 'PLUGIN_STOPPED' } });
  await bench.host.close();
});

test('[P2] installed, granted and kept: another start of the host finds it all, and removing it leaves nothing', async () => {
  const first = await workbench();
  await first.load(BUSY, ALL);
  await first.host.ask('probe', 'starts', null);
  await first.host.close();
  const second = await workbench({}, first.store);
  expect(second.host.list()).toMatchObject([{ state: 'running', grants: [{ by: 'person' }] }]);
  expect(await second.host.ask('probe', 'starts', null)).toBe(2);
  await second.host.remove('probe');
  expect([...first.store.records.values()].flatMap((held) => [...held.keys()])).toEqual([]);
  await second.host.close();
});

test('[P1] a grant of governance that comes, narrows and goes is followed while it runs', async () => {
  const bench = await workbench();
  const { hash } = await bench.host.install({ bytes: packed(filesOf(BUSY, ALL)) });
  const grant = { plugin: 'probe', hash, space: LAB, by: 'space' as const };
  expect(bench.host.list()[0]?.state).toBe('waiting');
  bench.govern([{ ...grant, capabilities: ALL }]);
  await vi.waitFor(() => expect(bench.host.list()[0]?.commands).toHaveLength(1));
  bench.govern([{ ...grant, capabilities: ['storage'] }]);
  await bench.said('refused: a command');
  bench.govern([]);
  await vi.waitFor(() => expect(bench.host.list()[0]?.state).toBe('waiting'));
  await bench.host.close();
});
