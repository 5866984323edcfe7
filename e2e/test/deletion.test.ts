import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Message } from '@plexi/operations';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptByProfile, keptByRelay } from '../src/kept-bytes.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

const FIRST = 'zebrafinch quarrels at the northern weir';
const SECOND = 'marzipan lanterns under the viaduct';
const KEPT = 'this sentence stays where it is';
const place = { space: 'Lab', channel: 'general' };

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.close();
});

const list = (person: Person): Promise<Message[]> => person.call('message.list', place);
const sees = (person: Person, matches: (messages: Message[]) => boolean, what: string): Promise<void> =>
  person.until(async () => matches(await list(person)), what);
const has = (text: string) => (messages: Message[]) => messages.some((message) => message.text === text);
const isGone = (messages: Message[]): boolean => messages.some((message) => message.deleted === true);

test('[L4] what its author deletes for everyone is nowhere afterwards, and the chains stay whole', async () => {
  const relay = await world.relay();
  const ada = await world.person('Ada', { listen: [] });
  const ben = await world.person('Ben', { listen: [] });
  const cleo = await world.person('Cleo', { listen: [] });
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  const { link } = await ada.call('invite.create', { space: 'Lab', uses: 3 });
  for (const person of [ben, cleo]) await person.call('space.join', { link });

  const { id } = await ada.call('message.send', { ...place, text: FIRST });
  await ada.call('message.send', { ...place, text: KEPT });
  await ada.call('message.edit', { space: 'Lab', id, text: SECOND });
  for (const person of [ben, cleo]) await sees(person, has(SECOND), 'the edited message arrives');
  await ben.call('message.reply', { space: 'Lab', id, text: 'an answer' });
  await sees(ada, (messages) => messages.some(({ replies }) => replies?.count === 1), 'the answer arrives');
  await cleo.close();

  const changed = ben.event((event) => event.type === 'changed' && isGone(event.messages));
  const deleted = await ada.call('message.delete', { space: 'Lab', id });
  expect(deleted).toMatchObject({ id, text: '', deleted: true, replies: { count: 1 } });
  await changed;
  expect(await ben.call('message.history', { space: 'Lab', id })).toEqual([]);
  await ada.until(
    async () => (await ada.call('sync.status', { space: 'Lab' })).inSync,
    'the relay has the order',
  );

  const cleoAgain = await world.reopen(cleo.folder, { listen: [] });
  await sees(cleoAgain, isGone, 'who was away learns of it');
  const dee = await world.person('Dee', { listen: [] });
  await dee.call('space.join', { link });
  await sees(dee, has(KEPT), 'who comes later reads the rest');
  await dee.until(
    async () => (await dee.call('sync.status', { space: 'Lab' })).inSync,
    'nothing is missing where an order says why it went',
  );
  expect((await list(dee)).some(({ text }) => text === FIRST || text === SECOND)).toBe(false);

  const people = [ada, ben, cleoAgain, dee];
  for (const person of people) await person.close();
  await relay.stop();
  for (const { folder } of people) {
    const kept = await keptByProfile(folder);
    expect(kept.includes(KEPT)).toBe(true);
    for (const words of [FIRST, SECOND, 'zebrafinch', 'marzipan']) expect(kept.includes(words)).toBe(false);
  }
}, 60_000);

test('[L4] the sealed bytes go from the relay too, whatever lay in their pages', async () => {
  const relay = await world.relay();
  const ada = await world.person('Ada', { listen: [] });
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  const { id } = await ada.call('message.send', { ...place, text: 'x'.repeat(60_000) });
  const synced = () =>
    ada.until(async () => (await ada.call('sync.status', { space: 'Lab' })).inSync, 'the relay has it');
  await synced();
  await relay.stop();
  const written = async () => (await keptByRelay(relay.folder)).filter((byte) => byte !== 0).length;
  const before = await written();
  const port = /\/tcp\/(\d+)\//.exec(relay.address)?.[1] ?? '';
  const again = await world.relay({ folder: relay.folder, listen: `/ip4/127.0.0.1/tcp/${port}` });
  await ada.call('message.delete', { space: 'Lab', id });
  await synced();
  await again.stop();
  expect(before - (await written())).toBeGreaterThan(55_000);
}, 60_000);

test('[L4] messages that disappear go from members and relay by their time', async () => {
  const relay = await world.relay();
  const ada = await world.person('Ada', { listen: [] });
  const ben = await world.person('Ben', { listen: [] });
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  const { link } = await ada.call('invite.create', { space: 'Lab' });
  await ben.call('space.join', { link });
  await ada.call('message.send', { ...place, text: KEPT });
  const file = async (): Promise<void> => {
    const data = randomBytes(3000);
    const { upload } = await ada.call('file.begin', {
      ...place,
      name: 'plan.pdf',
      size: 3000,
      type: 'application/pdf',
    });
    await ada.call('file.put', { space: 'Lab', upload, offset: 0, data: data.toString('base64') });
    await ada.call('file.finish', { space: 'Lab', uploads: [upload] });
  };
  const chunks = async (): Promise<number> =>
    (await readdir(path.join(relay.folder, 'blobs'), { recursive: true }).catch(() => [])).filter((name) =>
      /[0-9a-f]{64}$/.test(name),
    ).length;
  await file();
  await ada.until(async () => (await chunks()) === 1, 'the relay has the file that stays');
  const channel = await ada.call('channel.retain', { ...place, seconds: 3 });
  expect(channel.retention).toBe(3);
  const reset = ben.event((event) => event.type === 'reset');
  const sent = await ada.call('message.send', { ...place, text: FIRST });
  await file();
  await ada.until(async () => (await chunks()) === 2, 'and the one that goes');
  expect(Date.parse(sent.expires ?? '') - Date.parse(sent.time)).toBe(3000);
  await sees(ben, has(FIRST), 'it is there for a while');
  await reset;
  await sees(ben, (messages) => !has(FIRST)(messages), 'it has gone');
  await ada.until(async () => (await chunks()) === 1, 'the relay has dropped the file with its message');
  for (const person of [ada, ben]) {
    await sees(person, (messages) => !has(FIRST)(messages), 'it has gone');
    await person.close();
    expect((await keptByProfile(person.folder)).includes('zebrafinch')).toBe(false);
  }
}, 60_000);

test('[L4] an edit that another device of the author wrote offline goes as well', async () => {
  const relay = await world.relay();
  const phone = await world.device('phone', { listen: [] });
  const { phrase } = await phone.call('account.create', { name: 'Ada' });
  await phone.call('space.create', { name: 'Lab', relay: [relay.address] });
  const { link } = await phone.call('device.link', {});
  const laptop = await world.device('laptop', { listen: [] });
  await laptop.call('account.restore', { name: 'Ada', phrase });
  await laptop.call('device.adopt', { link });
  const { id } = await phone.call('message.send', { ...place, text: FIRST });
  await sees(laptop, has(FIRST), 'the message arrives');
  await laptop.close();

  const away = await world.reopen(laptop.folder, { online: false });
  await away.call('message.edit', { space: 'Lab', id, text: SECOND });
  await away.close();
  await phone.call('message.delete', { space: 'Lab', id });

  const back = await world.reopen(laptop.folder, { listen: [] });
  await sees(back, isGone, 'the laptop learns of the deletion');
  const orders = async (person: Person): Promise<void> =>
    person.until(async () => (await person.call('sync.status', { space: 'Lab' })).inSync, 'all have all');
  for (const person of [back, phone]) await orders(person);
  for (const person of [back, phone]) {
    expect(await person.call('message.history', { space: 'Lab', id })).toEqual([]);
    await person.close();
    const kept = await keptByProfile(person.folder);
    for (const words of [FIRST, SECOND, 'marzipan']) expect(kept.includes(words)).toBe(false);
  }
}, 60_000);
