/** [P1] Confused deputies: what a plugin may do, turned into what it may not, and how that ends. */
import { expect, test, vi } from 'vitest';
import {
  DIRECT,
  filesOf,
  GENERAL,
  LAB,
  OTHER,
  PLANS,
  packed,
  SECRET,
  type Workbench,
  workbench,
} from '../workbench.ts';

const CALLER = `plexi.answer('call', ([operation, input]) => plexi.call(operation, input).then((output) => ({ output }), (error) => ({ code: error.code, message: error.message })));`;

/** A plugin that calls what it is told to, granted so; gives how to have it call, and what it gets. */
const caller = async (
  asks: string[],
  grant: { capabilities?: string[]; space?: string } = {},
): Promise<{ bench: Workbench; call: (operation: string, input: unknown) => Promise<{ code?: string }> }> => {
  const bench = await workbench();
  await bench.load(CALLER, asks, grant);
  return {
    bench,
    call: async (operation, input) =>
      (await bench.host.ask('probe', 'call', [operation, input])) as { code?: string },
  };
};
const NOT = { code: 'PLUGIN_NOT_GRANTED' };

test('[P1] an operation outside of the grant is not called, by its id, by another noun, or by a name that is none', async () => {
  const { bench, call } = await caller(['message.list', 'channel.*']);
  for (const operation of [
    'message.send',
    'message.delete',
    'member.remove',
    'space.create',
    'channels.list',
  ])
    expect(await call(operation, { space: 'Lab', channel: 'general', text: 'x' })).toMatchObject(NOT);
  for (const operation of [
    '__proto__',
    'constructor',
    'toString',
    'message.__proto__',
    'MESSAGE.LIST',
    'message.list ',
    '*',
    'message.*',
  ])
    expect(await call(operation, { space: 'Lab', channel: 'general' })).toMatchObject(NOT);
  expect(bench.calls).toEqual([]);
  expect(await call('channel.rename', { space: 'Lab', channel: 'general', name: 'x' })).toHaveProperty(
    'output',
  );
  await bench.host.close();
});

test('[P1] phrase, keys, devices, the app and plugins themselves are open to no plugin, whatever was granted', async () => {
  const bench = await workbench();
  for (const capability of [
    'account.phrase',
    'account.*',
    'draft.key',
    'device.link',
    'app.quit',
    'plugin.grant',
    'plugin.*',
    'file.send',
    '*',
    'events:*',
  ])
    await expect(bench.host.install({ bytes: packed(filesOf('', [capability])) })).rejects.toMatchObject({
      code: 'PLUGIN_INVALID',
    });
  // Even where governance says so.
  const status = await bench.host.install({ bytes: packed(filesOf(CALLER, ['message.list'])) });
  bench.govern([
    {
      plugin: 'probe',
      hash: status.hash,
      capabilities: ['account.phrase', 'account.*', 'draft.key', 'message.send'],
      space: undefined,
      by: 'space',
    },
  ]);
  await vi.waitFor(() => expect(bench.host.list()[0]?.state).toBe('running'));
  for (const operation of ['account.phrase', 'draft.key', 'message.send'])
    expect(
      await bench.host
        .call(
          'probe',
          operation,
          { space: 'Lab', channel: 'general', text: 'x' },
          new AbortController().signal,
        )
        .catch((error: unknown) => error),
    ).toMatchObject(NOT);
  expect(bench.calls).toEqual([]);
  await bench.host.close();
});

test('[P1] a grant for one space reaches no other: not by name, id, alias, a missing space, or a direct message', async () => {
  const { bench, call } = await caller(
    ['message.*', 'dm.open', 'unread.list', 'scheduled.*', 'ai.ask', 'ai.log', 'report.create'],
    { space: LAB },
  );
  for (const input of [
    { space: 'Other', channel: 'secret', text: 'x' },
    { space: OTHER, channel: SECRET, text: 'x' },
    { space: 'Lab', channel: '@Ada', text: 'x' },
    { space: DIRECT, channel: DIRECT, text: 'x' },
    { space: 'Nowhere', channel: 'general', text: 'x' },
    { channel: 'general', text: 'x' },
  ])
    expect(await call('message.send', input)).toMatchObject(NOT);
  expect(await call('dm.open', { names: ['Ada'], space: 'Lab' })).toMatchObject(NOT);
  // Without a channel an AI node is asked in a direct message.
  expect(await call('ai.ask', { space: 'Lab', name: 'Atlas', text: 'x' })).toMatchObject(NOT);
  expect(await call('ai.log', { space: 'Lab', private: true })).toMatchObject(NOT);
  const report = { space: 'Lab', id: GENERAL, reason: 'spam' };
  expect(await call('report.create', { ...report, to: 'Other' })).toMatchObject(NOT);
  expect(await call('message.saved', {})).toMatchObject(NOT);
  expect(await call('unread.list', {})).toMatchObject(NOT);
  // It takes no space, so that one beside its input says nothing.
  expect(await call('scheduled.cancel', { id: GENERAL, space: 'Lab' })).toMatchObject(NOT);
  for (const search of [{ query: 'x', in: '@Ada' }, { query: 'x in:@Ada' }, { query: 'x "y"IN:"@Ada"' }])
    expect(await call('message.search', { space: 'Lab', ...search })).toMatchObject(NOT);
  expect(bench.calls).toEqual([]);
  await call('ai.ask', { space: 'Lab', channel: 'general', name: 'Atlas', text: 'x' });
  await call('report.create', report);
  expect(bench.calls.map(({ operation }) => operation)).toEqual(['ai.ask', 'report.create']);
  await bench.host.close();
});

test('[P1] what is called is what was judged: names become ids before, so that a rename in between moves nothing', async () => {
  const { bench, call } = await caller(['message.send'], { space: LAB });
  await call('message.send', { space: 'Lab', channel: '#general', text: 'x' });
  expect(bench.calls).toEqual([
    { operation: 'message.send', input: { space: LAB, channel: GENERAL, text: 'x' } },
  ]);
  await bench.host.close();
});

test('[P1] a grant for one channel reaches no other, nor what only pretends to be about it', async () => {
  const { bench, call } = await caller(['message.*'], {
    capabilities: [`message.*@channel:${GENERAL}`],
    space: LAB,
  });
  expect(await call('message.list', { space: 'Lab', channel: 'general' })).toHaveProperty('output');
  for (const [operation, input] of [
    ['message.list', { space: 'Lab', channel: 'plans' }],
    ['message.list', { space: 'Lab', channel: PLANS }],
    // These find messages by id, in any channel: a channel beside the id is no limit.
    ['message.show', { space: 'Lab', channel: 'general', id: PLANS }],
    ['message.edit', { space: 'Lab', channel: 'general', id: PLANS, text: 'x' }],
    ['message.reply', { space: 'Lab', channel: 'general', id: PLANS, text: 'x' }],
    ['message.search', { space: 'Lab', channel: 'general', query: 'x' }],
  ] as const)
    expect(await call(operation, input)).toMatchObject(NOT);
  expect(bench.calls.length).toBe(1);
  await bench.host.close();
});

test('[P1] a name that leads nowhere tells nothing: there or not, the answer is the same', async () => {
  const { bench, call } = await caller(['message.list'], { space: LAB });
  const there = await call('message.list', { space: 'Other', channel: 'secret' });
  const nowhere = await call('message.list', { space: 'Nothing like it', channel: 'secret' });
  expect(there).toEqual(nowhere);
  await bench.host.close();
});

test('[P1] a grant for a package is no grant for the next: another hash waits, whatever it asks for', async () => {
  const bench = await workbench();
  await bench.load(CALLER, ['message.list']);
  await bench.host.install({
    bytes: packed(filesOf(`${CALLER}\n// more`, ['message.list', 'message.send'])),
  });
  expect(bench.host.list()[0]?.state).toBe('waiting');
  await expect(bench.host.ask('probe', 'call', [])).rejects.toMatchObject({ code: 'PLUGIN_STOPPED' });
  for (const operation of ['message.list', 'message.send'])
    await expect(
      bench.host.call(
        'probe',
        operation,
        { space: 'Lab', channel: 'general', text: 'x' },
        new AbortController().signal,
      ),
    ).rejects.toMatchObject(NOT);
  await bench.host.close();
});

test('[P1] what a manifest does not ask for cannot be granted by a slip, nor more than was asked for', async () => {
  const bench = await workbench();
  await bench.host.install({ bytes: packed(filesOf(CALLER, [`message.list@channel:${GENERAL}`])) });
  for (const capabilities of [
    ['message.send'],
    ['message.list'],
    ['message.*'],
    [`message.list@channel:${PLANS}`],
  ])
    await expect(bench.host.grant('probe', { capabilities, space: undefined })).rejects.toMatchObject(NOT);
  await bench.host.close();
});

test('[P1] what was withdrawn is gone at once, in the middle of a call too, and the panel has no more than the code', async () => {
  const bench = await workbench();
  await bench.load(CALLER, ['message.list']);
  const panel = async (operation: string) =>
    bench.host.call(
      'probe',
      operation,
      { space: 'Lab', channel: 'general', text: 'x' },
      new AbortController().signal,
    );
  await panel('message.list');
  await expect(panel('message.send')).rejects.toMatchObject(NOT);
  await bench.host.revoke('probe', undefined);
  await expect(panel('message.list')).rejects.toMatchObject(NOT);
  await expect(bench.host.ask('probe', 'call', [])).rejects.toMatchObject({ code: 'PLUGIN_STOPPED' });
  expect(() => bench.host.panel('probe')).toThrow('may not do that');
  await bench.host.close();
});
