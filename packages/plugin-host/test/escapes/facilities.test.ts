/** [P1] What a plugin has beside operations: events, storage, timers, answers. None of them is another's. */
import { expect, test, vi } from 'vitest';
import {
  DIRECT,
  filesOf,
  GENERAL,
  LAB,
  OTHER,
  PLANS,
  packed,
  primitives,
  SECRET,
  seed,
  workbench,
} from '../workbench.ts';

test('[P1] events without a grant for their type, space or channel are not heard', async () => {
  const bench = await workbench();
  await bench.load(
    `for (const type of ['messages', 'typing', 'settings', 'spaces', 'space']) plexi.on(type, (event) => plexi.log('heard ' + JSON.stringify(event)));
     plexi.answer('ping', () => 'pong');`,
    ['events:messages', 'events:typing', 'events:settings'],
    { capabilities: [`events:messages@channel:${GENERAL}`, 'events:settings'], space: LAB },
  );
  const messages = (space: string, channel: string) => ({
    type: 'messages' as const,
    space,
    channel,
    messages: [],
    more: false,
  });
  bench.happen(messages(OTHER, SECRET));
  bench.happen(messages(LAB, PLANS));
  bench.happen(messages(DIRECT, DIRECT));
  bench.happen({ type: 'typing', space: LAB, channel: GENERAL, accounts: [] });
  bench.happen({ type: 'space', space: LAB });
  // The person's settings are of no space.
  bench.happen({ type: 'settings' });
  bench.happen(messages(LAB, GENERAL));
  expect(await bench.said('heard ')).toContain(GENERAL);
  await bench.host.ask('probe', 'ping', null);
  expect(bench.log().filter((line) => line.startsWith('heard '))).toHaveLength(1);
  await bench.host.close();
});

test('[P1] storage is of one plugin by one author: another plugin, or one of that name by another author, sees none of it', async () => {
  const bench = await workbench();
  const keeper = `plexi.answer('get', (key) => plexi.storage.get(key)); plexi.answer('keys', () => plexi.storage.keys()); await plexi.storage.set('secret', 'of Mallory');`;
  await bench.load(keeper, ['storage']);
  await vi.waitFor(async () => expect(await bench.host.ask('probe', 'get', 'secret')).toBe('of Mallory'));
  const snoop = `plexi.answer('snoop', async () => [await plexi.storage.keys(), await plexi.storage.get('secret'), await plexi.storage.get('../probe/secret')]);`;
  await bench.host.install({ bytes: packed(filesOf(snoop, ['storage'], { manifest: { id: 'snoop' } })) });
  await bench.host.grant('snoop', { capabilities: undefined, space: undefined });
  expect(await bench.host.ask('snoop', 'snoop', null)).toEqual([[], null, null]);
  await expect(
    bench.host.install({ bytes: packed(filesOf(snoop, ['storage']), 'Eve') }),
  ).rejects.toMatchObject({
    code: 'PLUGIN_AUTHOR_CHANGED',
  });
  // What was kept lies under the author's key, which only the author can sign for.
  const mallory = Buffer.from(primitives.publicKeyOf(seed('Mallory'))).toString('hex');
  expect([...bench.store.records.keys()]).toContain(`kept/${mallory}/probe`);
  await bench.host.remove('probe');
  await bench.host.install({ bytes: packed(filesOf(snoop, ['storage']), 'Eve') });
  await bench.host.grant('probe', { capabilities: undefined, space: undefined });
  expect(await bench.host.ask('probe', 'snoop', null)).toEqual([[], null, null]);
  await bench.host.close();
});

test('[P1] without storage, clock, command or notify granted, none of them is there', async () => {
  const bench = await workbench();
  await bench.load(
    `plexi.answer('try', async () => { const codes = []; for (const work of [() => plexi.storage.set('a', 1), () => plexi.storage.get('a'), () => plexi.notify({ title: 'x' })]) await work().catch((error) => codes.push(error.code)); return codes; });
     plexi.clock.setTimer(0, () => plexi.log('fired')); plexi.command({ name: 'evil', summary: 'x', run: () => {} });`,
    ['storage', 'clock', 'command', 'notify'],
    { capabilities: [] },
  );
  expect(await bench.host.ask('probe', 'try', null)).toEqual(
    Array.from({ length: 3 }, () => 'PLUGIN_NOT_GRANTED'),
  );
  await bench.said('refused: a timer (no clock');
  await bench.said('refused: a command');
  expect(bench.host.list()[0]?.commands).toEqual([]);
  expect(bench.events.some(({ type }) => type === 'notice')).toBe(false);
  await bench.host.close();
});

test('[P1] answers and timers of others cannot be forged: messages with made-up numbers reach nobody', async () => {
  const bench = await workbench();
  // The guest's own send is not within reach; what is, is its prototype tricks. So it answers requests that were never made.
  await bench.load(
    `const set = Map.prototype.set; let says;
     JSON.stringify = ((plain) => (value) => plain(value && value.kind === 'log' ? { kind: 'answered', request: 1, output: 'forged' } : value))(JSON.stringify);
     plexi.answer('slow', async () => { plexi.log('now'); await new Promise(() => {}); });
     plexi.answer('real', () => 'real');`,
  );
  await bench.host.install({
    bytes: packed(
      filesOf(
        `plexi.answer('wait', () => new Promise((resolve) => plexi.clock.setTimer(0, () => resolve('mine'))));`,
        ['clock'],
        { manifest: { id: 'victim' } },
      ),
    ),
  });
  await bench.host.grant('victim', { capabilities: undefined, space: undefined });
  const waiting = bench.host.ask('victim', 'wait', null);
  void bench.host.ask('probe', 'slow', null).catch(() => undefined);
  expect(await bench.host.ask('probe', 'real', null)).toBe('real');
  // It would have gained another plugin's request, which has the same number there.
  expect(await waiting).toBe('mine');
  await bench.host.close();
});
