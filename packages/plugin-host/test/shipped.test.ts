/** Plugins that ship with the app: there to be added, kept as the app has them, and not to be posed as. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeArchive, signPackage } from '@plexi/plugin-api';
import { utf8 } from '@plexi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesOf, primitives, workbench } from './workbench.ts';

let root: string;
const write = async (code: string, capabilities: string[]): Promise<void> => {
  const folder = path.join(root, 'probe', 'plugin');
  await mkdir(folder, { recursive: true });
  for (const [name, content] of filesOf(code, capabilities))
    await writeFile(path.join(folder, name), content);
};
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'plexi-shipped-'));
  await write(`plexi.answer('version', () => 1);`, ['storage']);
});
afterEach(async () => rm(root, { recursive: true, force: true }));

test('[P1] what ships is offered until it is installed, and asks like any other', async () => {
  const bench = await workbench({}, undefined, { shipped: root });
  expect((await bench.host.shipped()).map(({ id }) => id)).toEqual(['probe']);
  expect(await bench.host.install({ shipped: 'probe' })).toMatchObject({ state: 'waiting', grants: [] });
  expect(await bench.host.shipped()).toEqual([]);
  for (const id of ['../probe', 'nothing', '.'])
    await expect(bench.host.install({ shipped: id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await bench.host.close();
});

test('[P2] a newer app brings its newer version, with what was allowed and not with more', async () => {
  const first = await workbench({}, undefined, { shipped: root });
  await first.host.install({ shipped: 'probe' });
  await first.host.grant('probe', { capabilities: undefined, space: undefined });
  expect(await first.host.ask('probe', 'version', null)).toBe(1);
  await first.host.close();
  await write(`plexi.answer('version', () => 2);`, ['storage', 'message.send']);
  const second = await workbench({}, first.store, { shipped: root });
  expect(await second.host.ask('probe', 'version', null)).toBe(2);
  expect(second.host.list()[0]?.grants).toMatchObject([{ capabilities: ['storage'] }]);
  await second.host.close();
});

test('[P1] the mark of what ships is no secret, and is accepted for nothing from elsewhere', async () => {
  const bench = await workbench({}, undefined, { shipped: root });
  const files = filesOf('evil', ['storage']);
  const seed = primitives.sha256(utf8('plexichat: plugins that ship with the app'));
  const signature = signPackage(primitives, seed, files);
  const { author } = await bench.host.install({ shipped: 'probe' });
  // It would have gained what the real one keeps, and its name.
  expect(signature.key).toBe(author);
  await expect(bench.host.install({ bytes: encodeArchive({ files, signature }) })).rejects.toMatchObject({
    code: 'PLUGIN_SIGNATURE',
  });
  await bench.host.close();
});
