import { judgeHolding, readBrokenReceipt, readHolding, SYNC_PROTOCOLS, signHolding } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { openReceiptBook } from '../../src/sync/receipt-book.ts';
import { copyAll, GENERAL, openHolder, primitives, toRaw } from '../space-story.ts';
import { backWith, brokenAt, heldBy, holdingsOn, promised, sayWhatIsThere } from './promised.ts';
import { agree, connect, type Device, expectEventually, kindsOf, online, type Wire } from './wire.ts';

describe('[N4] a reason that governance does not bear out', () => {
  test('is none: that the space had let it go, where that never took it off the list', async () => {
    const story = await promised();
    const { ada } = story;
    const relay = await backWith(story, 0, { isAnew: () => true });
    const wire = connect(ada, relay);
    await expectEventually(() => holdingsOn(wire).some(({ excuse }) => excuse === 'relisted'), true);
    await agree(ada, relay);
    await sayWhatIsThere(ada, relay);
    await expectEventually(() => brokenAt(ada).length > 0, true);
    expect(brokenAt(ada)[0]).toMatchObject({ kind: 'lost', log: ada.log(), holding: { excuse: 'relisted' } });
    const again = await openReceiptBook(primitives, ada.store, ada.replica.space);
    expect(again.broken.list()).toEqual(brokenAt(ada));
    // Whoever is not in the space can't tell.
    expect(() => readBrokenReceipt(primitives, brokenAt(ada)[0]?.text ?? '')).toThrow('members of the space');
  });

  test('is none: that the log has two histories, where it has one', async () => {
    const story = await promised();
    const { ada, atRelay } = story;
    const relay = await backWith(story, 1);
    const wire = connect(ada, relay);
    wire.lose(({ frame, from }) => {
      if (frame?.kind !== 'holding' || from !== atRelay.device) return false;
      const [said] = frame.holdings.map((bytes) => readHolding(primitives, bytes));
      if (said === undefined || said.excuse !== 'none') return false;
      const forged = signHolding(primitives, { ...said, excuse: 'forked' }, atRelay.deviceSeed);
      queueMicrotask(() => relay.session(ada).send({ kind: 'holding', holdings: [forged] }));
      return true;
    });
    await agree(ada, relay);
    await expectEventually(() => heldBy(ada, relay), 3);
    await sayWhatIsThere(ada, relay);
    await expectEventually(() => brokenAt(ada).length, 1);
    expect(brokenAt(ada)[0]).toMatchObject({ kind: 'lost', holding: { excuse: 'forked', sequence: 1 } });
  });
});

describe('[N4] no relay is accused', () => {
  test('that has what it signed for, whatever else differs', async () => {
    const { ada, ben, relay } = await promised();
    await ada.post('four');
    await ben.post('hello');
    const wires = [connect(ada, relay), connect(ben, relay)];
    await agree(ada, ben, relay);
    for (const wire of wires) expect(kindsOf(wire)).not.toContain('ask-holding');
    expect(brokenAt(ada)).toEqual([]);
  });

  test('that shows less because of a removal: it is not even asked', async () => {
    const { ada, ben, relay } = await promised();
    // Ada brings what Ben wrote, so that she has the relay's receipt for it.
    await ben.post('from Ben');
    await ben.post('and more');
    await copyAll(ben, ada);
    const first = connect(ada, relay);
    await agree(ada, relay);
    const bens = ada.replica.stateOf(ben.log());
    await expectEventually(() => ada.receipts.of(bens.logId).map(({ receipt }) => receipt.sequence), [2]);
    first.cut();
    const before = [{ log: ben.log(), sequence: 1, id: (await ada.replica.tipAt(ben.log(), 1)).id }];
    await ada.act({ type: 'member.remove', account: ben.who.account, cutoffs: before });
    await relay.replica.ingest(
      ada.log(ada.replica.channels.governance),
      (await ada.items())
        .filter(({ log }) => log.channel === ada.replica.channels.governance)
        .map(({ raw }) => toRaw(raw)),
    );
    await ada.post('later');
    const wire = connect(ada, relay);
    await agree(ada, relay);
    await wire.quiet();
    expect(ada.replica.stateOf(ben.log()).visible.sequence).toBeLessThan(2);
    expect(kindsOf(wire)).not.toContain('ask-holding');
    ada
      .session(relay)
      .send({ kind: 'ask-holding', receipts: ada.receipts.of(bens.logId).map((it) => it.bytes) });
    await expectEventually(() => holdingsOn(wire).map(({ sequence }) => sequence), [2]);
    expect(brokenAt(ada)).toEqual([]);
  });

  test('that the space let go and took back: it says so, and what it signed before counts no more', async () => {
    const story = await promised();
    const { ada, atRelay } = story;
    await ada.act({ type: 'relay.unlist', device: atRelay.device });
    await ada.act({ type: 'relay.list', device: atRelay.device, addresses: ['/ip4/127.0.0.1/tcp/4001'] });
    const relay = await backWith(story, 0, { isAnew: () => true });
    const wire = connect(ada, relay);
    await expectEventually(() => holdingsOn(wire).some(({ excuse }) => excuse === 'relisted'), true);
    await agree(ada, relay);
    await expectEventually(() => heldBy(ada, relay), 3);
    await sayWhatIsThere(ada, relay);
    expect(brokenAt(ada)).toEqual([]);
  });

  test('[L2] that left the branch of a log which governance did not name: two histories are a reason', async () => {
    const { ada, ben, relay } = await promised();
    const common = await ben.post('hello');
    const one = await ben.post('yes');
    const other = ben.draft('no', common);
    await ada.replica.ingest(ben.log(), [toRaw(common), toRaw(one)]);
    const wire = connect(ada, relay);
    await agree(ada, relay);
    const { logId } = ada.replica.stateOf(ben.log());
    await expectEventually(() => ada.receipts.of(logId).length, 1);
    const receipts = ada.receipts.of(logId).map(({ bytes }) => bytes);
    await ada.replica.ingest(ben.log(), [toRaw(other)]);
    for (const act of await ada.replica.forkProofs()) await ada.act(act);
    await ada.act({ type: 'fork.settle', log: ben.log(), sequence: 2, id: other.id });
    await agree(ada, relay);
    ada.session(relay).send({ kind: 'ask-holding', receipts });
    await expectEventually(() => holdingsOn(wire).map(({ excuse }) => excuse), ['forked']);
    await sayWhatIsThere(ada, relay);
    expect(brokenAt(ada)).toEqual([]);
  });

  test('by clocks: hers and the relay’s are a day apart, either way', async () => {
    for (const ms of [-86_400_000, 86_400_000]) {
      const { ada, ben, relay } = await promised();
      relay.clock.ms += ms;
      await ada.post('four');
      const wire = connect(ada, relay);
      connect(ben, relay);
      await wire.quiet();
      expect(kindsOf(wire)).not.toContain('ask-holding');
      expect(brokenAt(ada)).toEqual([]);
    }
  });

  test('over the version of the protocol before: nobody asks [N7]', async () => {
    const story = await promised();
    const { ada } = story;
    const relay = await backWith(story, 1);
    const wire = connect(ada, relay, SYNC_PROTOCOLS[1]);
    await agree(ada, relay);
    await wire.quiet();
    expect(kindsOf(wire)).not.toContain('ask-holding');
  });
});

describe('[L4] [N4] a relay that lost words as it should', () => {
  /** Ada asks about everything that the relay signed; it has all of that. */
  const keepsItsWord = async (ada: Device, relay: Device, wire: Wire): Promise<void> => {
    const signed = ada.receipts.by(relay.who.device);
    ada.session(relay).send({ kind: 'ask-holding', receipts: signed.map(({ bytes }) => bytes) });
    await expectEventually(() => holdingsOn(wire).length, signed.length);
    for (const { receipt } of signed) {
      const said = holdingsOn(wire).find(({ logId }) => logId === receipt.logId);
      expect(said && judgeHolding(receipt, said)).toBe('kept');
    }
    expect(brokenAt(ada)).toEqual([]);
  };
  const bodiesAt = async (device: Device, of: Device): Promise<number> =>
    (await device.items()).filter(
      ({ log, raw }) => log.channel === of.log().channel && raw.body !== undefined,
    ).length;

  test('because their author had them deleted', async () => {
    const { ada, relay } = await promised();
    const four = await ada.post('four');
    const wire = connect(ada, relay);
    await agree(ada, relay);
    const before = await bodiesAt(relay, ada);
    await ada.drop([four]);
    await agree(ada, relay);
    await expectEventually(() => heldBy(ada, relay), 5);
    expect(await bodiesAt(relay, ada)).toBe(before);
    await keepsItsWord(ada, relay, wire);
  });

  test('because their time in the channel is over', async () => {
    const { ada, relay } = await promised();
    await ada.act({ type: 'channel.retain', channel: GENERAL, ms: 1_000 });
    await ada.post('short-lived');
    const wire = connect(ada, relay);
    await agree(ada, relay);
    await expectEventually(() => heldBy(ada, relay), 4);
    const before = await bodiesAt(relay, ada);
    for (const { clock } of [ada, relay]) clock.ms += 3_600_000;
    await relay.replica.sweep();
    expect(await bodiesAt(relay, ada)).toBeLessThan(before);
    await keepsItsWord(ada, relay, wire);
  });

  test('or that has no room for more: it signs for what it has, and nobody holds it to what it refused', async () => {
    const story = await promised();
    const { ada, ben, atRelay } = story;
    const room = { isLeft: true };
    const holder = await openHolder(atRelay, ada.replica.space, {
      clock: ada.clock,
      mayStore: () => room.isLeft,
    });
    await copyAll(story.relay, holder);
    const full = await online(holder, { role: 'relay' });
    room.isLeft = false;
    connect(ben, full);
    const wire = connect(ada, full);
    await ada.post('four');
    await expectEventually(() => ada.heard.refused, ['RELAY_QUOTA']);
    expect(heldBy(ada, full)).toBe(3);
    expect(kindsOf(wire)).not.toContain('ask-holding');
    wire.cut();
    // Ada and Ben tell each other; neither finds that it signed for more than it has.
    const aside = connect(ada, ben);
    await agree(ada, ben);
    await aside.quiet();
    room.isLeft = true;
    const again = connect(ada, full);
    await agree(ada, full);
    await keepsItsWord(ada, full, again);
    expect(brokenAt(ben)).toEqual([]);
  });
});
