/** [N7] This version beside an old one: relays, people and profiles of both. */
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { Message } from '@plexi/operations';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { layOldVersion, type OldPerson, openOldPerson, withoutOldVersion } from '../src/old-version.ts';
import { createWorld, type World } from '../src/world.ts';

const MISSING = withoutOldVersion();
const CHANNEL = 'general';

let world: World;
let old: string;
const opened = new Set<OldPerson>();

/** Somebody who still has the old version. */
const oldPerson = async (name: string): Promise<OldPerson> => {
  const person = await openOldPerson(old, world.folder(name));
  opened.add(person);
  return person;
};

const list = (person: OldPerson, space: string): Promise<Message[]> =>
  person.call('message.list', { space, channel: CHANNEL });
const find = async (person: OldPerson, space: string, text: string): Promise<Message | undefined> =>
  (await list(person, space)).find((message) => message.text === text);
const sees = (person: OldPerson, space: string, text: string): Promise<void> =>
  person.until(async () => (await find(person, space, text)) !== undefined, `"${text}" arrives`);

beforeEach(async () => {
  world = await createWorld();
  old = world.folder('old version');
  if (MISSING === undefined) layOldVersion(old);
});
afterEach(async () => {
  await Promise.all([...opened].map((person) => person.close()));
  opened.clear();
  await world.close();
});

/** One says something, sends a file and takes something back, and the other has it all. */
const speak = async (from: OldPerson, to: OldPerson, space: string, name: string): Promise<void> => {
  const place = { space, channel: CHANNEL };
  const [hello, regrets, sends] = [`${name} says hello`, `${name} regrets this`, `${name} sends a file`];
  await from.call('message.send', { ...place, text: hello });
  const second = await from.call('message.send', { ...place, text: regrets });
  await sees(to, space, hello);
  await sees(to, space, regrets);
  await from.call('message.delete', { space, id: second.id });
  await to.until(
    async () => (await list(to, space)).some(({ id, deleted }) => id === second.id && deleted === true),
    `what ${name} deleted is gone`,
  );
  const bytes = randomBytes(100_000);
  const { upload } = await from.call('file.begin', { ...place, name: 'plan.bin', size: bytes.length });
  await from.call('file.put', { space, upload, offset: 0, data: bytes.toString('base64') });
  await from.call('file.finish', { space, uploads: [upload], text: sends });
  await sees(to, space, sends);
  const id = (await find(to, space, sends))?.files?.[0]?.id ?? '';
  const { data } = await to.call('file.read', { space, id, offset: 0, length: bytes.length });
  expect(Buffer.from(data, 'base64').equals(bytes)).toBe(true);
};

/** `host` makes a space at `relay`, and `guest` joins it. */
const meet = async (host: OldPerson, guest: OldPerson, space: string, relay: string): Promise<void> => {
  await host.call('space.create', { name: space, relay: [relay] });
  const { link } = await host.call('invite.create', { space, uses: 1 });
  await guest.call('space.join', { link, timeout: 60 });
};

const NAME = MISSING === undefined ? 'beside an old version' : `beside an old version: ${MISSING}`;

test.skipIf(MISSING !== undefined)(
  `[N7] ${NAME} this one writes through relays of both, takes over what the old one kept, and is not opened by it`,
  async () => {
    const relay = await world.relay();
    const oldRelay = await world.relay({ root: old });
    const ada = await world.person('Ada', { listen: [] });
    const ben = await oldPerson('Ben');
    await ben.call('account.create', { name: 'Ben' });

    await meet(ben, ada, 'Lab', relay.address);
    await speak(ben, ada, 'Lab', 'Ben');
    await speak(ada, ben, 'Lab', 'Ada');
    await meet(ada, ben, 'Hall', oldRelay.address);
    await speak(ada, ben, 'Hall', 'Ada');
    await speak(ben, ada, 'Hall', 'Ben');

    const before = await list(ben, 'Hall');
    await ben.close();
    const again = await world.reopen(ben.folder, { listen: [] });
    const kept = (messages: Message[]) => messages.map(({ id, text, files }) => ({ id, text, files }));
    expect(kept(await list(again, 'Hall'))).toEqual(kept(before));
    expect((await readdir(ben.folder)).filter((name) => name.includes('before'))).toHaveLength(1);
    for (const space of ['Lab', 'Hall']) {
      await again.call('message.send', { space, channel: CHANNEL, text: 'written by the new version' });
      await sees(ada, space, 'written by the new version');
    }
    await again.close();
    await expect(oldPerson('Ben')).rejects.toThrow('STORE_NEWER');
  },
  120_000,
);
