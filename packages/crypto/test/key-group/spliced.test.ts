import type { EntryId, EpochId } from '@plexi/protocol';
import { describe, expect, it } from 'vitest';
import { createKeyPackage, readKeyPackage } from '../../src/key-group/index.ts';
import { type CommitMessage, encodeKeyMessage } from '../../src/key-group/message.ts';
import { nativePrimitives as primitives } from '../../src/native/native.ts';
import { draft, HELD, metaOf, REFUSED, setUp } from './hostile-story.ts';
import { letIn, type Member, meet, newcomer } from './story.ts';

const LONG = process.env['PLEXI_LONG'] !== undefined;

/** Copies of some bytes with one bit changed each: every bit in the long run, one in so many else. */
const flips = function* (bytes: Uint8Array, step: number): Generator<Uint8Array> {
  for (let bit = 0; bit < bytes.length * 8; bit += LONG ? 1 : step) {
    const flipped = bytes.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
    yield flipped;
  }
};

const take = (to: Member, message: CommitMessage, by: Member, heads: EntryId[] = by.heads()) =>
  to.group.receive(encodeKeyMessage(message), metaOf(by, heads));

const learn = (to: Member, from: Member): void => {
  for (const [id, act] of from.shelf.acts) to.shelf.acts.set(id, act);
};

describe('[L6] key messages with a bit changed', () => {
  it('a commit is refused by name, whichever bit it is, and the true one counts', async () => {
    const { ada, ben, commit, tip } = await setUp();
    for (const flipped of flips(commit.commit, 211))
      expect(await take(ada, { ...commit, commit: flipped }, ben)).toEqual(REFUSED);
    expect(ada.group.current()?.epoch).toBe(tip);
    expect(await take(ada, commit, ben)).toMatchObject({ changed: true, refused: undefined });
  }, 300_000);

  it('a Welcome lets nobody in, and the true one does', async () => {
    const { ben, guest, commit } = await setUp();
    learn(guest, ben);
    for (const flipped of flips(commit.welcome, 307)) {
      const outcome = await take(guest, { ...commit, welcome: flipped }, ben);
      // One that can't be parsed is refused; one that does not open may be for somebody else.
      if (outcome.refused === undefined) expect(outcome).toEqual(HELD);
      else expect(outcome).toEqual(REFUSED);
      expect(guest.group.current()).toBeUndefined();
    }
    await take(guest, commit, ben);
    expect(guest.group.current()?.epoch).toBe(commit.epoch);
  }, 300_000);

  it('a KeyPackage is refused by name', async () => {
    const { guest } = await setUp();
    const bytes = guest.pair?.public ?? new Uint8Array();
    for (const flipped of flips(bytes, 23))
      await expect(readKeyPackage(flipped, { primitives })).rejects.toMatchObject({
        code: 'KEY_GROUP_INVALID',
      });
    expect((await readKeyPackage(bytes, { primitives })).device).toBe(guest.device.device);
  }, 300_000);
});

describe('[L6] key messages in another place', () => {
  it('a commit that was taken is taken once: posted again, then and later, it changes nothing', async () => {
    const { ada, ben, guest, commit } = await setUp();
    await take(ada, commit, ben);
    const here = ada.group.current()?.epoch;
    expect(await take(ada, commit, ben)).toMatchObject({ changed: false, opened: [] });
    const cleo = await newcomer('cleo', ada);
    await letIn(ada, cleo);
    const later = ada.group.current()?.epoch;
    expect(later).not.toBe(here);
    expect(await take(ada, commit, ben)).toMatchObject({ changed: false, opened: [] });
    expect(ada.group.current()?.epoch).toBe(later);
    expect(ada.group.current()?.roster).toContain(guest.device.device);
  });

  it('a commit of one epoch said to be of another is refused', async () => {
    const { ada, ben, commit } = await setUp();
    const cleo = await newcomer('cleo', ada);
    await letIn(ada, cleo);
    const tip = ada.group.current()?.epoch as EpochId;
    const tipEntry = [...ada.shelf.keys.keys()].at(-1) as EntryId;
    learn(ada, ben);
    expect(await take(ada, { ...commit, parent: tip, parentEntry: tipEntry }, ben)).toEqual(REFUSED);
    expect(ada.group.current()?.epoch).toBe(tip);
  });

  it('the Welcome of one commit beside another lets nobody in, and the newcomer is added again', async () => {
    const { ada, ben, guest, commit } = await setUp();
    const other = await newcomer('other', ada);
    const second = await draft(ben, other);
    for (const member of [ada, guest]) learn(member, ben);
    // The guest is welcome in the first; its Welcome stands beside the commit that adds somebody else.
    const spliced = { ...second, welcome: commit.welcome };
    expect((await take(guest, spliced, ben)).changed).toBe(false);
    expect(guest.group.current()).toBeUndefined();
    // Members cannot look into a Welcome: the commit itself is as it should be, and counts.
    expect((await take(ada, spliced, ben)).changed).toBe(true);
    expect(ada.group.current()?.roster).not.toContain(guest.device.device);
    await meet(ada, guest);
    expect(guest.group.current()).toBeUndefined();
    await letIn(ada, guest);
    await meet(ada, guest);
    expect(guest.group.current()?.epoch).toBe(ada.group.current()?.epoch);
  });

  it('a KeyPackage that somebody was added by already is not taken where there is another', async () => {
    const { ada, ben, guest } = await setUp();
    await letIn(ada, guest);
    await meet(ada, ben, guest);
    const stale = guest.pair?.public;
    const fresh = await createKeyPackage(guest.device, { primitives });
    const offer = encodeKeyMessage({ type: 'key-packages', fresh: [fresh.public], lastResort: fresh.public });
    await ada.group.receive(offer, metaOf(guest));
    await guest.group.keepKeyPackage(fresh);
    const again = { device: guest.device.device, keyPackage: stale };
    const made = await ada.group.commit({ add: [again], remove: [guest.device.device] });
    const meta = metaOf(ada, ada.heads());
    await ada.group.receive(made?.message ?? new Uint8Array(), meta);
    const before = guest.group.unusedKeyPackages();
    await guest.group.receive(made?.message ?? new Uint8Array(), meta);
    expect(guest.group.current()?.epoch).toBe(made?.epoch);
    expect(guest.group.unusedKeyPackages()).toBe(before - 1);
  });
});
