import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeBlobFrame, FILE_CHUNK_BYTES, fileIdOf, LIMITS, ZERO_HLC } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { FILE_KIND } from '../../src/file/describe.ts';
import { parcelOf } from '../../src/file/parcel.ts';
import { copyAll, GENERAL, lab, openHolder, person, primitives } from '../space-story.ts';
import { createWire } from '../sync/wire.ts';
import { connect, type Station, sealFile, sendFile, station } from './story.ts';

const OF = { channel: GENERAL, clock: ZERO_HLC };

const MB = FILE_CHUNK_BYTES;

/** Ada and Ben with a relay that the space lists. */
const club = async () => {
  const { atAda, atBen, atCleo } = await lab();
  const relay = person('relay');
  await atAda.act({ type: 'relay.list', device: relay.device, addresses: ['/ip4/127.0.0.1/tcp/1'] });
  const atRelay = await openHolder(relay, atAda.replica.space, { clock: atAda.clock });
  for (const other of [atRelay, atBen, atCleo]) await copyAll(atAda, other);
  const relays = [atRelay];
  return {
    ada: await station(atAda, 'client', { relays }),
    ben: await station(atBen, 'client', { relays }),
    cleo: await station(atCleo, 'client', { relays }),
    relay: await station(atRelay, 'relay'),
  };
};

const readAll = (at: Station, file: ReturnType<typeof sealFile>): Promise<Uint8Array> =>
  at.files.read(file.parcel, file.manifest, 0, file.manifest.size);
const state = (at: Station) => at.files.status(at.replica.space)[0]?.state;
const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

describe('[N6] files', () => {
  test('the sender brings a file to the relay and goes; another gets it from there, byte for byte', async () => {
    const { ada, ben, relay } = await club();
    const file = await sendFile(ada, 2.5 * MB);
    const wire = connect(ada, relay);
    await ada.files.send([file.parcel], async () => ({ clock: 0 }));
    await expect.poll(() => relay.blobs.bytes(relay.replica.space)).toBeGreaterThan(2.5 * MB);
    await expect.poll(() => ada.files.status(ada.replica.space)).toEqual([]);
    wire.cut();
    connect(ben, relay);
    expect(isSame(await readAll(ben, file), file.plain)).toBe(true);
    const plain = Buffer.from(file.plain.subarray(0, 64));
    for (const shelf of await readdir(relay.folder))
      for (const name of await readdir(path.join(relay.folder, shelf)))
        expect((await readFile(path.join(relay.folder, shelf, name))).includes(plain)).toBe(false);
  });

  test('without a relay it comes from the sender, and from then on from whoever has it', async () => {
    const { ada, ben, cleo } = await club();
    const file = await sendFile(ada, 1_300_000);
    const wire = connect(ada, ben);
    expect(isSame(await readAll(ben, file), file.plain)).toBe(true);
    wire.cut();
    connect(ben, cleo);
    expect(isSame(await readAll(cleo, file), file.plain)).toBe(true);
  });

  test('several holders give at once', async () => {
    const { ada, ben, cleo, relay } = await club();
    const file = await sendFile(ada, 12 * MB);
    for (const [i, bytes] of file.sealed.entries())
      await relay.blobs.keep(relay.replica.space, file.manifest.hashes[i] ?? '', bytes, {
        account: ada.who.account,
      });
    const [fromAda, fromRelay] = [connect(cleo, ada), connect(cleo, relay)];
    expect(isSame(await readAll(cleo, file), file.plain)).toBe(true);
    for (const wire of [fromAda, fromRelay]) expect(wire.sent.length).toBeGreaterThan(30);
    expect(ben.blobs.total()).toBe(0);
  });

  test('a relay that withholds a part is passed over, one that lies is cut off, and another holder gives it', async () => {
    const { ada, ben, relay } = await club();
    const file = await sendFile(ada, 3 * MB);
    const [first = '', second = ''] = file.manifest.hashes;
    const { space } = relay.replica;
    // The first chunk's place holds other bytes, the second's is swapped with nothing at all.
    await relay.blobs.keep(space, first, file.sealed[1] as Uint8Array, { account: ada.who.account });
    const bad = connect(ben, relay);
    const reading = readAll(ben, file);
    expect(await bad.ended()).toBe('BLOB_MISMATCH');
    expect(ben.blobs.size(ben.replica.space, first)).toBeUndefined();
    expect(relay.blobs.size(space, second)).toBeUndefined();
    connect(ben, ada);
    expect(isSame(await reading, file.plain)).toBe(true);
  });

  test('a chunk in the place of another, or of another file, does not open', async () => {
    const { ada } = await club();
    const file = await sendFile(ada, 3 * MB);
    const swapped = { ...file.manifest, hashes: file.manifest.hashes.toReversed() };
    const parcel = { ...file.parcel, hashes: swapped.hashes };
    await expect(ada.files.read(parcel, swapped, 0, 10)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
    const shorter = { ...file.manifest, size: 2 * MB, hashes: file.manifest.hashes.slice(0, 2) };
    await expect(
      ada.files.read({ ...file.parcel, size: shorter.size, hashes: shorter.hashes }, shorter, 0, 10),
    ).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
  });

  test('a part of a file comes before the rest, and little more than it', async () => {
    const { ada, ben } = await club();
    const file = await sendFile(ada, 16 * MB);
    connect(ada, ben);
    const part = await ben.files.read(file.parcel, file.manifest, 12 * MB - 100, 200);
    expect(isSame(part, file.plain.subarray(12 * MB - 100, 12 * MB + 100))).toBe(true);
    expect(ben.blobs.size(ben.replica.space, file.manifest.hashes[0] ?? '')).toBeUndefined();
    expect(ben.blobs.total()).toBeLessThan(12 * MB);
  });

  test('a download is held, and goes on after a restart with what it has', async () => {
    const { ada, ben } = await club();
    const file = await sendFile(ada, 8 * MB);
    const { space } = ben.replica;
    const wire = connect(ada, ben);
    let asked = 0;
    wire.watch((sent) => {
      if (sent.from === ada.who.device && ++asked === 40) wire.cut();
    });
    await ben.files.resume(file.parcel);
    await wire.ended();
    await expect.poll(() => state(ben)).toBe('waiting');
    const had = ben.blobs.bytes(space);
    expect(had).toBeLessThan(8 * MB);
    await ben.files.pause(space, file.parcel.id);
    expect(ben.files.status(space)).toMatchObject([{ state: 'paused', direction: 'down' }]);
    await ben.files.close();

    const again = await station(ben, 'client', { folder: ben.folder });
    expect(again.blobs.bytes(space)).toBe(had);
    await again.files.open(space);
    expect(state(again)).toBe('paused');
    const second = connect(ada, again);
    await again.files.resume(file.parcel);
    await expect.poll(() => state(again)).toBe('done');
    const came = second.sent.filter(({ from }) => from === ada.who.device);
    expect(came.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(8 * MB - had + 200_000);
    expect(isSame(await readAll(again, file), file.plain)).toBe(true);
  });

  test.each([true, false])(
    'an end between a whole file and the end of its message; the message is there: %s',
    async (isThere) => {
      const { ada, relay } = await club();
      const { space } = ada.replica;
      const about = { name: 'plan.pdf', type: '', size: 5, modified: undefined, preview: undefined };
      const place = { space, channel: GENERAL, width: undefined, height: undefined };
      const { id } = await ada.files.uploads.begin({ ...about, ...place });
      await ada.files.uploads.put(space, id, 0, new Uint8Array(5));
      const manifest = ada.files.uploads.finish(space, id);
      const file = fileIdOf(primitives, manifest);
      const begun = Promise.withResolvers<void>();
      const parcel = parcelOf(file, manifest, { ...place, account: ada.who.account, clock: ZERO_HLC });
      void ada.files.send([parcel], () => {
        begun.resolve();
        return new Promise<never>(() => undefined);
      });
      await begun.promise;
      const value = new TextEncoder().encode('00');
      if (isThere)
        await ada.store.commit([{ type: 'record', scope: space, kind: FILE_KIND, key: file, value }]);

      const again = await station(ada, 'client', { folder: ada.folder, relays: [relay] });
      await again.files.open(space);
      expect(again.files.status(space).map((one) => one.id)).toEqual([isThere ? file : id]);
    },
  );

  test('what is on its way to a relay goes on after a restart; a full relay says so, and what to do', async () => {
    const { ada, relay } = await club();
    const file = await sendFile(ada, 3 * MB);
    const { space } = ada.replica;
    relay.room.bytes = MB;
    await ada.files.send([file.parcel], async () => ({ clock: 0 }));
    expect(ada.files.status(space)).toMatchObject([
      { state: 'waiting', problem: { code: 'RELAY_UNREACHABLE' } },
    ]);
    connect(ada, relay);
    await expect.poll(() => state(ada)).toBe('failed');
    expect(ada.files.status(space)[0]?.problem).toMatchObject({
      code: 'RELAY_QUOTA',
      next: expect.stringMatching(/larger quota/),
    });
    await ada.files.close();

    relay.room.bytes = 10 * MB;
    const again = await station(ada, 'client', { folder: ada.folder, relays: [relay] });
    await again.files.open(space);
    connect(again, relay);
    await expect.poll(() => again.files.status(space)).toEqual([]);
    expect(relay.blobs.bytes(space)).toBeGreaterThanOrEqual(3 * MB);
  });

  test('who is no member gets nothing, may give nothing, and learns nothing', async () => {
    const { ada, relay } = await club();
    const file = await sendFile(ada, MB / 2);
    const stranger = await station(await openHolder(person('eve'), ada.replica.space, { clock: ada.clock }));
    const [hash = ''] = file.manifest.hashes;
    connect(stranger, ada);
    const link = await stranger.exchange.link(ada.who.device);
    expect(await link.ask(ada.replica.space, [hash])).toEqual([false]);
    const length = file.sealed[0]?.length ?? 0;
    const fetching = { hash, bytes: new Uint8Array(length), filled: 0 };
    await expect(link.get(ada.replica.space, fetching, () => undefined)).rejects.toMatchObject({
      code: 'PEER_REFUSED',
    });
    connect(stranger, relay);
    const toRelay = await stranger.exchange.link(relay.who.device);
    const give = toRelay.put(
      relay.replica.space,
      { ...OF, hash, bytes: file.sealed[0] as Uint8Array },
      () => undefined,
    );
    await expect(give).rejects.toMatchObject({ code: 'PEER_REFUSED' });
    expect(relay.blobs.total()).toBe(0);
  });

  test('a client takes in nothing that it did not ask for', async () => {
    const { ada, ben } = await club();
    const file = await sendFile(ada, MB / 2);
    connect(ada, ben);
    const link = await ada.exchange.link(ben.who.device);
    const give = link.put(
      ada.replica.space,
      { ...OF, hash: file.manifest.hashes[0] ?? '', bytes: file.sealed[0] as Uint8Array },
      () => undefined,
    );
    await expect(give).rejects.toMatchObject({ code: 'PEER_REFUSED' });
    expect(ben.blobs.total()).toBe(0);
  });

  test('what a member gives a relay must be what its hash says, and in order; room that was held is free again', async () => {
    const { ada, relay } = await club();
    const file = sealFile(ada, MB / 4);
    const { space } = ada.replica;
    const [hash = ''] = file.manifest.hashes;
    const room = relay.room.bytes;
    const lies = (file.sealed[0] as Uint8Array).slice();
    lies[9] = (lies[9] as number) ^ 1;
    const wire = connect(ada, relay);
    const link = await ada.exchange.link(relay.who.device);
    await expect(link.put(space, { ...OF, hash, bytes: lies }, () => undefined)).rejects.toMatchObject({
      code: 'CHANNEL_CLOSED',
    });
    expect(wire.reason()).toBe('BLOB_MISMATCH');
    expect(relay.room.bytes).toBe(room);

    const second = createWire(ada.who.device, relay.who.device);
    relay.exchange.onChannel(second.end(relay));
    const raw = second.end(ada);
    raw.onFrame(() => undefined);
    raw.send(encodeBlobFrame(space, { kind: 'put', number: 1, hash, length: lies.length, ...OF }));
    raw.send(encodeBlobFrame(space, { kind: 'part', number: 1, offset: 64, bytes: lies.subarray(0, 64) }));
    expect(await second.ended()).toBe('FRAME_INVALID');
    expect(relay.room.bytes).toBe(room);
    expect(relay.blobs.total()).toBe(0);
  });

  test('[L6] gifts and answers under way on one channel are few', async () => {
    const { ada, relay } = await club();
    const { space } = ada.replica;
    const wire = createWire(ada.who.device, relay.who.device);
    relay.exchange.onChannel(wire.end(relay));
    const codes: string[] = [];
    const raw = wire.end(ada);
    raw.onFrame((bytes) => {
      if (bytes[0] === 8) codes.push(Buffer.from(bytes.subarray(37)).toString());
    });
    for (let number = 0; number <= LIMITS.blobPuts; number++)
      raw.send(
        encodeBlobFrame(space, { kind: 'put', number, hash: `${number}`.repeat(64), length: 100, ...OF }),
      );
    await wire.quiet();
    expect(codes).toEqual(['TOO_BUSY']);
    const file = sealFile(ada, MB);
    const [hash = ''] = file.manifest.hashes;
    await relay.blobs.keep(space, hash, file.sealed[0] as Uint8Array, { account: ada.who.account });
    for (let number = 0; number <= LIMITS.blobGets; number++)
      raw.send(encodeBlobFrame(space, { kind: 'get', number, hash, offset: 0, length: LIMITS.blobBytes }));
    await wire.quiet();
    expect(codes).toEqual(['TOO_BUSY', 'TOO_BUSY']);
  });

  test('[L4] what its author had dropped goes, what somebody else names stays', async () => {
    const { ada, ben } = await club();
    const file = await sendFile(ada, 2 * MB);
    connect(ada, ben);
    await readAll(ben, file);
    const { space } = ben.replica;
    await ben.files.drop(space, ben.who.account, file.manifest.hashes);
    expect(ben.blobs.bytes(space)).toBeGreaterThan(0);
    await ben.files.drop(space, ada.who.account, file.manifest.hashes);
    expect(ben.blobs.bytes(space)).toBe(0);
    expect((await readdir(ben.folder, { recursive: true })).filter((name) => name.length > 60)).toEqual([]);
  });
});
