import { encodeFrame, hlcFromMs, LIMITS, readRegister, utf8, writeRegister } from '@plexi/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openRegisterBook } from '../../src/register/register-book.ts';
import { lab, openEmpty, type Person, person, primitives, START_MS } from '../space-story.ts';
import { withRelay } from './relayed.ts';
import { agree, connect, type Device, expectEventually, kindsOf, online, receiptsKept } from './wire.ts';

const write = async (at: Device, slot: string, text: string): Promise<void> => {
  const self = { device: at.who.device, secretKey: at.who.deviceSeed };
  at.exchange.spread(at.replica.space, await at.registerBook.write(slot, utf8(text), self));
};
const says = (at: Device, of: Device, slot: string): string | undefined => {
  const register = at.registerBook.get(of.who.device, slot);
  return register && new TextDecoder().decode(register.sealed);
};

describe('[C4] registers', () => {
  test('wait at the relay for who is away, and come at once to who is there', async () => {
    const { ada, ben, relay } = await withRelay();
    connect(ada, relay);
    await agree(ada, relay);
    await write(ada, 'status', 'out for lunch');
    await expectEventually(() => says(relay, ada, 'status'), 'out for lunch');
    connect(ben, relay);
    await expectEventually(() => says(ben, ada, 'status'), 'out for lunch');
    await write(ada, 'status', 'back');
    await expectEventually(() => says(ben, ada, 'status'), 'back');
  });

  test('an account’s own are kept by the relay and shown to no other account', async () => {
    const { ada, ben, adasLaptop, relay } = await withRelay();
    const toBen = connect(ben, relay);
    connect(ada, relay);
    const direct = connect(ada, ben);
    connect(adasLaptop, relay);
    await agree(ada, ben, adasLaptop, relay);
    await write(ada, 'account/0', 'read up to here');
    await write(ada, 'status', 'here');
    await expectEventually(() => says(adasLaptop, ada, 'account/0'), 'read up to here');
    await expectEventually(() => says(ben, ada, 'status'), 'here');
    await toBen.quiet();
    await direct.quiet();
    expect(says(ben, ada, 'account/0')).toBeUndefined();
    for (const { frame } of [...toBen.sent, ...direct.sent]) {
      if (frame?.kind === 'register') expect(readRegister(primitives, frame.register).slot).toBe('status');
    }
  });

  test('coming back with nothing new costs a digest each, and what differs is exchanged both ways', async () => {
    const { ada, ben, relay } = await withRelay();
    const first = connect(ada, relay);
    await agree(ada, relay);
    for (let i = 0; i < 10; i++) await write(ada, `slot-${i}`, 'x'.repeat(500));
    await expectEventually(() => says(relay, ada, 'slot-9') !== undefined, true);
    await receiptsKept(first);
    first.cut();
    const again = connect(ada, relay);
    await again.quiet();
    expect(kindsOf(again).sort()).toEqual(['hello', 'hello', 'registers', 'registers']);
    expect(again.sent.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(2048);
    again.cut();
    await write(ada, 'slot-3', 'newer');
    await write(ben, 'status', 'from ben');
    connect(ben, relay);
    await expectEventually(() => says(relay, ben, 'status'), 'from ben');
    const third = connect(ada, relay);
    await expectEventually(() => says(relay, ada, 'slot-3'), 'newer');
    await expectEventually(() => says(ada, ben, 'status'), 'from ben');
    await third.quiet();
    expect(kindsOf(third).filter((kind) => kind === 'register')).toHaveLength(2);
  });

  test('without a relay members pass them on', async () => {
    const { atAda, atBen, atCleo } = await lab();
    const [ada, ben, cleo] = [await online(atAda), await online(atBen), await online(atCleo)];
    connect(ada, ben);
    connect(ben, cleo);
    await agree(ada, ben, cleo);
    await expectEventually(() => ben.exchange.sessions(ben.replica.space).every((it) => it.isLive()), true);
    await write(ada, 'status', 'hello over there');
    await expectEventually(() => says(cleo, ada, 'status'), 'hello over there');
  });

  test('in whatever order they come the same one stays', async () => {
    const { atAda, atBen, ada } = await lab();
    const space = atAda.replica.space;
    const all = [1, 2, 2, 3, 3].map((clock, i) =>
      writeRegister(
        primitives,
        space,
        { slot: 'status', clock: hlcFromMs(START_MS + clock), sealed: utf8(`said ${i}`) },
        ada.deviceSeed,
      ),
    );
    const keep = async (order: readonly number[]): Promise<string> => {
      const book = await openRegisterBook({
        primitives,
        store: (await openEmpty(atBen)).store,
        space,
        now: () => START_MS,
        governance: () => atBen.replica.governance(),
      });
      for (const i of order) await book.take(all[i] as Uint8Array);
      return Buffer.from(book.digest({ account: undefined, scoped: false })).toString('hex');
    };
    const expected = await keep([0, 1, 2, 3, 4]);
    const orders = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        expect(await keep(order)).toBe(expected);
      }),
      { numRuns: 30 },
    );
  });

  test('a removed device’s go, and none is taken from it', async () => {
    const { ada, ben, relay, ben: atBen } = await withRelay();
    connect(ada, relay);
    const wire = connect(ben, relay);
    await agree(ada, ben, relay);
    await write(ben, 'status', 'mine');
    await expectEventually(() => says(ada, ben, 'status'), 'mine');
    await ada.remove(atBen.who);
    await expectEventually(
      () => [says(ada, ben, 'status'), says(relay, ben, 'status')],
      [undefined, undefined],
    );
    expect(await relay.store.records(relay.replica.space, 'register')).toEqual([]);
    await write(ben, 'status', 'still here');
    await wire.quiet();
    expect(says(relay, ben, 'status')).toBeUndefined();
  });

  const taken = async (fields: { slot?: string; ms?: number; device?: Person }) => {
    const { ada, ben } = await withRelay();
    const by = fields.device ?? ben.who;
    const clock = hlcFromMs(fields.ms ?? START_MS);
    const bytes = writeRegister(
      primitives,
      ada.replica.space,
      { slot: fields.slot ?? 'status', clock, sealed: utf8('x') },
      by.deviceSeed,
    );
    return { ada, ben, bytes };
  };

  test('LIMITS.clockSkewMs: none comes from the future', async () => {
    const late = await taken({ ms: START_MS + LIMITS.clockSkewMs + 1 });
    expect(await late.ada.registerBook.take(late.bytes)).toBeUndefined();
    const inTime = await taken({ ms: START_MS + LIMITS.clockSkewMs });
    expect(await inTime.ada.registerBook.take(inTime.bytes)).toBeDefined();
  });

  test('one that is not signed by its device, or for this space, is refused', async () => {
    const { ada, bytes } = await taken({});
    const forged = bytes.slice();
    forged[bytes.length - 65] = (forged[bytes.length - 65] as number) ^ 1;
    await expect(ada.registerBook.take(forged)).rejects.toMatchObject({ code: 'FRAME_INVALID' });
    const stranger = await taken({ device: person('mallory') });
    expect(await stranger.ada.registerBook.take(stranger.bytes)).toBeUndefined();
    const { atAda: elsewhere } = await lab();
    const foreign = writeRegister(
      primitives,
      'ee'.repeat(32) as typeof elsewhere.replica.space,
      { slot: 'status', clock: hlcFromMs(START_MS), sealed: utf8('x') },
      elsewhere.who.deviceSeed,
    );
    await expect(ada.registerBook.take(foreign)).rejects.toMatchObject({ code: 'FRAME_INVALID' });
  });

  test('LIMITS.registersPerDevice, LIMITS.registerBytes, LIMITS.registerSlotBytes bound what a device may say', async () => {
    const { ada, ben } = await withRelay();
    for (let i = 0; i < LIMITS.registersPerDevice; i++) await write(ada, `slot-${i}`, 'x');
    await expect(write(ada, 'one-more', 'x')).rejects.toMatchObject({ code: 'TOO_LARGE' });
    await write(ada, 'slot-0', 'y');
    await expect(write(ben, 'big', 'x'.repeat(LIMITS.registerBytes + 1))).rejects.toMatchObject({
      code: 'TOO_LARGE',
    });
    await expect(write(ben, 'x'.repeat(LIMITS.registerSlotBytes + 1), 'x')).rejects.toMatchObject({
      code: 'TOO_LARGE',
    });
    const bytesOf = (i: number): Uint8Array =>
      writeRegister(
        primitives,
        ada.replica.space,
        { slot: `from-${i}`, clock: hlcFromMs(START_MS), sealed: utf8('x') },
        ben.who.deviceSeed,
      );
    for (let i = 0; i < LIMITS.registersPerDevice; i++)
      expect(await ada.registerBook.take(bytesOf(i))).toBeDefined();
    expect(await ada.registerBook.take(bytesOf(99))).toBeUndefined();
  });

  test('LIMITS.registerBurst, LIMITS.registersPerMinute: who says too much is not listened to for a while', async () => {
    const { ada, ben } = await withRelay();
    const say = (i: number): Promise<unknown> =>
      ada.registerBook.take(
        writeRegister(
          primitives,
          ada.replica.space,
          { slot: 'status', clock: hlcFromMs(START_MS + i), sealed: utf8('x') },
          ben.who.deviceSeed,
        ),
      );
    for (let i = 0; i < LIMITS.registerBurst; i++) expect(await say(i)).toBeDefined();
    expect(await say(1000)).toBeUndefined();
    ada.clock.ms += 60_000 / LIMITS.registersPerMinute;
    expect(await say(1001)).toBeDefined();
    expect(await say(1002)).toBeUndefined();
  });

  test('LIMITS.registerRounds: naming them again and again ends', async () => {
    const { ada, relay } = await withRelay();
    await write(ada, 'status', 'x');
    const wire = connect(ada, relay);
    await agree(ada, relay);
    await wire.quiet();
    const named = (): number => kindsOf(wire, ada).filter((kind) => kind === 'register-heads').length;
    const before = named();
    for (let i = 0; i < LIMITS.registerRounds + 5; i++) {
      const digest = new Uint8Array(32).fill(i + 1);
      wire.end(relay).send(encodeFrame(ada.replica.space, { kind: 'registers', digest }));
    }
    await wire.quiet();
    expect(named() - before).toBeLessThanOrEqual(LIMITS.registerRounds);
    expect(wire.reason()).toBeUndefined();
  });
});
