import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Message } from '@plexi/operations';
import { connectProfile } from '@plexi/peer/host';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type Person, type RunningRelay, type World } from '../src/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.close();
});

const lab = { space: 'Lab', channel: 'general' } as const;
const LAB = ['--space', 'Lab'];
const MB = 1024 * 1024;
const LONG = process.env['PLEXI_LONG'] !== undefined;

/** Ada with a space on a relay, and somebody who is invited. */
const found = async (): Promise<{ ada: Person; ben: Person; relay: RunningRelay }> => {
  const relay = await world.relay();
  const ada = await world.person('Ada');
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  const { link } = await ada.call('invite.create', { space: 'Lab', uses: 5, days: 1 });
  const ben = await world.person('Ben');
  await ben.call('space.join', { link, timeout: 20 });
  return { ada, ben, relay };
};

const write = async (name: string, bytes: Uint8Array): Promise<string> => {
  const file = world.folder(name);
  await writeFile(file, bytes);
  return file;
};

/** Every file below a folder, with its bytes. */
const contents = async (folder: string): Promise<Buffer[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(path.join(entry.parentPath, entry.name))));
};

/** The sealed chunks that a profile keeps. */
const chunks = async (profile: string): Promise<string[]> => {
  const blobs = world.folder(profile) + '/blobs';
  const names = await readdir(blobs, { recursive: true }).catch(() => []);
  return names.filter((name) => /[0-9a-f]{64}$/.test(name));
};

const fetched = async (profile: string): Promise<number> => (await chunks(profile)).length;

describe('[N6] a file', { timeout: 90_000 }, () => {
  it('sent by a command reaches another from the relay when the sender is away; nothing of it is in the clear', async () => {
    const { ada, ben } = await found();
    await ada.close();
    await ben.close();
    const marker = Buffer.from('the quick brown fox of the file test');
    const bytes = Buffer.concat([marker, randomBytes(6 * MB), marker]);
    const file = await write('plan für Ada.pdf', bytes);
    const send = ['file', 'send', ...LAB, '--channel', 'general', file, '--text', 'As promised', '--json'];
    const message = JSON.parse(await world.command('Ada', ...send)) as Message;
    expect(message).toMatchObject({
      text: 'As promised',
      files: [{ name: 'plan für Ada.pdf', type: 'application/pdf', size: bytes.length }],
    });
    const out = world.folder('got.pdf');
    const get = ['file', 'get', message.files?.[0]?.id ?? '', ...LAB, '--out', out];
    const got = await world.command('Ben', ...get, '--json');
    expect(JSON.parse(got).files).toMatchObject([{ path: out, size: bytes.length }]);
    expect((await readFile(out)).equals(bytes)).toBe(true);
    expect((await stat(out)).mode & 0o077).toBe(0);
    for (const profile of ['Ada', 'Ben', 'relay-1'])
      for (const held of await contents(world.folder(profile)))
        expect(held.includes(marker) || held.includes('plan f')).toBe(false);
    await expect(world.command('Ben', 'file', 'get', message.id, ...LAB, '--out', out)).rejects.toThrow(
      'FILE_EXISTS',
    );
    const shown = message.id.slice(0, 12);
    await world.command('Ben', 'file', 'get', shown, ...LAB, '--out', out, '--force');
    const list = ['file', 'list', ...LAB, '--channel', 'general', '--json'];
    const listed = JSON.parse(await world.command('Ben', ...list));
    expect(listed).toMatchObject([{ name: 'plan für Ada.pdf', message: message.id, author: 'Ada' }]);
  });

  it('goes on where a killed receiver left off: what it had is not fetched again', async () => {
    const { ada, ben, relay } = await found();
    await ben.close();
    const bytes = randomBytes(24 * MB);
    const upload = await handOver(ada, 'film.mp4', bytes);
    const message = await ada.call('file.finish', { space: 'Lab', uploads: [upload] });
    const [file] = message.files ?? [];
    await ada.until(
      async () => (await ada.call('file.status', { space: 'Lab' })).length === 0,
      'it is on the relay',
    );
    await ada.close();

    const place = { space: 'Lab', id: file?.id ?? '' };
    const up = await world.up('Ben');
    const client = await connectProfile(ben.folder);
    await expect.poll(() => client?.call('file.show', place).catch(() => [])).toHaveLength(1);
    // A reader is brought the next few chunks too; with the relay held, no more than these come before the end.
    await client?.call('file.read', { ...place, offset: 0 });
    await expect.poll(() => fetched('Ben')).toBeGreaterThanOrEqual(3);
    relay.process.kill('SIGSTOP');
    await client?.call('file.resume', place);
    await up.stop('SIGKILL');
    relay.process.kill('SIGCONT');
    const had = await fetched('Ben');
    expect(had).toBeLessThan(20);

    const again = await world.reopen(ben.folder);
    let first: number | undefined;
    again.peer.subscribe((event) => {
      if (event.type === 'file') first ??= event.transfer.bytes;
    });
    await again.until(
      async () => (await again.call('file.status', { space: 'Lab' })).some(({ state }) => state === 'done'),
      'the rest is here',
    );
    expect(first).toBeGreaterThanOrEqual((had - 1) * MB);
    await again.close();
    const out = world.folder('film.mp4.got');
    await world.command('Ben', 'file', 'get', file?.id ?? '', ...LAB, '--out', out);
    expect((await readFile(out)).equals(bytes)).toBe(true);
  });

  it.runIf(LONG)(
    'goes on where a killed sender left off: half handed over, handed over without a message, and sent while no relay was there',
    async () => {
      const { ada, ben, relay } = await found();
      const begun = await handOver(ada, 'notes.txt', randomBytes(MB + 5));
      await ada.close();
      await relay.stop();
      const bytes = randomBytes(24 * MB);
      const send = ['file', 'send', ...LAB, '--channel', 'general', await write('film.mp4', bytes), '--json'];
      const up = await world.up('Ada');
      const broken = world.command('Ada', ...send).catch(String);
      while ((await fetched('Ada')) < 5) await new Promise((resolve) => setTimeout(resolve, 5));
      await up.stop('SIGKILL');
      expect(await broken).toContain('PEER_UNREACHABLE');
      const status = async (): Promise<unknown> =>
        JSON.parse(await world.command('Ada', 'file', 'status', ...LAB, '--json'));
      const left = { state: 'waiting', problem: { code: 'FILE_LEFT' } };
      const stood = await status();
      expect(stood).toHaveLength(2);
      expect(stood).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ ...left, id: begun, problem: expect.objectContaining(left.problem) }),
          expect.objectContaining({ name: 'film.mp4', problem: expect.objectContaining(left.problem) }),
        ]),
      );
      const had = await chunks('Ada');
      const message = JSON.parse(await world.command('Ada', ...send)) as Message;
      const has = await chunks('Ada');
      expect(had.length).toBeGreaterThanOrEqual(4);
      expect(had.filter((name) => has.includes(name)).length).toBeGreaterThanOrEqual(had.length - 1);
      expect(has).toHaveLength(24 + 2);

      const again = await world.reopen(ada.folder);
      await again.call('file.finish', { space: 'Lab', uploads: [begun], text: 'begun before' });
      expect(await again.call('file.status', { space: 'Lab' })).toHaveLength(2);
      await again.close();
      await world.relay({ folder: relay.folder, listen: relay.address.replace(/\/p2p\/.*/, '') });
      const once = await world.reopen(ada.folder);
      await once.until(
        async () => (await once.call('file.status', { space: 'Lab' })).length === 0,
        'all is there',
      );
      await once.close();
      await ben.close();
      const out = world.folder('film.got');
      await world.command('Ben', 'file', 'get', message.files?.[0]?.id ?? '', ...LAB, '--out', out);
      expect((await readFile(out)).equals(bytes)).toBe(true);
    },
  );

  it('comes from the sender itself while the relay is gone, and several of one message at once', async () => {
    const { ada, ben, relay } = await found();
    await ada.until(
      async () => (await ada.call('sync.status', { space: 'Lab' })).devices.length > 0,
      'the two are connected directly',
    );
    await relay.stop();
    const files = [randomBytes(MB + 7), new Uint8Array(0)];
    const uploads = [];
    for (const [i, bytes] of files.entries()) uploads.push(await handOver(ada, `part ${i}.bin`, bytes));
    const message = await ada.call('file.finish', {
      space: 'Lab',
      uploads,
      text: 'both',
    });
    await ben.until(
      async () => (await ben.call('message.list', lab)).some(({ id }) => id === message.id),
      'the message is there',
    );
    for (const [i, file] of (message.files ?? []).entries()) {
      const { data, size } = await ben.call('file.read', { space: 'Lab', id: file.id, offset: 0 });
      expect(size).toBe(files[i]?.length);
      expect(Buffer.from(data, 'base64').equals((files[i] ?? new Uint8Array()).subarray(0, MB))).toBe(true);
    }
  });

  it('as an answer stands in the thread alone, and in the channel too where that is asked', async () => {
    const { ada } = await found();
    const asked = await ada.call('message.send', { ...lab, text: 'Who has the tide table?' });
    const answer = async (name: string, channel: boolean) =>
      ada.call('file.finish', {
        space: 'Lab',
        uploads: [await handOver(ada, name, randomBytes(8))],
        reply: asked.id,
        channel,
      });
    const apart = await answer('apart.csv', false);
    const shown = await answer('shown.csv', true);
    const ids = (messages: readonly Message[]) => messages.map(({ id }) => id);
    const channel = await ada.call('message.list', { ...lab, replies: false });
    expect(ids(channel)).toEqual([asked.id, shown.id]);
    const thread = await ada.call('message.thread', { space: 'Lab', id: asked.id });
    expect(ids(thread)).toEqual([asked.id, apart.id, shown.id]);
  });

  it('[L6] of more than 100 MB is refused before anything is read; one that fits is handed over in order, whole, and once', async () => {
    const { ada } = await found();
    const input = { ...lab, name: 'large.bin', type: '', size: 100 * MB + 1 };
    await expect(ada.call('file.begin', input)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    const { upload } = await ada.call('file.begin', { ...lab, name: 'a.txt', size: 8 });
    const put = (offset: number, text: string) =>
      ada.call('file.put', { space: 'Lab', upload, offset, data: Buffer.from(text).toString('base64') });
    await put(0, 'four');
    await expect(put(0, 'four')).rejects.toMatchObject({ code: 'FILE_PART_MISPLACED' });
    await expect(put(4, 'too much')).rejects.toMatchObject({ code: 'FILE_PART_MISPLACED' });
    const finish = () => ada.call('file.finish', { space: 'Lab', uploads: [upload] });
    await expect(finish()).rejects.toMatchObject({ code: 'FILE_INCOMPLETE' });
    await put(4, 'more');
    const message = await finish();
    await expect(finish()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    // [L4] Deleted for everyone, its chunks go from the relay and from here.
    await ada.until(async () => (await fetched('relay-1')) === 1, 'the relay has it');
    await ada.call('message.delete', { space: 'Lab', id: message.id });
    await ada.until(
      async () => (await fetched('relay-1')) + (await fetched('Ada')) === 0,
      'it is gone everywhere',
    );
    await ada.close();
    const large = await write('large.bin', new Uint8Array());
    await truncate(large, 100 * MB + 1);
    const send = world.command('Ada', 'file', 'send', ...LAB, '--channel', 'general', large);
    await expect(send).rejects.toThrow('TOO_LARGE');
    expect(await fetched('Ada')).toBe(0);
  });

  it.runIf(LONG)(
    'of 100 MB goes from a client over the relay to another, in a time that is told',
    { timeout: 600_000 },
    async () => {
      const { ada, ben } = await found();
      const bytes = randomBytes(100 * MB);
      const start = performance.now();
      const upload = await handOver(ada, 'large.bin', bytes);
      const sealed = performance.now();
      const message = await ada.call('file.finish', { space: 'Lab', uploads: [upload] });
      while ((await ada.call('file.status', { space: 'Lab' })).length > 0)
        await new Promise((resolve) => setTimeout(resolve, 20));
      const sent = performance.now();
      await ada.close();
      const [file] = message.files ?? [];
      await ben.until(
        async () =>
          (await ben.call('file.show', { space: 'Lab', id: file?.id ?? '' }).catch(() => [])).length > 0,
        'the message is there',
      );
      const before = performance.now();
      const parts: Buffer[] = [];
      for (let offset = 0; offset < bytes.length; offset += MB) {
        const { data } = await ben.call('file.read', { space: 'Lab', id: file?.id ?? '', offset });
        parts.push(Buffer.from(data, 'base64'));
      }
      const done = performance.now();
      expect(Buffer.concat(parts).equals(bytes)).toBe(true);
      const rate = (ms: number): number => Math.round(100_000 / ms);
      process.stdout.write(
        `${JSON.stringify({ seal_mb_s: rate(sealed - start), to_relay_mb_s: rate(sent - sealed), from_relay_mb_s: rate(done - before) })}\n`,
      );
    },
  );
});

/** Hands a file over as a view does. */
const handOver = async (person: Person, name: string, bytes: Uint8Array): Promise<string> => {
  const { upload } = await person.call('file.begin', { ...lab, name, size: bytes.length });
  for (let offset = 0; offset < bytes.length; offset += MB) {
    const data = Buffer.from(bytes.subarray(offset, offset + MB)).toString('base64');
    await person.call('file.put', { space: 'Lab', upload, offset, data });
  }
  return upload;
};
