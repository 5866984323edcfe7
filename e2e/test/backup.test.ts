/** [K7] [K8] A locked profile is off the network and catches up afterwards. A backup file and the phrase bring an account back from an empty disk, as often as it takes, each time as a new device. */
import { readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const here = { space: 'Lab', channel: 'general' } as const;
const opens = 'battery staple';

const reads = (person: Person, text: string): Promise<void> =>
  person.until(
    async () => (await person.call('message.list', here).catch(() => [])).some((it) => it.text === text),
    `${text} is read`,
  );

test('from an empty disk, twice, while the old computer is gone: two new devices that write side by side', async () => {
  const relay = await world.relay();
  const ada = await world.person('Ada');
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  const ben = await world.device('ben');
  const { phrase, account, device: lost } = await ben.call('account.create', { name: 'Ben' });
  await ben.call('space.join', { link: (await ada.call('invite.create', { space: 'Lab' })).link });
  await ben.call('message.send', { ...here, text: 'before' });
  await ben.call('settings.set', { key: 'theme', value: 'dark' });
  await reads(ada, 'before');
  const made = await ben.call('account.backup', { passphrase: opens });
  expect(made.spaces).toBe(1);
  await ben.call('sync.wait', { space: 'Lab', timeout: 15 });
  await ben.close();

  // Nothing of it works without all three: file, its passphrase, phrase.
  const stranger = await world.device('stranger');
  const backup = made.backup;
  await expect(stranger.call('account.restore', { phrase, backup, opens: 'wrong' })).rejects.toMatchObject({
    code: 'BACKUP_WRONG',
  });
  const other = (await stranger.call('account.phrase', {})).phrase;
  await expect(stranger.call('account.restore', { phrase: other, backup, opens })).rejects.toMatchObject({
    code: 'BACKUP_OTHER_ACCOUNT',
  });
  expect((await stranger.call('account.show', {})).state).toBe('none');

  const devices: string[] = [];
  const people: Person[] = [];
  for (const name of ['first', 'second']) {
    const person = await world.device(name);
    const restored = await person.call('account.restore', { phrase, backup, opens });
    expect(restored).toMatchObject({ state: 'ready', name: 'Ben', account, spaces: 1 });
    devices.push(restored.device ?? '');
    people.push(person);
    await person.until(
      async () => (await person.call('space.list', {}))[0]?.state === 'ready',
      'somebody let the new device in',
    );
    await reads(person, 'before');
    expect((await person.call('settings.get', {})).values).toMatchObject({ theme: 'dark' });
    await person.call('message.send', { ...here, text: `from the ${name}` });
  }
  expect(new Set([lost, ...devices]).size).toBe(3);
  for (const person of [ada, ...people])
    for (const name of ['first', 'second']) await reads(person, `from the ${name}`);
  expect(await ada.call('fork.list', { space: 'Lab' })).toEqual([]);
  // The lost one is put out by one of the new ones.
  await people[0]?.call('device.remove', { device: lost ?? '' });
}, 120_000);

test('[K7] locked, a computer is off the network; unlocked, it catches up by itself', async () => {
  const relay = await world.relay();
  const dora = await world.person('Dora');
  await dora.call('space.create', { name: 'Dock', relay: [relay.address] });
  const eli = await world.device('eli');
  await eli.call('account.create', { name: 'Eli', passphrase: opens });
  await eli.call('space.join', { link: (await dora.call('invite.create', { space: 'Dock' })).link });
  const dock = { space: 'Dock', channel: 'general' } as const;
  await eli.call('account.lock', {});
  await dora.call('message.send', { ...dock, text: 'while you were away' });
  await dora.call('sync.wait', { space: 'Dock', timeout: 15 });
  await expect(eli.call('message.list', dock)).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED' });
  expect((await dora.call('message.list', dock))[0]).toMatchObject({ state: 'relay' });
  await eli.call('account.unlock', { passphrase: opens });
  await eli.until(
    async () => (await eli.call('message.list', dock)).some(({ text }) => text === 'while you were away'),
    'Eli reads what came meanwhile',
  );
  await eli.call('message.send', { ...dock, text: 'back' });
  await dora.until(
    async () => (await dora.call('message.list', dock)).some(({ text }) => text === 'back'),
    'Dora reads on',
  );
}, 120_000);

test('by commands: the file is for the user alone, says nothing, and no passphrase stands on a command line', async () => {
  const file = world.folder('ben.plexi-backup');
  process.env['PLEXI_NEW_PASSPHRASE'] = opens;
  process.env['PLEXI_BACKUP_PASSPHRASE'] = opens;
  try {
    const { phrase } = JSON.parse(
      await world.command('cleo', 'account', 'create', '--name', 'Cleo', '--no-passphrase', '--json'),
    ) as { phrase: string };
    await world.command('cleo', 'space', 'create', '--name', 'Quay');
    const saved = await world.command('cleo', 'account', 'export', '--out', file, '--json');
    expect(JSON.parse(saved)).toMatchObject({ spaces: 1 });
    expect((await stat(file)).mode & 0o077).toBe(0);
    const bytes = (await readFile(file)).toString('latin1');
    for (const word of ['Cleo', 'Quay', opens, phrase.split(' ')[0] ?? '']) expect(bytes).not.toContain(word);
    await expect(world.command('cleo', 'account', 'export', '--out', file)).rejects.toThrow(/FILE_EXISTS/u);
    const restored = await world.command(
      'cleo-again',
      'account',
      'restore',
      '--phrase',
      phrase,
      '--backup',
      file,
      '--no-passphrase',
      '--json',
    );
    expect(JSON.parse(restored)).toMatchObject({ name: 'Cleo', state: 'ready', spaces: 1 });
  } finally {
    delete process.env['PLEXI_NEW_PASSPHRASE'];
    delete process.env['PLEXI_BACKUP_PASSPHRASE'];
  }
}, 120_000);
