import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type Person, type World } from '../src/world.ts';

/** Also the one who is blocked in the end. */
const PARTNER = 'Cornelius Bramblewick';
const SENTENCE = 'the heron lands at midnight by the third lock';
const NAMES = {
  person: 'Wilhelmina Quillfeather',
  space: 'Operation Marmalade',
  channel: 'tangerine-dreams',
  note: 'buy eleven zeppelins',
  author: 'Bartholomew Inkwell',
};
/** What an account keeps for itself, and what it says in few words or to few people. */
const KEPT = {
  setting: 'velvet-pangolin-for-nobody',
  later: 'the balloon leaves on wednesday dawn',
  status: 'polishing the brass astrolabe',
  about: 'collects misprinted cloud atlases',
  topic: 'where the lanterns are hidden',
  private: 'walnut-conspiracy',
  whisper: 'nobody must know about the otter',
  canvas: 'seventeen barrels of quicksilver',
  file: 'blueprints-of-the-moonlit-weir.txt',
  inFile: 'turn the third sluice against the clock',
  search: 'unfindable rhubarb parliament',
};
const PLANTED = [SENTENCE, ...Object.values(NAMES), ...Object.values(KEPT), PARTNER];

let world: World;
let proxy: Server | undefined;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  proxy?.close();
  await world.close();
});

/** Which planted words stand in these bytes, in any encoding that a program would write by accident. */
const findPlanted = (bytes: Buffer): string[] =>
  PLANTED.filter((words) =>
    [Buffer.from(words), Buffer.from(words, 'utf16le'), Buffer.from(Buffer.from(words).toString('hex'))].some(
      (form) => bytes.includes(form),
    ),
  );

const readAll = async (file: string): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Passes bytes between clients and a relay, and keeps them all. */
const tap = async (port: number): Promise<{ port: number; seen: Buffer[] }> => {
  const seen: Buffer[] = [];
  const server = createServer((client) => {
    const relay = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, relay],
      [relay, client],
    ] as const) {
      from.on('data', (chunk: Buffer) => {
        seen.push(chunk);
        to.write(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  proxy = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, seen };
};

/** Leaves each of `KEPT` where it belongs, and waits until the other has what is for the other. */
const plantKept = async (ada: Person, ben: Person, message: string): Promise<void> => {
  const place = { space: NAMES.space, channel: NAMES.channel };
  await ada.call('settings.set', { key: 'secret', value: KEPT.setting });
  await ada.call('message.save', { space: NAMES.space, id: message });
  const at = new Date(Date.now() + 3600_000).toISOString();
  await ada.call('message.schedule', { ...place, text: KEPT.later, at });
  await ada.call('presence.set', { status: 'dnd', text: KEPT.status });
  await ada.call('profile.set', { about: KEPT.about });
  await ada.call('channel.topic', { ...place, topic: KEPT.topic });
  await ada.call('canvas.edit', { ...place, text: KEPT.canvas });
  await ada.call('message.search', { query: KEPT.search, wait: 1 });
  const data = Buffer.from(KEPT.inFile).toString('base64');
  const { upload } = await ada.call('file.begin', { ...place, name: KEPT.file, size: KEPT.inFile.length });
  await ada.call('file.put', { space: NAMES.space, upload, offset: 0, data });
  const left = await ada.call('file.begin', { ...place, name: KEPT.file, size: 9, modified: 1 });
  expect(left.received).toBe(0);
  const { files } = await ada.call('file.finish', { space: NAMES.space, uploads: [upload] });
  await ada.call('channel.create', {
    space: NAMES.space,
    name: KEPT.private,
    private: true,
    member: [PARTNER],
  });
  const direct = await ada.call('dm.open', { names: [PARTNER], space: NAMES.space });
  const whisper = { space: direct.space, channel: direct.channel };
  await ada.call('message.send', { ...whisper, text: KEPT.whisper });
  await ben.until(
    async () =>
      (await ben.call('presence.list', { space: NAMES.space })).some(({ text }) => text === KEPT.status) &&
      (await ben.call('profile.show', { space: NAMES.space, account: NAMES.person })).about === KEPT.about &&
      (await ben.call('canvas.show', place)).text === KEPT.canvas &&
      (await ben.call('channel.list', { space: NAMES.space })).some(({ name }) => name === KEPT.private) &&
      (await ben.call('message.list', whisper).catch(() => [])).some(({ text }) => text === KEPT.whisper),
    'all that is for the other arrives',
  );
  const [file] = files ?? [];
  const got = await ben.call('file.read', { space: NAMES.space, id: file?.id ?? '', offset: 0 });
  expect(got.data).toBe(data);
  await ada.call('account.block', { space: NAMES.space, name: PARTNER });
};

describe('secrecy', () => {
  it("[K7] [G6] planted words are nowhere on the relay, in its log, on the wire, or on clients' disks", async () => {
    const relay = await world.relay();
    const realPort = /\/tcp\/(\d+)\//.exec(relay.address)?.[1] ?? '';
    const wire = await tap(Number(realPort));
    const address = relay.address.replace(`/tcp/${realPort}/`, `/tcp/${wire.port}/`);
    const ada = await world.person(NAMES.person, { listen: [] });
    const ben = await world.person(PARTNER, { listen: [] });
    await ada.call('space.create', { name: NAMES.space, relay: [address] });
    const { link } = await ada.call('invite.create', { space: NAMES.space });
    await ben.call('space.join', { link });
    await ada.call('channel.create', { space: NAMES.space, name: NAMES.channel });
    await ben.until(
      async () =>
        (await ben.call('channel.list', { space: NAMES.space })).some(({ name }) => name === NAMES.channel),
      'the channel arrives',
    );
    const place = { space: NAMES.space, channel: NAMES.channel };
    const { id } = await ada.call('message.send', { ...place, text: SENTENCE });
    const line = JSON.stringify({ author: NAMES.author, time: '12:18', text: SENTENCE });
    await ada.call('message.import', { ...place, lines: line });
    await ben.until(async () => (await ben.call('message.list', place)).length === 2, 'both messages arrive');
    expect((await ben.call('message.list', place)).map(({ text }) => text)).toEqual([SENTENCE, SENTENCE]);
    await plantKept(ada, ben, id);
    await ada.call('sync.wait', { space: NAMES.space, timeout: 10 });
    await Promise.all([ada.close(), ben.close()]);
    await relay.stop();

    expect(Buffer.concat(wire.seen).length).toBeGreaterThan(10_000);
    expect(findPlanted(Buffer.concat(wire.seen))).toEqual([]);
    expect(findPlanted(Buffer.from(relay.output()))).toEqual([]);
    for (const folder of [relay.folder, ada.folder, ben.folder]) {
      const files = await filesBelow(folder);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) expect([file, findPlanted(await readAll(file))]).toEqual([file, []]);
    }
  });

  it('the search would find words that were written', () => {
    expect(findPlanted(Buffer.from(`xx${SENTENCE}xx`))).toEqual([SENTENCE]);
    expect(findPlanted(Buffer.from(NAMES.space, 'utf16le'))).toEqual([NAMES.space]);
  });
});
