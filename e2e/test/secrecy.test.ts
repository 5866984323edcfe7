import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../src/world.ts';

const SENTENCE = 'the heron lands at midnight by the third lock';
const NAMES = {
  person: 'Wilhelmina Quillfeather',
  space: 'Operation Marmalade',
  channel: 'tangerine-dreams',
  note: 'buy eleven zeppelins',
  author: 'Bartholomew Inkwell',
};
const PLANTED = [SENTENCE, ...Object.values(NAMES)];

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

describe('secrecy', () => {
  it("[K7] [G6] planted words are nowhere on the relay, in its log, on the wire, or on clients' disks", async () => {
    const relay = await world.relay();
    const realPort = /\/tcp\/(\d+)\//.exec(relay.address)?.[1] ?? '';
    const wire = await tap(Number(realPort));
    const address = relay.address.replace(`/tcp/${realPort}/`, `/tcp/${wire.port}/`);
    const ada = await world.person(NAMES.person, { listen: [] });
    const ben = await world.person('Ben', { listen: [] });
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
    await ada.call('message.send', { ...place, text: SENTENCE });
    const line = JSON.stringify({ author: NAMES.author, time: '12:18', text: SENTENCE });
    await ada.call('message.import', { ...place, lines: line });
    await ben.until(async () => (await ben.call('message.list', place)).length === 2, 'both messages arrive');
    expect((await ben.call('message.list', place)).map(({ text }) => text)).toEqual([SENTENCE, SENTENCE]);
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
