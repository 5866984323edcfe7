/** [P1] Escape attempts by exhaustion: the peer goes on, the plugin ends or is told no. */
import { LIMITS } from '@plexi/protocol';
import { expect, test, vi } from 'vitest';
import { filesOf, packed, workbench } from '../workbench.ts';

/** How long the peer's own loop stood still at most while `work` went on. */
const longestStall = async (work: () => Promise<unknown>): Promise<number> => {
  let longest = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await work();
  clearInterval(beat);
  return longest;
};

const GREEDY: [string, string][] = [
  ['an endless loop', 'for (;;) {}'],
  [
    'an endless chain of promises',
    'const again = () => Promise.resolve().then(again); again(); await new Promise(() => {});',
  ],
  ['an endless async loop', '(async () => { for (;;) await null; })();'],
  ['a regular expression that backtracks for ever', `/^(a+)+$/.test('a'.repeat(60) + 'b');`],
  ['a flood of promises', 'for (let i = 0; ; i++) Promise.resolve(i).then(() => [i]);'],
  ['sorting with a comparison that never ends', '[1, 2].sort(() => { for (;;) {} });'],
  ['a getter that loops in what goes out', `plexi.log({ get x() { for (;;) {} } });`],
  ['a toString that loops in what is thrown', 'throw { get message() { for (;;) {} } };'],
];
test.each(GREEDY)('[P1] %s is cut short, and the peer does not stand still', async (_name, code) => {
  const bench = await workbench();
  const stall = await longestStall(async () => {
    await bench.load(code);
    await vi.waitFor(() => expect(bench.host.list()[0]?.problem).toBeDefined(), 10_000);
  });
  expect(bench.host.list()[0]?.problem).toMatch(/too long|did not answer|interrupted|memory|threw/u);
  // The attacker would have gained the peer's thread for as long as it liked.
  expect(stall).toBeLessThan(1000);
  await bench.host.close();
});

test('[P1] memory is bounded: whatever is grown, the sandbox ends or is told, and this process does not grow', async () => {
  const bench = await workbench();
  const before = process.memoryUsage().rss;
  await bench.load(
    `
    const grown = [];
    const grow = (name, step) => { try { for (let i = 0; i < 4000; i++) grown.push(step(i)); plexi.log(name + ': all of it'); } catch (error) { grown.length = 0; plexi.log(name + ': ' + error); } };
    plexi.clock.setTimer(0, () => grow('buffers', () => new ArrayBuffer(1 << 20)));
    plexi.clock.setTimer(0, () => grow('buffers again', () => new ArrayBuffer(1 << 20)));
  `,
    ['clock'],
  );
  expect(await bench.said('buffers: ')).toMatch(/out of memory/u);
  expect(await bench.said('buffers again: ')).toMatch(/out of memory/u);
  await bench.load(`const grown = []; for (let i = 0; ; i++) grown.push('x'.repeat((1 << 20) + i));`);
  await vi.waitFor(() => expect(bench.host.list()[0]?.problem).toMatch(/memory|too long|threw/u), 10_000);
  // Gigabytes were asked for.
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  await bench.host.close();
});

test('[P1] recursion ends in an error of the sandbox, by whatever way: calls, JSON, patterns, proxies', async () => {
  const bench = await workbench();
  await bench.load(`
    const dive = (name, work) => { try { work(); plexi.log(name + ': through'); } catch (error) { plexi.log(name + ': ' + error.constructor.name); } };
    const call = () => call();
    dive('calls', call);
    dive('json', () => JSON.parse('['.repeat(100000)));
    dive('pattern', () => new RegExp('('.repeat(100000)));
    dive('chain', () => { let p = {}; for (let i = 0; i < 100000; i++) p = new Proxy(p, {}); return p.x; });
    dive('nested', () => { let a = []; for (let i = 0; i < 100000; i++) a = [a]; return JSON.stringify(a); });
  `);
  for (const name of ['calls', 'json', 'pattern', 'nested'])
    expect(await bench.said(`${name}: `)).toMatch(/Error/u);
  await bench.host.close();
});

test('[P1] messages out are bounded in number and size before they reach the peer', async () => {
  const bench = await workbench();
  await bench.load(`for (let i = 0; i < 100000; i++) plexi.log('flood ' + i);`);
  await vi.waitFor(() => expect(bench.host.list()[0]?.problem).toMatch(/too much/u));
  expect(bench.log().filter((line) => line.startsWith('flood')).length).toBeLessThanOrEqual(
    LIMITS.pluginLogLines,
  );
  await bench.load(`plexi.tell('x'.repeat(${LIMITS.pluginMessageBytes}));`);
  await vi.waitFor(() => expect(bench.host.list()[0]?.problem).toMatch(/too much/u));
  expect(bench.events.filter(({ type }) => type === 'plugin')).toEqual([]);
  await bench.host.close();
});

test('[P1] calls have a budget a second and a number at once: a flood is told TOO_BUSY and reaches the peer in drops', async () => {
  const bench = await workbench({ 'space.list': async () => new Promise(() => undefined) });
  await bench.load(
    `const ask = (operation) => plexi.call(operation, { space: 'Lab' }).then(() => 'done', (error) => error.code);
     const busy = await Promise.all(Array.from({ length: 100 }, () => ask('member.list')));
     plexi.log('flood: ' + busy.filter((code) => code === 'TOO_BUSY').length);
     for (let i = 0; i < 30; i++) void ask('space.list').then((code) => plexi.log('held: ' + code));`,
    ['member.list', 'space.list'],
  );
  expect(Number(await bench.said('flood: '))).toBeGreaterThanOrEqual(
    100 - LIMITS.pluginCallBurst - LIMITS.pluginCallsPerSecond,
  );
  expect(await bench.said('held: ')).toBe('TOO_BUSY');
  expect(bench.calls.length).toBeLessThanOrEqual(LIMITS.pluginCallBurst + 2 * LIMITS.pluginCallsPerSecond);
  await bench.host.close();
});

test('[P1] timers are bounded in number, nearness and distance', async () => {
  const bench = await workbench();
  await bench.load(
    `let fired = 0; const again = () => { fired += 1; plexi.clock.setTimer(0, again); };
     again();
     plexi.clock.setTimer(NaN, () => plexi.log('never')); plexi.clock.setTimer(Infinity, () => plexi.log('never'));
     for (let i = 0; i < ${LIMITS.pluginTimers + 10}; i++) plexi.clock.setTimer(plexi.clock.now() + 3600000, () => {});
     plexi.clock.setTimer(0, () => plexi.log('never'));
     plexi.answer('fired', () => fired);`,
    ['clock'],
  );
  await bench.said('refused: a timer (too many');
  const first = (await bench.host.ask('probe', 'fired', null)) as number;
  await new Promise((resolve) => setTimeout(resolve, 5 * LIMITS.pluginTimerLeastMs));
  const then = (await bench.host.ask('probe', 'fired', null)) as number;
  expect(then - first).toBeLessThanOrEqual(7);
  expect(bench.log()).not.toContain('never');
  await bench.host.close();
});

test('[P1] storage is bounded by value, keys and in all, and a full one says so', async () => {
  const bench = await workbench();
  await bench.load(
    `const put = (key, size) => plexi.storage.set(key, 'x'.repeat(size)).then(() => 'kept', (error) => error.code);
     plexi.answer('put', ([key, size]) => put(key, size));`,
    ['storage'],
  );
  const put = async (key: string, size: number) => bench.host.ask('probe', 'put', [key, size]);
  expect(await put('large', LIMITS.pluginValueBytes)).toBe('TOO_LARGE');
  expect(await put('k'.repeat(LIMITS.pluginKeyChars + 1), 1)).toBe('INVALID_INPUT');
  const answers: unknown[] = [];
  for (let i = 0; i < 20; i++) answers.push(await put(`part ${i}`, LIMITS.pluginValueBytes - 10));
  expect(answers.filter((one) => one === 'TOO_LARGE').length).toBeGreaterThan(0);
  const kept = [...bench.store.records]
    .filter(([kind]) => kind.startsWith('kept/'))
    .flatMap(([, values]) => [...values.values()]);
  expect(kept.reduce((sum, value) => sum + value.length, 0)).toBeLessThanOrEqual(LIMITS.pluginStorageBytes);
  await bench.host.close();
});

test('[P1] [P2] who crashes is started again a few times and then stays stopped; its neighbour never notices', async () => {
  const bench = await workbench();
  await bench.load(`plexi.answer('ping', () => 'pong');`);
  const crasher = filesOf('for (;;) {}', [], { manifest: { id: 'crasher' } });
  await bench.host.install({ bytes: packed(crasher) });
  await bench.host.grant('crasher', { capabilities: undefined, space: undefined });
  expect(await bench.host.ask('probe', 'ping', null)).toBe('pong');
  await expect(bench.host.ask('crasher', 'ping', null)).rejects.toMatchObject({ code: 'PLUGIN_STOPPED' });
  expect(bench.host.list().map(({ state }) => state)).toEqual(['running', 'stopped']);
  await bench.host.close();
});
