import { type EntryId, type EpochId, LIMITS } from '@plexi/protocol';
import { describe, expect, it } from 'vitest';
import { createDevice } from '../../src/index.ts';
import {
  decodeKeyMessage,
  encodeKeyMessage,
  type Share,
  type SharesMessage,
} from '../../src/key-group/message.ts';
import { sealShare } from '../../src/key-group/shares.ts';
import { shareMessages } from '../../src/key-group/sharing.ts';
import { nativePrimitives as primitives } from '../../src/native/native.ts';
import { converge, GENERAL as HALL, letIn, type Member, meet, newcomer, withGuest } from './story.ts';

describe('[K6] shares that are not what they say', () => {
  const opened = async () => {
    const { ada, ben, guest, all } = await withGuest();
    ada.openTo(guest, HALL, true);
    for (const [id, act] of ada.shelf.acts) {
      ben.shelf.acts.set(id, act);
      guest.shelf.acts.set(id, act);
    }
    return { ada, ben, guest, all };
  };

  const tampered = (member: Member, change: (message: SharesMessage) => void): Uint8Array => {
    const message = decodeKeyMessage(member.group.shareMessages()[0] ?? new Uint8Array());
    if (message.type !== 'shares') throw new TypeError('no shares');
    change(message);
    return encodeKeyMessage(message);
  };

  it('a wrong secret is outvoted by members, who see that it is none of theirs', async () => {
    const { ada, ben, guest, all } = await opened();
    const cleo = await newcomer('cleo', ada);
    await letIn(ada, cleo);
    await meet(...all, cleo);
    const { device, boxKey } = guest.device;
    const epochs = [ada.group.current()?.epoch as EpochId];
    const lie = sealShare(primitives, { scopes: [HALL], epochs, readers: [{ device, boxKey }] }, () =>
      new Uint8Array(32).fill(7),
    );
    await ben.post(encodeKeyMessage({ type: 'shares', shares: [lie as Share] }));
    await meet(ada, ben, guest);
    expect(ada.group.owesShares()).toBe(true);
    await ada.publishShares();
    expect(ada.group.owesShares()).toBe(false);
    ada.write('hello', HALL);
    await meet(ada, guest);
    // It opens what is there, and does not choose between one word and another.
    expect(guest.read()).toEqual(['hello']);
    expect(() => guest.write('under which?', HALL)).toThrow(/may not seal/);
    await meet(ada, ben, cleo);
    expect(cleo.group.owesShares()).toBe(true);
    await cleo.publishShares();
    await meet(...all, cleo);
    guest.write('hello back', HALL);
    await meet(...all, cleo);
    for (const member of [...all, cleo]) expect(member.read(), `for ${member.name}`).toHaveLength(2);
  });

  it('what does not open is complained of, and given again', async () => {
    const { ada, ben, guest, all } = await opened();
    await ben.post(
      tampered(ben, ({ shares }) => {
        for (const share of shares) share.sealed = share.sealed.map((byte, i) => (i > 100 ? byte ^ 1 : byte));
      }),
    );
    await meet(...all);
    expect(ada.group.owesShares()).toBe(false);
    expect(guest.group.owesShares()).toBe(true);
    await guest.publishShares();
    expect(guest.group.owesShares()).toBe(false);
    await meet(...all);
    expect(ada.group.owesShares()).toBe(true);
    await converge(...all);
    await guest.restart();
    expect(guest.group.owesShares()).toBe(false);
    ada.write('hello', HALL);
    await meet(...all);
    expect(guest.read()).toEqual(['hello']);
  });

  it('what holds something else than its hash says is not taken, and complained of', async () => {
    const { ben, guest, all } = await opened();
    const { device, boxKey } = guest.device;
    await ben.post(
      tampered(ben, ({ shares }) => {
        for (const share of shares) {
          const lie = sealShare(primitives, { ...share, readers: [{ device, boxKey }] }, () =>
            new Uint8Array(32).fill(7),
          );
          share.sealed = (lie as Share).sealed;
        }
      }),
    );
    await meet(...all);
    expect(guest.group.hasShares()).toBe(false);
    expect(guest.group.owesShares()).toBe(true);
  });

  it('what only members say is refused from somebody who is none', async () => {
    const { ada, guest } = await opened();
    const root = [...ada.shelf.keys.values()][0]?.body ?? new Uint8Array();
    const posted = { author: guest.device.device, entry: 'ef'.repeat(32) as EntryId, heads: guest.heads() };
    expect((await ada.group.receive(root, posted)).refused?.code).toBe('KEY_GROUP_INVALID');
    expect(ada.group.takeChanges()).toEqual([]);
    const body = ada.group.shareMessages()[0] ?? new Uint8Array();
    const heads = guest.heads();
    const meta = { author: guest.device.device, entry: 'ee'.repeat(32) as EntryId, heads };
    expect((await guest.group.receive(body, meta)).refused?.code).toBe('KEY_GROUP_INVALID');
    expect(guest.group.hasShares()).toBe(false);
    expect((await guest.group.receive(body, { ...meta, author: ada.device.device })).opened).toHaveLength(2);
  });

  it('[L6] of one device’s complaints so many count', async () => {
    const { ada, ben, guest, all } = await opened();
    await ada.publishShares();
    const shares = [...ada.shelf.keys.values()].at(-1)?.entry as EntryId;
    const others = Array.from(
      { length: LIMITS.badSharesOfOne },
      (_, i) => i.toString(16).padStart(64, '0') as EntryId,
    );
    for (let at = 0; at < others.length; at += LIMITS.badShares) {
      const entries = others.slice(at, at + LIMITS.badShares);
      await guest.post(encodeKeyMessage({ type: 'bad-shares', entries }));
    }
    await meet(...all);
    await guest.post(encodeKeyMessage({ type: 'bad-shares', entries: [shares] }));
    await meet(...all);
    for (const member of [ada, ben]) expect(member.group.owesShares()).toBe(false);
  });

  it('[L6] of very much that is owed some is given at once, and the rest then', () => {
    const { device, boxKey } = createDevice(primitives);
    const count = LIMITS.shareSecrets * 3 * (LIMITS.shareMessages + 1);
    const epochs = Array.from({ length: count }, (_, i) => i.toString(16).padStart(64, '0') as EpochId);
    const secret = new Uint8Array(32).fill(3);
    const messages = shareMessages(primitives, [{ device, boxKey, scope: HALL, epochs }], () => secret);
    expect(messages).toHaveLength(LIMITS.shareMessages);
    const shares = messages
      .map((message) => decodeKeyMessage(message) as SharesMessage)
      .flatMap((one) => one.shares);
    expect(new Set(shares.flatMap((share) => share.epochs)).size).toBeLessThan(count);
    for (const message of messages) expect(message.length).toBeLessThan(LIMITS.bodyBytes);
  });

  it('[L6] too many shares, scopes or secrets in one message are no message', async () => {
    const { ada } = await opened();
    const good = tampered(ada, () => undefined);
    expect(decodeKeyMessage(good).type).toBe('shares');
    const ids = (count: number) =>
      Array.from({ length: count }, (_, i) => i.toString(16).padStart(64, '0') as never);
    const attempts: ((message: SharesMessage) => void)[] = [
      (message) => {
        message.shares = Array.from({ length: LIMITS.shares + 1 }, () => message.shares[0] as never);
      },
      ({ shares: [share] }) => {
        if (share !== undefined) share.scopes = ids(LIMITS.shareScopes + 1);
      },
      ({ shares: [share] }) => {
        if (share !== undefined) share.epochs = ids(LIMITS.shareSecrets + 1);
      },
      ({ shares: [share] }) => {
        if (share !== undefined) [share.scopes, share.epochs] = [ids(2), ids(LIMITS.shareSecrets / 2 + 1)];
      },
      ({ shares: [share] }) => {
        if (share !== undefined) share.devices = ids(LIMITS.devicesPerSealing + 1);
      },
      ({ shares: [share] }) => {
        if (share !== undefined) share.sealed = new Uint8Array(LIMITS.shareBytes + 1);
      },
    ];
    for (const attempt of attempts) expect(() => tampered(ada, attempt)).toThrow(/too_big|Invalid input/);
    expect(() => encodeKeyMessage({ type: 'bad-shares', entries: ids(LIMITS.badShares + 1) })).toThrow(
      /too_big/,
    );
  });
});
