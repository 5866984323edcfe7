/** [P1] [P2] Plugins in a real peer: its store, its spaces, its operations. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  callOperation,
  type OperationId,
  type OperationInput,
  type OperationOutput,
} from '@plexi/operations';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPeer, type Peer } from '../../src/peer.ts';
import { signPlugin } from '../../src/plugin/sign.ts';

let folder: string;
let peer: Peer;

const open = async (): Promise<void> => {
  peer = await openPeer({ profile: path.join(folder, 'ada') });
};
const call = async <Id extends OperationId>(
  id: Id,
  input: OperationInput<Id>,
): Promise<OperationOutput<Id>> =>
  (await callOperation(peer.handlers, id, input, {
    id: 'test',
    signal: new AbortController().signal,
  })) as OperationOutput<Id>;

const writePlugin = async (code: string, capabilities: string[], id = 'greeter'): Promise<string> => {
  const place = path.join(folder, id);
  await mkdir(place, { recursive: true });
  const manifest = {
    format: 1,
    id,
    version: '1.0.0',
    name: 'Greeter',
    summary: 'Greets',
    author: 'Ben',
    capabilities,
  };
  await writeFile(path.join(place, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(path.join(place, 'code.js'), code);
  await signPlugin({ folder: place, key: path.join(folder, 'author.key'), out: undefined });
  return place;
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-plugins-'));
  await open();
  await call('account.create', { name: 'Ada' });
  await call('space.create', { name: 'Lab', relay: [] });
  await call('space.create', { name: 'Other', relay: [] });
});
afterEach(async () => {
  await peer.close();
  await rm(folder, { recursive: true, force: true });
});

const GREETER = `
  plexi.command({ name: 'greet', summary: { en: 'Greets', ar: 'يحيّي' }, run: async ({ text, space, channel }) => {
    const times = ((await plexi.storage.get('times')) ?? 0) + 1;
    await plexi.storage.set('times', times);
    await plexi.call('message.send', { space, channel, text: 'Hello ' + text });
    return 'Greeted ' + times;
  } });
  plexi.on('messages', ({ messages }) => plexi.tell(messages.map(({ text }) => text)));
`;
const ASKS = ['command', 'storage', 'message.send', 'events:messages'];
const greet = async (text: string, space = 'Lab') =>
  call('plugin.run', { space, channel: 'general', plugin: 'greeter', command: 'greet', text });

test('[P1] [P2] a plugin is installed, waits for a grant, writes as the person, hears what it may, and keeps what it kept', async () => {
  const place = await writePlugin(GREETER, ASKS);
  expect(await call('plugin.install', { path: place })).toMatchObject({
    state: 'waiting',
    asks: ASKS,
    grants: [],
  });
  await expect(greet('World')).rejects.toMatchObject({ code: 'PLUGIN_STOPPED' });
  await call('plugin.grant', { plugin: 'greeter', space: 'Lab' });
  const told = new Promise((resolve) =>
    peer.subscribe((event) => event.type === 'plugin' && resolve(event.data)),
  );
  expect(await greet('World')).toEqual({ said: 'Greeted 1' });
  expect(await told).toEqual(['Hello World']);
  expect(await call('message.list', { space: 'Lab', channel: 'general' })).toMatchObject([
    { text: 'Hello World', author: 'Ada', own: true },
  ]);
  // Granted for Lab only.
  await expect(greet('Other', 'Other')).rejects.toMatchObject({ code: 'PLUGIN_FAILED' });
  await peer.close();
  await open();
  expect(await call('plugin.list', {})).toMatchObject([{ id: 'greeter', state: 'idle' }]);
  expect(await greet('again')).toEqual({ said: 'Greeted 3' });
  await call('plugin.revoke', { plugin: 'greeter' });
  await expect(greet('no more')).rejects.toMatchObject({ code: 'PLUGIN_STOPPED' });
  await call('plugin.remove', { plugin: 'greeter' });
  expect(await call('plugin.list', {})).toEqual([]);
});

test('[P2] it is loaded anew when its author signs a change: what it may do stays, and nothing of the old one does', async () => {
  const place = await writePlugin(GREETER, ASKS);
  await call('plugin.install', { path: place, follow: true });
  await call('plugin.grant', { plugin: 'greeter' });
  expect(await greet('first')).toEqual({ said: 'Greeted 1' });
  await writePlugin(GREETER.replace('Greeted', 'Met'), [...ASKS, 'member.remove']);
  await vi.waitFor(
    async () => expect(await greet('second')).toMatchObject({ said: expect.stringMatching(/^Met/u) }),
    8000,
  );
  const [plugin] = await call('plugin.list', {});
  expect(plugin?.grants).toMatchObject([{ capabilities: ASKS }]);
  expect(plugin?.asks).toContain('member.remove');
  // A change that is not signed yet is no change.
  await writeFile(path.join(place, 'code.js'), 'for (;;) {}');
  await expect(call('plugin.reload', { plugin: 'greeter' })).rejects.toMatchObject({
    code: 'PLUGIN_SIGNATURE',
  });
  expect(await call('plugin.list', {})).toMatchObject([
    { state: 'running', reloadProblem: { code: 'PLUGIN_SIGNATURE' } },
  ]);
  await greet('still there');
});

test('[P1] to follow a folder is a decision of its own: what was allowed to the version before does not come along', async () => {
  const place = await writePlugin(GREETER, ASKS);
  await call('plugin.install', { path: place });
  await call('plugin.grant', { plugin: 'greeter' });
  await writePlugin(GREETER.replace('Greeted', 'Met'), ASKS);
  expect(await call('plugin.install', { path: place, follow: true })).toMatchObject({ state: 'waiting' });
});

test('[P1] a grant for a space reaches its private channels, by name and by id, as far as the person is in them', async () => {
  const place = await writePlugin(GREETER, ASKS);
  const secret = await call('channel.create', { space: 'Lab', name: 'secret', private: true });
  await call('plugin.install', { path: place });
  await call('plugin.grant', { plugin: 'greeter', space: 'Other' });
  const run = async (channel: string) =>
    call('plugin.run', { space: 'Lab', channel, plugin: 'greeter', command: 'greet', text: 'here' });
  for (const channel of ['secret', secret.id])
    await expect(run(channel)).rejects.toMatchObject({ code: 'PLUGIN_FAILED' });
  await call('plugin.grant', { plugin: 'greeter', space: 'Lab' });
  for (const channel of ['secret', secret.id]) await run(channel);
  expect(await call('message.list', { space: 'Lab', channel: 'secret' })).toHaveLength(2);
});

test('[P1] an owner grants it in governance: everybody who installs exactly that package has it there', async () => {
  const place = await writePlugin(GREETER, ASKS);
  await call('plugin.install', { path: place });
  const granted = await call('plugin.grant', { plugin: 'greeter', space: 'Lab', everyone: true });
  expect(granted.grants).toMatchObject([{ by: 'space', spaceName: 'Lab', capabilities: [...ASKS].sort() }]);
  expect(await greet('World')).toEqual({ said: 'Greeted 1' });
  await expect(greet('Other', 'Other')).rejects.toMatchObject({ code: 'PLUGIN_FAILED' });
  await call('plugin.revoke', { plugin: 'greeter', space: 'Lab', everyone: true });
  await vi.waitFor(async () => expect(greet('no more')).rejects.toMatchObject({ code: 'PLUGIN_STOPPED' }));
});

test('[P3] the admin panel by a grant of governance: it reads and acts there, and is shut once that is withdrawn', async () => {
  const { hash, state } = await call('plugin.install', { shipped: 'admin' });
  expect(state).toBe('waiting');
  await expect(call('plugin.panel', { plugin: 'admin' })).rejects.toMatchObject({
    code: 'PLUGIN_NOT_GRANTED',
  });
  // Whatever is run starts what may run.
  const none = { space: 'Lab', channel: 'general', plugin: 'admin', command: 'none', text: '' };
  await expect(call('plugin.run', none)).rejects.toMatchObject({ code: 'PLUGIN_STOPPED' });
  await call('plugin.grant', { plugin: 'admin', space: 'Lab', everyone: true });
  expect(await call('governance.log', { space: 'Lab' })).toContainEqual(
    expect.objectContaining({ type: 'plugin.grant' }),
  );
  await vi.waitFor(async () =>
    expect((await call('plugin.panel', { plugin: 'admin' })).length).toBeGreaterThan(3),
  );
  const asks = async (space: string) =>
    call('plugin.call', { plugin: 'admin', operation: 'member.list', input: { space } });
  expect(await asks('Lab')).toMatchObject([{ name: 'Ada', role: 'owner' }]);
  await expect(asks('Other')).rejects.toMatchObject({ code: 'PLUGIN_NOT_GRANTED' });
  const told = new Promise<void>((resolve) =>
    peer.subscribe((event) => event.type === 'plugins' && resolve()),
  );
  await call('plugin.revoke', { plugin: 'admin', space: 'Lab', everyone: true });
  await told;
  expect(await call('plugin.list', {})).toMatchObject([{ id: 'admin', hash, state: 'waiting', grants: [] }]);
  await expect(call('plugin.panel', { plugin: 'admin' })).rejects.toMatchObject({
    code: 'PLUGIN_NOT_GRANTED',
  });
  await expect(asks('Lab')).rejects.toMatchObject({ code: 'PLUGIN_NOT_GRANTED' });
});

test('[K7] what a plugin is and keeps is on the disk in no readable form', async () => {
  const secret = 'the word is kingfisher';
  const place = await writePlugin(
    `plexi.command({ name: 'greet', summary: 'x', run: () => plexi.storage.set('word', '${secret}').then(() => 'kept') });`,
    ['command', 'storage'],
  );
  await call('plugin.install', { path: place });
  await call('plugin.grant', { plugin: 'greeter' });
  expect(await greet('')).toEqual({ said: 'kept' });
  await peer.close();
  for (const name of await readdir(path.join(folder, 'ada')))
    expect(
      (await readFile(path.join(folder, 'ada', name)).catch(() => Buffer.alloc(0))).includes('kingfisher'),
    ).toBe(false);
  await open();
});

test('the author’s key is never signed into the package', async () => {
  const place = await writePlugin('', []);
  await expect(
    signPlugin({ folder: place, key: path.join(place, 'my.key'), out: undefined }),
  ).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
});
