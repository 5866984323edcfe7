import {
  type DeviceId,
  encodeFrame,
  LIMITS,
  type LogId,
  type LogRef,
  readEphemeral,
  readWitnessWord,
  type SyncFrame,
  shortOf,
  signReceipt,
  utf8,
  type WitnessWord,
  writeWitnessWord,
} from '@plexi/protocol';
import { describe, expect, test, vi } from 'vitest';
import { createDoubts } from '../../src/witness/doubts.ts';
import { createWitness } from '../../src/witness/witness.ts';
import { channelId, copyAll, openEmpty, person, primitives } from '../space-story.ts';
import { withRelay } from './relayed.ts';
import { agree, connect, type Device, expectEventually, kindsOf, online, type Wire } from './wire.ts';

/** As in the product, a hundred times as fast. */
const PACE = { betweenMs: 10, tellMs: 200, comingMs: 100, viewMs: 300 };

/** What somebody said of what relays signed, over a wire. */
const said = (wire: Wire, by: Device): WitnessWord[] =>
  wire.sent.flatMap(({ frame, from }) => {
    if (frame?.kind !== 'ephemeral' || from !== by.who.device) return [];
    return [readWitnessWord(readEphemeral(frame.word).sealed)];
  });

const members = async () => {
  const story = await withRelay();
  const { space } = story.ada.replica;
  const ada = await online(story.ada, { witness: PACE });
  const ben = await online(story.ben, { witness: PACE });
  return { ...story, space, ada, ben };
};

/** A relay that shows one face to Ada and another to Ben, and has what they say in passing go from one to the other. */
const twoFaced = async () => {
  const story = await members();
  const { ada, ben, relay, space } = story;
  const asItWas = await openEmpty(relay, relay.who);
  await copyAll(relay, asItWas);
  const shown = await online(asItWas, { role: 'relay' });
  const meet = () => {
    const toAda = connect(ada, relay);
    const toBen = connect(ben, shown);
    const pass = (to: Wire, by: Device, from: Device) => (sent: Wire['sent'][number]) => {
      if (sent.frame?.kind === 'ephemeral' && sent.from === from.who.device)
        queueMicrotask(() => to.end(by).send(encodeFrame(space, sent.frame as never)));
    };
    toAda.watch(pass(toBen, shown, ada));
    toBen.watch(pass(toAda, relay, ben));
    return { toAda, toBen };
  };
  return { ...story, shown, meet };
};

/** Whether a frame is about a log, or brings something of it. */
const tells = (frame: SyncFrame | undefined, { channel }: LogRef): boolean =>
  (frame?.kind === 'entries' && frame.log.channel === channel) ||
  (frame?.kind === 'frontier' && frame.heads.some(({ log }) => log.channel === channel));

const brokenAt = (device: Device) => device.receipts.broken.list();
const logOf = (device: Device): LogId => device.replica.stateOf(device.log()).logId;
const signedAt = (device: Device, logId: LogId, relay: Device): number | undefined =>
  device.receipts.of(logId).find(({ receipt }) => receipt.holder === relay.who.device)?.receipt.sequence;

describe('[N4] members that meet only through a relay', () => {
  test('find out that it shows one less than it signed to the other, of a log too that one never saw', async () => {
    const { ada, ben, meet } = await twoFaced();
    const { toBen } = meet();
    await agree(ben, ada);
    for (const text of ['one', 'two']) await ada.post(text);
    await expectEventually(() => brokenAt(ben).length, 1);
    expect(brokenAt(ben)[0]).toMatchObject({
      kind: 'lost',
      log: ada.log(),
      receipt: { sequence: 2 },
      holding: { sequence: 0, excuse: 'none' },
    });
    expect(said(toBen, ben).filter(({ kind }) => kind === 'ask')).toHaveLength(1);
  });

  test('find it out as well where one was away while the other told what was signed', async () => {
    const { ada, ben, relay, meet } = await twoFaced();
    const alone = connect(ada, relay);
    await ada.post('one');
    await ada.post('two');
    await expectEventually(() => said(alone, ada).some(({ kind }) => kind === 'signed'), true);
    alone.cut();
    meet();
    await expectEventually(() => brokenAt(ben).length, 1);
    expect(brokenAt(ben)[0]).toMatchObject({ log: ada.log(), receipt: { sequence: 2 } });
  });

  test('have its word, and no proof, where it signs that it has everything and gives nothing of it', async () => {
    const { ada, ben, relay } = await members();
    const toBen = connect(ben, relay);
    await agree(ben, relay);
    toBen.lose(({ from, kind }) => from === relay.who.device && ['entries', 'frontier'].includes(kind));
    connect(ada, relay);
    await ada.post('one');
    await expectEventually(() => kindsOf(toBen, relay).includes('holding'), true);
    await expectEventually(() => kindsOf(toBen, ben).includes('want'), true);
    expect(signedAt(ben, logOf(ada), relay)).toBe(1);
    expect(ben.replica.stateOf(ada.log()).tip.sequence).toBe(0);
    expect(brokenAt(ben)).toEqual([]);
  });

  test('compare two relays: what one withholds comes from the other, and the one is held to its word', async () => {
    const { ada, ben, meet } = await twoFaced();
    const second = person('second relay');
    await ada.act({ type: 'relay.list', device: second.device, addresses: ['/ip4/127.0.0.1/tcp/4002'] });
    await copyAll(ada, ben);
    const honest = await online(await openEmpty(ada, second), { role: 'relay' });
    const { toBen } = meet();
    // Nobody brings the first relay what it says not to have.
    toBen.lose(({ from, frame }) => from === ben.who.device && tells(frame, ada.log()));
    connect(ada, honest);
    const toHonest = connect(ben, honest);
    toHonest.slow(20);
    await ada.post('one');
    await expectEventually(() => ben.texts(), ['one']);
    await expectEventually(() => brokenAt(ben).length > 0, true);
    // The one that answers soonest was to send what is new; it is not any more.
    const flows = (wire: Wire) =>
      wire.sent.flatMap(({ frame }) => (frame?.kind === 'flow' ? frame.push : []));
    await expectEventually(() => [flows(toBen).at(-1), flows(toHonest)], [false, [false, true]]);
    expect(new Set(brokenAt(ben).map(({ receipt }) => receipt.holder))).toEqual(
      new Set([toBen.end(ben).device]),
    );
  });

  test('say little where all is well: what was signed, once, and what they have, when they come', async () => {
    const { ada, ben, relay } = await members();
    const toAda = connect(ada, relay);
    await agree(ada, relay);
    const wires = [toAda, connect(ben, relay)] as const;
    const channels = ['a', 'b', 'c'].map(channelId);
    for (const channel of channels) await ada.post('hello', channel);
    await agree(ada, ben, relay);
    await expectEventually(
      () =>
        said(wires[0], ada)
          .map(({ kind }) => kind)
          .sort(),
      ['signed', 'view'],
    );
    await expectEventually(() => said(wires[1], ben).map(({ kind }) => kind), ['view']);
    // Ben comes again: Ada sees that he lacks nothing.
    wires[1].cut();
    const again = connect(ben, relay);
    await expectEventually(() => said(again, ben).map(({ kind }) => kind), ['view']);
    await again.quiet();
    expect(said(wires[0], ada)).toHaveLength(2);
    expect(wires.flatMap((wire) => kindsOf(wire))).not.toContain('ask-holding');
    expect([...brokenAt(ada), ...brokenAt(ben)]).toEqual([]);
  });
});

describe('[L6] what a member says of what relays signed', () => {
  /** Ben as he is, and Cleo, who says what she likes. */
  const hostile = async () => {
    const story = await members();
    const { ada, ben, relay, space } = story;
    const liar = await online(story.atCleo);
    await copyAll(ada, liar);
    const toBen = connect(ben, relay);
    connect(liar, relay);
    await agree(ben, liar, relay);
    await toBen.quiet();
    const say = (bytes: Uint8Array) => liar.exchange.say(space, bytes);
    return { ...story, liar, say, toBen };
  };
  const claims = (many: number, from = 0) =>
    Array.from({ length: many }, (_, i) => ({
      logId: (from + i).toString(16).padStart(64, '0') as LogId,
      sequence: 7,
    }));

  test('is nothing where it is no word, or of a relay that the space does not list', async () => {
    const { ben, toBen, say } = await hostile();
    say(utf8('no word at all'));
    await expectEventually(() => ben.heard.problems, ['FRAME_INVALID']);
    say(writeWitnessWord({ kind: 'signed', relay: person('eve').device, claims: claims(3) }));
    await toBen.quiet();
    await expectEventually(() => said(toBen, ben).some(({ kind }) => kind === 'view'), true);
    expect(said(toBen, ben).map(({ kind }) => kind)).not.toContain('ask');
  });

  test('is asked for three times, and then forgotten', async () => {
    const { ben, relay, toBen, say } = await hostile();
    say(writeWitnessWord({ kind: 'signed', relay: relay.who.device, claims: claims(2) }));
    const asks = () => said(toBen, ben).filter(({ kind }) => kind === 'ask');
    await expectEventually(() => asks().length, 3);
    expect(kindsOf(toBen, ben)).not.toContain('ask-holding');
  });

  test('does not count where the relay did not sign it, or the log cannot be', async () => {
    const { ada, ben, liar, relay, space, say, toBen } = await hostile();
    const relaySeed = relay.who.deviceSeed;
    const forged = { space, holder: relay.who.device, sequence: 5, id: 'a'.repeat(64) as never };
    const nowhere = ada.log(channelId('nowhere'));
    const tell = async (log: LogRef, seed: Uint8Array) => {
      const { logId } = ada.replica.stateOf(log);
      say(writeWitnessWord({ kind: 'signed', relay: relay.who.device, claims: [{ logId, sequence: 5 }] }));
      await toBen.quiet();
      const bytes = signReceipt(primitives, { ...forged, logId }, seed);
      say(writeWitnessWord({ kind: 'receipts', receipts: [{ bytes, log }] }));
      await toBen.quiet();
      return ben.receipts.of(logId).length;
    };
    expect(await tell(ada.log(), liar.who.deviceSeed)).toBe(0);
    expect(ben.heard.problems).toEqual(['FRAME_INVALID']);
    expect(await tell(nowhere, relaySeed)).toBe(0);
    expect(await tell(ada.log(), relaySeed)).toBe(1);
  });

  test('is kept up to LIMITS.witnessWaitingOfOne of one device and LIMITS.witnessWaiting in all', async () => {
    const { ben, relay } = await members();
    const doubts = createDoubts({ ...ben, self: ben.who.device, sessions: () => [], comingMs: 0 });
    const raise = (from: string, many: number, at: number) => {
      for (const claim of claims(many, at)) doubts.raise(from as DeviceId, relay.who.device, claim);
    };
    const asked = (): number => {
      let sum = 0;
      for (let word = doubts.word(); word?.kind === 'ask'; word = doubts.word()) sum += word.claims.length;
      return sum / 3;
    };
    raise('c'.repeat(64), LIMITS.witnessWaitingOfOne + 1, 0);
    expect(asked()).toBe(LIMITS.witnessWaitingOfOne);
    const devices = Math.ceil(LIMITS.witnessWaiting / LIMITS.witnessWaitingOfOne) + 1;
    for (let i = 0; i < devices; i++)
      raise(i.toString(16).padStart(64, 'd'), LIMITS.witnessWaitingOfOne, 1_000 * i);
    expect(asked()).toBe(LIMITS.witnessWaiting);
  });

  test('costs us LIMITS.witnessBurst words and then witnessWordsPerMinute, and the logs of witnessAnswerBurst views', async () => {
    const { ada, relay } = await members();
    connect(ada, relay);
    const many = LIMITS.witnessClaims * (LIMITS.witnessAnswerBurst + 2);
    for (let i = 0; i < many; i++) await ada.post('x', channelId(`channel ${i}`));
    await expectEventually(() => ada.receipts.by(relay.who.device).length > many, true);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const words: WitnessWord[] = [];
      const witness = createWitness({
        replica: ada.replica,
        receipts: ada.receipts,
        self: ada.who.device,
        sessions: () => [],
        say: (bytes) => words.push(readWitnessWord(bytes)),
        passedOn: () => undefined,
        problem: () => undefined,
        pace: { ...PACE, betweenMs: 0 },
      });
      const view = (mark: number): Uint8Array =>
        writeWitnessWord({
          kind: 'view',
          views: [{ device: shortOf(ada.who.device), mark: mark.toString(16).padStart(16, '0') }],
        });
      for (let i = 0; i < 4 * LIMITS.witnessAnswerBurst; i++) {
        witness.heard('e'.repeat(64) as DeviceId, view(i));
        vi.advanceTimersByTime(10);
      }
      const told = words.flatMap((word) => (word.kind === 'signed' ? word.claims : []));
      expect(told).toHaveLength(LIMITS.witnessAnswerBurst * LIMITS.witnessClaims);
      expect(new Set(told.map(({ logId }) => logId)).size).toBe(told.length);
      const ask: WitnessWord = { kind: 'ask', of: ada.who.device, relay: relay.who.device, claims: told };
      const asking = (): void => {
        for (let i = 0; i < told.length; i += LIMITS.witnessClaims)
          witness.heard(
            'e'.repeat(64) as DeviceId,
            writeWitnessWord({ ...ask, claims: told.slice(i, i + LIMITS.witnessClaims) }),
          );
        vi.advanceTimersByTime(500);
      };
      for (let i = 0; i < 20; i++) asking();
      expect(words.length).toBeGreaterThanOrEqual(LIMITS.witnessBurst);
      // Ten seconds went by.
      expect(words.length).toBeLessThanOrEqual(LIMITS.witnessBurst + LIMITS.witnessWordsPerMinute / 6 + 1);
      witness.close();
    } finally {
      vi.useRealTimers();
    }
  });
});
