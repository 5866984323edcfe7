import { readBrokenReceipt, signReceipt } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { openReceiptBook } from '../../src/sync/receipt-book.ts';
import { openEmpty, primitives } from '../space-story.ts';
import { backWith, brokenAt, heldBy, holdingsOn, promised } from './promised.ts';
import { agree, connect, expectEventually, kindsOf, online } from './wire.ts';

describe('[N4] a relay that lost what it had signed for', () => {
  test('signs that it has less, which with its receipt is a proof that anybody can check, and gets it back', async () => {
    const story = await promised();
    const { ada } = story;
    const relay = await backWith(story, 1);
    connect(ada, relay);
    await expectEventually(() => brokenAt(ada).length, 1);
    const [proof] = brokenAt(ada);
    expect(proof).toMatchObject({ kind: 'lost', log: ada.log() });
    const read = readBrokenReceipt(primitives, proof?.text ?? '');
    expect(read.receipt).toMatchObject({ holder: relay.who.device, sequence: 3 });
    expect(read.holding).toMatchObject({ sequence: 1, excuse: 'none' });
    expect(ada.heard.problems).toEqual(['RECEIPT_BROKEN']);
    await agree(ada, relay);
    await expectEventually(() => heldBy(ada, relay), 3);
    const again = await openReceiptBook(primitives, ada.store, ada.replica.space);
    expect(again.broken.list()).toEqual(brokenAt(ada));
  });

  test('and all else with it, answers for what it had when it was asked, once it knows who asks', async () => {
    const story = await promised();
    const { ada, atRelay } = story;
    const relay = await online(await openEmpty(ada, atRelay), { role: 'relay' });
    connect(ada, relay);
    await agree(ada, relay);
    await expectEventually(() => brokenAt(ada).length > 0, true);
    const ofLine = brokenAt(ada).find(({ log }) => log?.channel === ada.log().channel);
    expect(ofLine?.holding.sequence).toBe(0);
    await expectEventually(() => heldBy(ada, relay), 3);
  });

  test('is no longer said to store it, until it signs again itself', async () => {
    const story = await promised();
    const { ada } = story;
    const relay = await backWith(story, 1);
    const { ben } = story;
    const old = ada.receipts.of(ada.replica.stateOf(ada.log()).logId);
    const wire = connect(ada, relay);
    wire.lose(({ kind, from }) => kind === 'entries' && from === ada.who.device);
    await expectEventually(() => heldBy(ada, relay), undefined);
    const aside = connect(ada, ben);
    await aside.quiet();
    ben.session(ada).offerReceipts(old);
    await aside.quiet();
    expect(heldBy(ada, relay)).toBeUndefined();
    wire.cut();
    connect(ada, relay);
    await expectEventually(() => heldBy(ada, relay), 3);
  });

  test('has the same proof once, however often it is asked', async () => {
    const story = await promised();
    const { ada } = story;
    for (let i = 0; i < 3; i++) {
      const relay = await backWith(story, 1);
      const wire = connect(ada, relay);
      await agree(ada, relay);
      await expectEventually(() => heldBy(ada, relay), 3);
      await wire.quiet();
      wire.cut();
    }
    expect(brokenAt(ada)).toHaveLength(1);
    expect(ada.heard.problems).toEqual(['RECEIPT_BROKEN']);
  });
});

describe('[N4] a relay that tells one member less than another', () => {
  test('is found out by what members tell each other, and by no one while they tell nothing', async () => {
    const { ada, ben, relay, atRelay } = await promised();
    // To Ben the relay shows itself as it was before Ada wrote, and goes on saying so.
    const shown = await backWith({ ada, atRelay }, 0);
    const wire = connect(ben, shown);
    await wire.quiet();
    await agree(ben, shown);
    expect(brokenAt(ben)).toEqual([]);
    wire.cut();
    expect(heldBy(ada, relay)).toBe(3);
    const aside = connect(ada, ben);
    await agree(ada, ben);
    const told = () =>
      ben.receipts.of(ada.replica.stateOf(ada.log()).logId).map(({ receipt }) => receipt.sequence);
    await expectEventually(told, [3]);
    aside.cut();
    connect(ben, shown);
    await expectEventually(() => brokenAt(ben).length, 1);
    expect(brokenAt(ben)[0]).toMatchObject({ kind: 'lost', log: ada.log(), holding: { sequence: 0 } });
  });
});

describe('[N4] a receipt for what its author did not write', () => {
  test('is not taken: of another end of the log, or of more than there is', async () => {
    const { ada, relay, atRelay } = await promised();
    await ada.post('four');
    const wire = connect(ada, relay);
    await agree(ada, relay);
    await wire.quiet();
    const { logId, tip } = ada.replica.stateOf(ada.log());
    await ada.post('five');
    await agree(ada, relay);
    await expectEventually(() => heldBy(ada, relay), 5);
    for (const sequence of [5, 9]) {
      const receipt = { space: ada.replica.space, logId, holder: atRelay.device, sequence, id: tip.id };
      const bytes = signReceipt(primitives, receipt, atRelay.deviceSeed);
      relay.session(ada).offerReceipts([{ receipt, bytes }]);
    }
    await wire.quiet();
    expect(heldBy(ada, relay)).toBe(5);
  });
});

describe('[N4] a question about a receipt', () => {
  test('is answered with what is in its place, where there is more by now', async () => {
    const { ada, relay } = await promised();
    const { logId } = ada.replica.stateOf(ada.log());
    const [old] = ada.receipts.of(logId);
    await ada.post('four');
    const wire = connect(ada, relay);
    await agree(ada, relay);
    ada.session(relay).send({ kind: 'ask-holding', receipts: old === undefined ? [] : [old.bytes] });
    await expectEventually(() => holdingsOn(wire).length, 1);
    expect(holdingsOn(wire)[0]).toMatchObject({ sequence: 4, id: old?.receipt.id, excuse: 'none' });
  });

  test('of another holder closes the channel', async () => {
    const { ada, ben, relay } = await promised();
    connect(ben, relay);
    await expectEventually(() => ada.receipts.by(relay.who.device).length > 0, true);
    await ben.post('hello');
    const wire = connect(ada, relay);
    await agree(ada, ben, relay);
    await expectEventually(() => ada.receipts.by(ben.who.device).length > 0, true);
    await wire.quiet();
    const receipts = ada.receipts.by(ben.who.device).map(({ bytes }) => bytes);
    ada.session(relay).send({ kind: 'ask-holding', receipts });
    expect(await wire.ended()).toBe('FRAME_INVALID');
  });

  test('is not answered by a device that is no relay, and a word that nobody asked for is nothing', async () => {
    const story = await promised();
    const { ada, ben } = story;
    const wire = connect(ada, ben);
    await agree(ada, ben);
    await expectEventually(() => ada.receipts.by(ben.who.device).length > 0, true);
    const receipts = ada.receipts.by(ben.who.device).map(({ bytes }) => bytes);
    ada.session(ben).send({ kind: 'ask-holding', receipts });
    await wire.quiet();
    expect(kindsOf(wire)).not.toContain('holding');
    expect(wire.reason()).toBeUndefined();
    expect(brokenAt(ada)).toEqual([]);
  });
});
