import { type EntryId, type EpochId, idFromBytes, LIMITS, utf8 } from '@plexi/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDevice, encodeDevice } from '../../src/index.ts';
import { wrapSecret } from '../../src/key-group/history.ts';
import { createKeyGroup, createKeyPackage, joinKeyGroup, readKeyPackage } from '../../src/key-group/index.ts';
import { type CommitMessage, encodeKeyMessage } from '../../src/key-group/message.ts';
import { nativePrimitives as primitives } from '../../src/native/native.ts';
import { draft, HELD, metaOf, REFUSED, setUp } from './hostile-story.ts';
import { found, letIn, type Member, meet, newcomer, SPACE } from './story.ts';

describe('[L6] hostile key messages', () => {
  it('property: garbage is refused and changes nothing', async () => {
    const { ada, ben, commit, tip } = await setUp();
    const valid = encodeKeyMessage(commit);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(await ada.group.receive(bytes, metaOf(ben))).toEqual(REFUSED);
      }),
      { numRuns: 50 },
    );
    for (let length = 0; length < valid.length; length += 97) {
      expect(await ada.group.receive(valid.slice(0, length), metaOf(ben))).toEqual(REFUSED);
    }
    expect(ada.group.current()?.epoch).toBe(tip);
  });

  it('property: a commit damaged anywhere never becomes an epoch', async () => {
    const { ada, ben, commit, tip } = await setUp();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(commit.commit.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const damaged = commit.commit.map((byte, i) => (i === at ? byte ^ flip : byte));
          const body = encodeKeyMessage({ ...commit, commit: damaged });
          expect((await ada.group.receive(body, metaOf(ben, ben.heads()))).refused?.code).toBe(
            'KEY_GROUP_INVALID',
          );
        },
      ),
      { numRuns: 40 },
    );
    expect(ada.group.current()?.epoch).toBe(tip);
    // The same, undamaged, counts: the refusals were for the damage.
    const whole = await ada.group.receive(encodeKeyMessage(commit), metaOf(ben, ben.heads()));
    expect(whole).toMatchObject({ changed: true, refused: undefined });
    expect(ada.group.current()?.epoch).toBe(commit.epoch);
  });

  it('oversized parts are refused before they are read', async () => {
    const { ada, ben, commit } = await setUp();
    const huge = new Uint8Array(LIMITS.mlsMessageBytes + 1);
    expect(() => encodeKeyMessage({ ...commit, commit: huge })).toThrow(z.ZodError);
    const wrap = { epoch: commit.parent, entry: commit.parentEntry, box: new Uint8Array(72) };
    const many = Array.from({ length: LIMITS.historyWraps + 1 }, () => wrap);
    expect(() => encodeKeyMessage({ ...commit, wraps: many })).toThrow(z.ZodError);
    expect(await ada.group.receive(new Uint8Array(LIMITS.bodyBytes + 1), metaOf(ben))).toEqual(REFUSED);
    await expect(readKeyPackage(new Uint8Array(LIMITS.keyPackageBytes + 1))).rejects.toMatchObject({
      code: 'KEY_GROUP_INVALID',
    });
  });

  it('a commit by another than its author, wrong hashes and wrong parents are refused', async () => {
    const { ada, ben, guest, commit } = await setUp();
    const heads = ben.heads();
    const other = 'ee'.repeat(32);
    const attempts: [string, CommitMessage, Member][] = [
      ['posted again by the guest', commit, guest],
      ['history hash', { ...commit, historyHash: new Uint8Array(32) }, ben],
      ['epoch id', { ...commit, epoch: other as EpochId }, ben],
      ['parent entry', { ...commit, parentEntry: other as EntryId }, ben],
      ['no commit in it', { ...commit, commit: commit.welcome }, ben],
      ['something behind it', { ...commit, commit: new Uint8Array([...commit.commit, 0]) }, ben],
    ];
    for (const [name, message, author] of attempts) {
      const outcome = await ada.group.receive(encodeKeyMessage(message), metaOf(author, heads));
      expect(outcome, `for ${name}`).toEqual(REFUSED);
    }
  });

  it('[K2] a commit that governance does not permit is refused', async () => {
    const { ada, ben, commit } = await setUp();
    // It cites heads from before the admission.
    expect(await ada.group.receive(encodeKeyMessage(commit), metaOf(ben, []))).toEqual(REFUSED);
    const cleo = await newcomer('cleo', ada);
    await letIn(ada, cleo);
    await meet(ada, ben, cleo);
    // ben takes ada out, and nothing says that he may.
    const made = await ben.group.commit({ add: [], remove: [ada.device.device] });
    expect(await cleo.group.receive(made?.message ?? new Uint8Array(), metaOf(ben, ben.heads()))).toEqual(
      REFUSED,
    );
    expect(cleo.group.current()?.roster).toContain(ada.device.device);
  });

  it('an outsider with a group of its own gets nobody into it', async () => {
    const { ada, guest } = await setUp();
    const device = createDevice(primitives);
    const governance = { ...ada.governance, founder: () => device.device, isCertified: () => true };
    const rogue = await createKeyGroup({ primitives, space: SPACE, device, governance });
    const root = metaOf(device.device);
    await rogue.group.receive(rogue.message, root);
    expect(await ada.group.receive(rogue.message, root)).toEqual(REFUSED);
    const made = await rogue.group.commit({
      add: [{ device: guest.device.device, keyPackage: guest.pair?.public }],
      remove: [],
    });
    for (const [id, act] of ada.shelf.acts) guest.shelf.acts.set(id, act);
    const welcome = await guest.group.receive(made?.message ?? new Uint8Array(), metaOf(device.device));
    // Its leaf key is certified by nobody, so the Welcome does not count.
    expect(welcome).toMatchObject({ changed: false });
    expect(guest.group.current()).toBeUndefined();
  });

  it('a Welcome for somebody else, or signed by another than its author, lets nobody in', async () => {
    const { ada, ben, guest, commit } = await setUp();
    for (const [id, act] of ben.shelf.acts) guest.shelf.acts.set(id, act);
    const stranger = await newcomer('stranger', ada);
    const body = encodeKeyMessage(commit);
    expect(await stranger.group.receive(body, metaOf(ben, ben.heads()))).toEqual(HELD);
    expect(stranger.group.current()).toBeUndefined();
    expect(await guest.group.receive(body, metaOf(ada, ben.heads()))).toEqual(HELD);
    expect(guest.group.current()).toBeUndefined();
    await guest.group.receive(body, metaOf(ben, ben.heads()));
    expect(guest.group.historySecret(commit.epoch)).toBeDefined();
  });

  it('[K5] a wrap of another secret than the one that was published is ignored, and the right one still counts', async () => {
    const ada = await found('ada');
    const ben = await newcomer('ben', ada);
    const root = ada.group.current()?.epoch as EpochId;
    ada.write('old');
    const commit = await draft(ada, ben);
    const meta = metaOf(ada, ada.heads());
    const wrong = {
      ...commit,
      wraps: commit.wraps.map((wrap) => ({
        ...wrap,
        box: wrap.box.map((byte, i) => (i === 71 ? byte ^ 1 : byte)),
      })),
    };
    for (const [id, act] of ada.shelf.acts) ben.shelf.acts.set(id, act);
    for (const item of ada.shelf.keys.values()) await ben.group.receive(item.body, item);
    await ben.group.receive(encodeKeyMessage(wrong), meta);
    expect(ben.group.current()?.epoch).toBe(commit.epoch);
    expect(ben.group.historySecret(root)).toBeUndefined();
    expect(ben.group.epochsWithoutSecret()).toEqual([root]);
    // Sealed as it should be, by somebody in the group, and still not the secret whose hash was published.
    const lie = wrapSecret(primitives, ben.group.historySecret(commit.epoch) ?? new Uint8Array(), {
      epoch: root,
      entry: commit.parentEntry,
      secret: new Uint8Array(32).fill(7),
    });
    const lying = encodeKeyMessage({ type: 'history', epoch: commit.epoch, wraps: [lie] });
    expect((await ben.group.receive(lying, metaOf(ada))).opened).toEqual([]);
    expect(ben.group.historySecret(root)).toBeUndefined();
    const right = encodeKeyMessage({ type: 'history', epoch: commit.epoch, wraps: commit.wraps });
    expect((await ben.group.receive(right, metaOf(ada))).opened).toEqual([root]);
    expect(ben.group.historySecret(root)).toEqual(ada.group.historySecret(root));
  });

  it("KeyPackages that are not their author's, or not certified, are not offered on", async () => {
    const { ada, ben, guest } = await setUp();
    const own = await createKeyPackage(ben.device, { primitives });
    const foreign = await createKeyPackage(guest.device, { primitives });
    const uncertified = { ...createDevice(primitives), device: ben.device.device };
    const rogue = await createKeyPackage(uncertified, { primitives });
    const before = ada.group.keyPackageOf(ben.device.device);
    for (const lastResort of [foreign.public, rogue.public]) {
      await ada.group.receive(
        encodeKeyMessage({ type: 'key-packages', fresh: [own.public], lastResort }),
        metaOf(ben),
      );
      expect(ada.group.keyPackageOf(ben.device.device)).toEqual(before);
    }
    const good = encodeKeyMessage({ type: 'key-packages', fresh: [], lastResort: own.public });
    await ada.group.receive(good, metaOf(ben));
    expect(ada.group.keyPackageOf(ben.device.device)).toEqual(own.public);
    const damaged = own.public.map((byte, i) => (i === own.public.length - 1 ? byte ^ 1 : byte));
    expect(
      await ada.group.receive(
        encodeKeyMessage({ type: 'key-packages', fresh: [damaged], lastResort: own.public }),
        metaOf(ben),
      ),
    ).toEqual(REFUSED);
  });

  it('what cannot be judged is held within bounds', async () => {
    const ada = await found('ada');
    const waiter = await newcomer('waiter', ada);
    const ben = await newcomer('ben', ada);
    const commit = await draft(ada, ben);
    for (let i = 0; i < LIMITS.heldKeyMessages + 20; i++) {
      const epoch = idFromBytes<EpochId>(primitives.sha256(utf8(`unknown ${i}`)));
      const body = encodeKeyMessage({
        ...commit,
        epoch,
        parent: epoch,
        commit: new Uint8Array(1),
        welcome: new Uint8Array(0),
        wraps: [],
      });
      expect(await waiter.group.receive(body, metaOf(ada))).toEqual(HELD);
    }
    const held = waiter.group
      .takeChanges()
      .filter(({ key, value }) => key.startsWith('held/') && value !== undefined);
    expect(held).toHaveLength(LIMITS.heldKeyMessages);
  });

  it('secrets are in the records, and in nothing that is posted', async () => {
    const { ada, ben } = await setUp();
    const posted = [...ada.shelf.keys.values()]
      .map((item) => Buffer.from(item.body).toString('hex'))
      .join(' ');
    const secret = Buffer.from(ada.group.historySecret(ada.group.current()?.epoch as EpochId) ?? []).toString(
      'hex',
    );
    expect(secret).toHaveLength(64);
    expect(posted).not.toContain(secret);
    expect(posted).not.toContain(Buffer.from(encodeDevice(ben.device)).toString('hex').slice(2, 66));
    expect(Buffer.concat([...ada.records.values()]).toString('hex')).toContain(secret);
  });

  it('a damaged store is reported as that', async () => {
    const { ada } = await setUp();
    const stored = [...ada.records].map(([key, value]) => ({
      key,
      value: key.startsWith('epoch/') ? value.slice(3) : value,
    }));
    const { loadKeyGroup } = await import('../../src/key-group/index.ts');
    const dependencies = { primitives, space: SPACE, device: ada.device, governance: ada.governance };
    await expect(loadKeyGroup(dependencies, stored)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    expect((await joinKeyGroup(dependencies)).current()).toBeUndefined();
  });
});
