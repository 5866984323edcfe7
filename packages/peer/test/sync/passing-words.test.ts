import { encodeFrame, LIMITS, utf8, writeEphemeral } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { type Person, primitives } from '../space-story.ts';
import { withRelay } from './relayed.ts';
import { agree, connect, expectEventually, kindsOf } from './wire.ts';

describe('[C4] passing words', () => {
  test('reach who is connected through a relay, which keeps nothing of them', async () => {
    const { ada, ben, relay } = await withRelay();
    connect(ada, relay);
    const toBen = connect(ben, relay);
    await agree(ada, ben, relay);
    await toBen.quiet();
    const stored = async () => [
      await relay.store.spaceBytes(relay.replica.space),
      await relay.store.records(relay.replica.space, 'register'),
    ];
    const before = await stored();
    ada.exchange.say(ada.replica.space, utf8('writing'));
    await expectEventually(() => ben.heard.words, [`${ada.who.device} writing`]);
    expect(relay.heard.words).toEqual([]);
    expect(await stored()).toEqual(before);
    toBen.cut();
    const again = connect(ben, relay);
    await again.quiet();
    expect(kindsOf(again)).not.toContain('ephemeral');
  });

  test('nobody speaks for another, directly or through a relay, and none is heard twice', async () => {
    const { ada, ben, cleo, relay } = await withRelay();
    connect(ada, relay);
    const toBen = connect(ben, relay);
    const direct = connect(ada, ben);
    await agree(ada, ben, relay);
    await direct.quiet();
    const { space } = ada.replica;
    const forge = (by: Person, inNameOf: Person): Uint8Array => {
      const word = writeEphemeral(
        primitives,
        space,
        { sequence: ada.clock.ms, sealed: utf8('forged') },
        by.deviceSeed,
      );
      word.set(Buffer.from(inNameOf.device, 'hex'), 1);
      return word;
    };
    toBen.end(relay).send(encodeFrame(space, { kind: 'ephemeral', word: forge(relay.who, ada.who) }));
    const genuine = writeEphemeral(
      primitives,
      space,
      { sequence: ada.clock.ms + 1, sealed: utf8('genuine') },
      cleo.deviceSeed,
    );
    direct.end(ada).send(encodeFrame(space, { kind: 'ephemeral', word: genuine }));
    await direct.quiet();
    expect(ben.heard.words).toEqual([]);
    ada.exchange.say(space, utf8('both ways'));
    await direct.quiet();
    await toBen.quiet();
    expect(ben.heard.words).toEqual([`${ada.who.device} both ways`]);
    expect(direct.reason()).toBeUndefined();
  });

  test('LIMITS.ephemeralBurst, LIMITS.ephemeralPerSecond: too many are let fall at the relay', async () => {
    const { ada, ben, relay } = await withRelay();
    const toRelay = connect(ada, relay);
    const toBen = connect(ben, relay);
    await agree(ada, ben, relay);
    await toBen.quiet();
    for (let i = 0; i < LIMITS.ephemeralBurst + 20; i++) ada.exchange.say(ada.replica.space, utf8(`${i}`));
    await toRelay.quiet();
    await toBen.quiet();
    expect(ben.heard.words).toHaveLength(LIMITS.ephemeralBurst);
    ada.clock.ms += 2000;
    for (let i = 0; i < LIMITS.ephemeralBurst; i++) ada.exchange.say(ada.replica.space, utf8(`${i}`));
    await toRelay.quiet();
    await toBen.quiet();
    expect(ben.heard.words).toHaveLength(LIMITS.ephemeralBurst + 2 * LIMITS.ephemeralPerSecond);
    expect(toRelay.reason()).toBeUndefined();
  });

  test('LIMITS.ephemeralBytes: a longer one is not said, and not taken', async () => {
    const { ada } = await withRelay();
    const long = new Uint8Array(LIMITS.ephemeralBytes + 1);
    expect(() => ada.exchange.say(ada.replica.space, long)).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
  });
});
