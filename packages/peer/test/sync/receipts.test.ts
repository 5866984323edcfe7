import { plexiError, type Receipt, readReceipt, signReceipt } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { openReceiptBook } from '../../src/sync/receipt-book.ts';
import { copyAll, lab, openEmpty, person, primitives } from '../space-story.ts';
import { agree, connect, type Device, expectEventually, kindsOf, online, receiptsKept } from './wire.ts';

/** Ada, Ben and a relay that their space lists; they reach each other through the relay only. */
const withRelay = async () => {
  const { atAda, atBen, atCleo, cleo } = await lab();
  const atRelay = person('relay');
  await atAda.act({ type: 'relay.list', device: atRelay.device, addresses: ['/ip4/127.0.0.1/tcp/4001'] });
  await copyAll(atAda, atBen);
  const [ada, ben] = [await online(atAda), await online(atBen)];
  const relay = await online(await openEmpty(atAda, atRelay), { role: 'relay' });
  return { ada, ben, relay, atCleo, cleo };
};

/** How far each holder signed to have a log of `of`'s, by what `at` was told. */
const held = (at: Device, of: Device): Record<string, number> => {
  const { logId } = at.replica.stateOf(of.log());
  return Object.fromEntries(at.receipts.of(logId).map(({ receipt }) => [receipt.holder, receipt.sequence]));
};

describe('[N4] receipts', () => {
  test('reach the author: the relay’s own, and the others’ through the relay', async () => {
    const { ada, ben, relay } = await withRelay();
    connect(ada, relay);
    connect(ben, relay);
    await agree(ada, ben, relay);
    await ada.post('hello');
    await expectEventually(() => held(ada, ada), { [relay.who.device]: 1, [ben.who.device]: 1 });
    await ada.post('again');
    await expectEventually(() => held(ada, ada), { [relay.who.device]: 2, [ben.who.device]: 2 });
    for (const { bytes, receipt } of ada.receipts.of(ada.replica.stateOf(ada.log()).logId)) {
      expect(readReceipt(primitives, bytes)).toEqual(receipt);
      expect(receipt.id).toBe(ada.replica.stateOf(ada.log()).tip.id);
    }
  });

  test('wait at the relay for an author who was away', async () => {
    const { ada, ben, relay } = await withRelay();
    const first = connect(ada, relay);
    await agree(ada, relay);
    await ada.post('hello');
    await expectEventually(() => held(ada, ada), { [relay.who.device]: 1 });
    first.cut();
    connect(ben, relay);
    await expectEventually(() => held(relay, ada)[ben.who.device], 1);
    expect(held(ada, ada)[ben.who.device]).toBeUndefined();
    connect(ada, relay);
    await expectEventually(() => held(ada, ada), { [relay.who.device]: 1, [ben.who.device]: 1 });
  });

  test('are told once: coming back costs none', async () => {
    const { ada, ben, relay } = await withRelay();
    const wires = [connect(ada, relay), connect(ben, relay)];
    await ada.post('hello');
    await expectEventually(() => held(ada, ada), { [relay.who.device]: 1, [ben.who.device]: 1 });
    for (const wire of wires) await receiptsKept(wire);
    for (const wire of wires) wire.cut();
    const again = connect(ada, relay);
    await again.quiet();
    expect(kindsOf(again)).toEqual(['hello', 'hello']);
  });

  test('lost on the way are sent again at the next connection', async () => {
    const { ada, relay } = await withRelay();
    const wire = connect(ada, relay);
    await agree(ada, relay);
    await wire.quiet();
    wire.lose(({ kind }) => kind === 'receipts');
    await ada.post('hello');
    await wire.quiet();
    expect(held(ada, ada)).toEqual({});
    wire.cut();
    connect(ada, relay);
    await expectEventually(() => held(ada, ada), { [relay.who.device]: 1 });
  });

  test('are confirmed once they are on disk, and told again where they never came to be', async () => {
    const { ada, relay } = await withRelay();
    const commit = ada.store.commit.bind(ada.store);
    let refusals = 0;
    ada.store.commit = async (writes) => {
      const isReceipt = writes.some((write) => write.type === 'record' && write.kind === 'receipt');
      if (isReceipt) {
        refusals++;
        throw plexiError('STORE_FAILED');
      }
      return commit(writes);
    };
    const wire = connect(ada, relay);
    await ada.post('hello');
    await expectEventually(() => refusals, 1);
    expect(kindsOf(wire)).not.toContain('receipted');
    ada.store.commit = commit;
    wire.cut();
    const again = await openReceiptBook(primitives, ada.store, ada.replica.space);
    expect(again.of(ada.replica.stateOf(ada.log()).logId)).toEqual([]);
    const wireAgain = connect(ada, relay);
    await wireAgain.quiet();
    expect(kindsOf(wireAgain)).toContain('receipts');
  });

  test('of another than the sender are not taken by a relay', async () => {
    const { ada, ben, relay, atCleo, cleo } = await withRelay();
    connect(ada, relay);
    const wire = connect(ben, relay);
    await ada.post('hello');
    await agree(ada, ben, relay);
    await wire.quiet();
    const { logId, tip } = ada.replica.stateOf(ada.log());
    const claim: Receipt = {
      space: ada.replica.space,
      logId,
      holder: cleo.device,
      sequence: tip.sequence,
      id: tip.id,
    };
    const bytes = signReceipt(primitives, claim, atCleo.who.deviceSeed);
    ben.session(relay).offerReceipts([{ receipt: claim, bytes }]);
    await wire.quiet();
    expect(held(relay, ada)[cleo.device]).toBeUndefined();
    expect(held(ada, ada)[cleo.device]).toBeUndefined();
  });

  test('that are forged, or of another space, close the channel they came on', async () => {
    const { ada, ben, relay } = await withRelay();
    const claim = (space: Receipt['space']): Receipt => ({
      space,
      logId: ada.replica.stateOf(ada.log()).logId,
      holder: ben.who.device,
      sequence: 9,
      id: ada.replica.stateOf(ada.log()).tip.id,
    });
    const own = claim(ada.replica.space);
    const elsewhere = claim('e'.repeat(64) as Receipt['space']);
    for (const [receipt, seed] of [
      [own, ada.who.deviceSeed],
      [elsewhere, ben.who.deviceSeed],
    ] as const) {
      const wire = connect(ben, relay);
      await wire.quiet();
      ben.session(relay).offerReceipts([{ receipt, bytes: signReceipt(primitives, receipt, seed) }]);
      expect(await wire.ended()).toBe('FRAME_INVALID');
    }
    expect(held(relay, ada)).toEqual({});
  });

  test('and how far they were told survive a restart; an older one never replaces a newer one', async () => {
    const { ada, ben, relay } = await withRelay();
    const wire = connect(ada, relay);
    connect(ben, relay);
    for (const text of ['one', 'two', 'three']) await ada.post(text);
    await expectEventually(() => held(ada, ada), { [relay.who.device]: 3, [ben.who.device]: 3 });
    await receiptsKept(wire);
    await Promise.all([ada.receipts.flush(), relay.receipts.flush()]);
    const { logId } = ada.replica.stateOf(ada.log());
    const again = await openReceiptBook(primitives, ada.store, ada.replica.space);
    expect(again.of(logId)).toHaveLength(2);
    const [newest] = again.of(logId);
    if (newest === undefined) throw new TypeError('no receipt');
    const older = { ...newest.receipt, sequence: 2 };
    expect(again.add({ receipt: older, bytes: newest.bytes })).toBe(false);
    expect(again.of(logId).map(({ receipt }) => receipt.sequence)).toEqual([3, 3]);
    const atRelay = await openReceiptBook(primitives, relay.store, relay.replica.space);
    expect(atRelay.confirmed(ada.who.device, logId, relay.who.device)).toBe(3);
    expect(atRelay.unconfirmed(ada.who.device, atRelay.of(logId))).toEqual([]);
  });
});

describe('[N4] a signed frontier', () => {
  test('is given on request, and is the one that both hold', async () => {
    const { ada, relay } = await withRelay();
    const wire = connect(ada, relay);
    await ada.post('hello');
    await agree(ada, relay);
    ada.session(relay).send({ kind: 'ask-digest' });
    await expectEventually(() => ada.heard.digests.length, 1);
    expect(ada.heard.digests[0]).toEqual(ada.replica.frontier.digest());
    expect(wire.reason()).toBeUndefined();
  });

  test('signed by another than the one who sends it closes the channel', async () => {
    const { ada, relay } = await withRelay();
    const wire = connect(ada, relay);
    await wire.quiet();
    const digest = ada.replica.frontier.digest();
    const signature = primitives.sign(digest, relay.who.deviceSeed);
    relay.session(ada).send({ kind: 'digest', digest, signature });
    expect(await wire.ended()).toBe('FRAME_INVALID');
    expect(ada.heard.digests).toEqual([]);
  });
});
