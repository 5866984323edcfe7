import { LIMITS, type Page, SYNC_PROTOCOLS } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { GENERAL, openEmpty, viewOf } from '../space-story.ts';
import { withRelay } from './relayed.ts';
import { agree, connect, type Device, expectEventually, kindsOf, type Wire } from './wire.ts';

const PAGE = 60;
/** More than credit allows to be under way at once. */
const LONG = process.env['PLEXI_LONG'] === undefined ? 1500 : 5000;
const WORDS = 'words '.repeat(process.env['PLEXI_LONG'] === undefined ? 250 : 1);

/** A relay with a long history by Ada and a short one by Ben, and a device of Ada's that has nothing of the channel. */
const longHistory = async (length: number, words = '') => {
  const story = await withRelay();
  const { ada, ben, relay, adasLaptop } = story;
  const wires = [connect(ada, relay), connect(ben, relay)];
  for (let i = 0; i < length; i++) await ada.post(`ada ${i} ${words}`);
  for (let i = 0; i < 5; i++) await ben.post(`ben ${i}`);
  await agree(ada, ben, relay);
  for (const wire of wires) wire.cut();
  return { ...story, laptop: adasLaptop, wires };
};

/** Connects a device to the relay, which keeps the history back; gives how to let it go. */
const withoutHistory = async (device: Device, relay: Device): Promise<Wire> => {
  const wire = connect(device, relay);
  wire.lose(({ kind, from }) => kind === 'entries' && from === relay.who.device);
  await expectEventually(() => device.session(relay).isLive(), true);
  return wire;
};

const pagesFrom = (wire: Wire): Page[] =>
  wire.sent.flatMap(({ frame }) => (frame?.kind === 'page' ? [frame] : []));

const newest = async (device: Device, relay: Device, count = PAGE): Promise<void> => {
  const before = device.replica.ahead.gap(GENERAL)?.floor;
  device.askPage(relay, GENERAL, count);
  await expect.poll(() => device.replica.ahead.gap(GENERAL)?.floor, { interval: 2 }).not.toBe(before);
};

describe('[L5] the newest page first', () => {
  test('is there before a long history, then everything is, and nothing twice', {
    timeout: 60_000,
  }, async () => {
    const { laptop, relay, ada, ben } = await longHistory(LONG, WORDS);
    const wire = connect(laptop, relay);
    // A slow reader: what is under way to it is what credit allows.
    wire.watch(({ kind, from }) => {
      if (kind === 'entries' && from === relay.who.device) wire.stall(laptop, true);
    });
    const first = Promise.withResolvers<{ texts: string[]; missing: number; here: number }>();
    laptop.replica.ahead.onChange(() => {
      const { missing = 0 } = laptop.replica.ahead.gap(GENERAL) ?? {};
      const here = laptop.replica.frontier.inChannel(GENERAL).reduce((sum, { tip }) => sum + tip.sequence, 0);
      void laptop.texts().then((texts) => first.resolve({ texts, missing, here }));
    });
    await expectEventually(() => laptop.session(relay).isLive(), true);
    laptop.askPage(relay, GENERAL, PAGE);
    await expectEventually(() => pagesFrom(wire).length, 1);
    wire.watch(() => undefined);
    wire.stall(laptop, false);
    const seen = await first.promise;
    expect(seen.texts.slice(-PAGE)).toEqual((await ada.texts()).slice(-PAGE));
    expect(seen.here).toBeLessThan(LONG - PAGE);
    expect(seen.missing).toBe(LONG + 5 - seen.texts.length);
    await agree(laptop, ada, ben, relay);
    expect(viewOf(laptop)).toEqual(viewOf(ada));
    expect(await laptop.texts()).toEqual(await ada.texts());
    await expectEventually(() => laptop.replica.ahead.gap(GENERAL), undefined);
    expect(laptop.replica.ahead.missing()).toBe(0);
    expect(kindsOf(wire, relay).filter((kind) => kind === 'page')).toHaveLength(1);
  });

  test('gets no receipt, is no part of the frontier, and never counts as in sync', async () => {
    const { laptop, relay } = await longHistory(200);
    const before = laptop.replica.frontier.digest();
    const wire = await withoutHistory(laptop, relay);
    await newest(laptop, relay);
    expect(await laptop.texts()).toHaveLength(PAGE);
    await wire.quiet();
    expect(laptop.replica.frontier.digest()).toEqual(before);
    expect(laptop.replica.frontier.inChannel(GENERAL).every(({ tip }) => tip.sequence === 0)).toBe(true);
    expect(laptop.replica.ahead.missing()).toBe(205 - PAGE);
    const general = new Set(relay.replica.frontier.inChannel(GENERAL).map(({ logId }) => logId));
    expect(
      relay.heard.receipts.filter(({ holder, logId }) => holder === laptop.who.device && general.has(logId)),
    ).toEqual([]);
  });

  test('is followed by the pages before it, each without what is there, to the first message', async () => {
    const { laptop, relay, ada } = await longHistory(200);
    const wire = await withoutHistory(laptop, relay);
    await newest(laptop, relay);
    for (let texts = PAGE; texts < 205; texts = (await laptop.texts()).length) {
      laptop.askPage(relay, GENERAL, PAGE, 'earlier');
      await expectEventually(async () => (await laptop.texts()).length > texts, true);
      const all = await ada.texts();
      expect(await laptop.texts()).toEqual(all.slice(-(await laptop.texts()).length));
    }
    expect(
      pagesFrom(wire).map(({ runs }) => runs.reduce((sum, { entries }) => sum + entries.length, 0)),
    ).toEqual([PAGE, PAGE, PAGE, 205 - 3 * PAGE]);
    expect(laptop.replica.ahead.gap(GENERAL)).toBeUndefined();
  });

  test('is still there after a restart, and so is what is missing before it', async () => {
    const { laptop, relay } = await longHistory(100);
    await withoutHistory(laptop, relay);
    await newest(laptop, relay);
    const gap = laptop.replica.ahead.gap(GENERAL);
    const again = await openEmpty(laptop, laptop.who, laptop.store);
    expect(again.replica.ahead.gap(GENERAL)).toEqual(gap);
    expect(await again.texts()).toEqual(await laptop.texts());
    expect(again.replica.frontier.digest()).toEqual(laptop.replica.frontier.digest());
  });

  test('[L6] LIMITS.pageBurst, LIMITS.pagesPerMinute: who asks for more, or gives what nobody asked for, is cut off', async () => {
    const { laptop, relay, ada } = await longHistory(3);
    const wire = await withoutHistory(laptop, relay);
    const ask = (times: number): void => {
      for (let i = 0; i < times; i++) laptop.askPage(relay, GENERAL, 1);
    };
    ask(LIMITS.pageBurst);
    await expectEventually(() => pagesFrom(wire).length, LIMITS.pageBurst);
    relay.clock.ms += 60_000 / LIMITS.pagesPerMinute;
    ask(1);
    await expectEventually(() => pagesFrom(wire).length, LIMITS.pageBurst + 1);
    ask(1);
    expect(await wire.ended()).toBe('FRAME_INVALID');
    const again = connect(ada, relay);
    await expectEventually(() => relay.session(ada).isLive(), true);
    relay.session(ada).send({ kind: 'page', channel: GENERAL, ends: [], runs: [] });
    expect(await again.ended()).toBe('FRAME_INVALID');
  });

  test('is of channels of messages only', async () => {
    const { laptop, relay } = await longHistory(3);
    const wire = connect(laptop, relay);
    await expectEventually(() => laptop.session(relay).isLive(), true);
    laptop.askPage(relay, laptop.replica.channels.keys, 1);
    expect(await wire.ended()).toBe('FRAME_INVALID');
  });

  test('is not asked of peers that speak the first version, and old peers find the same in the end [N7]', async () => {
    const { laptop, relay, ada } = await longHistory(50);
    const [, old] = SYNC_PROTOCOLS;
    const wire = connect(laptop, relay, old);
    await expectEventually(() => laptop.session(relay).isLive(), true);
    expect(laptop.session(relay).pages.isWorthAsking()).toBe(false);
    await agree(laptop, ada);
    expect(kindsOf(wire)).not.toContain('page');
  });
});
