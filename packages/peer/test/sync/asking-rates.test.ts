import { type ChannelId, encodeFrame, LIMITS, RECEIPT_BYTES, type SyncFrame } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { lab, person } from '../space-story.ts';
import { connect, createWire, kindsOf, online } from './wire.ts';

/** Ada and Ben, connected. */
const together = async () => {
  const { atAda, atBen } = await lab();
  const [ada, ben] = [await online(atAda), await online(atBen)];
  const toBen = connect(ada, ben);
  await toBen.quiet();
  return { ada, ben, toBen };
};

describe('[L6] asking for work', () => {
  const asks = [
    ['wantBurst, LIMITS.wantsPerSecond', LIMITS.wantBurst, 'want'],
    ['wantBurst, LIMITS.wantsPerSecond', LIMITS.wantBurst, 'want-bodies'],
    ['fetchBurst, LIMITS.fetchesPerSecond', LIMITS.fetchBurst, 'fetch'],
    ['sketchBurst, LIMITS.sketchesPerMinute', LIMITS.sketchBurst, 'sketch'],
    ['holdingBurst, LIMITS.holdingQuestionsPerSecond', LIMITS.holdingBurst, 'ask-holding'],
  ] as const;

  test.each(asks)('LIMITS.%s: a burst of %d passes, one more %s is a breach', async (_, burst, kind) => {
    const { ada, ben, toBen } = await together();
    const session = ada.session(ben);
    const unknown = { ...ada.log(), channel: 'c'.repeat(64) as ChannelId };
    const frames: Record<typeof kind, SyncFrame> = {
      want: { kind: 'want', log: unknown, from: 1 },
      'want-bodies': { kind: 'want-bodies', log: unknown, sequences: [1] },
      fetch: { kind: 'fetch', ranges: [{ log: unknown, from: 1, to: 1 }] },
      'ask-holding': { kind: 'ask-holding', receipts: [new Uint8Array(RECEIPT_BYTES)] },
      sketch: { kind: 'sketch', sketch: ada.replica.frontier.sketch(48) },
    };
    toBen.stall(ben, true);
    for (let i = 0; i < burst; i++) await session.handle(frames[kind]);
    await expect(session.handle(frames[kind])).rejects.toMatchObject({ code: 'FRAME_INVALID' });
    ada.clock.ms += 60_000;
    await session.handle(frames[kind]);
    toBen.cut();
  });

  test('LIMITS.digestBurst, LIMITS.digestsPerSecond: who looks more often is not answered, and no worse', async () => {
    const { ada, ben, toBen } = await together();
    const session = ada.session(ben);
    const answers = (): number => kindsOf(toBen, ada).filter((kind) => kind === 'digest').length;
    for (let i = 0; i < LIMITS.digestBurst * 2; i++) await session.handle({ kind: 'ask-digest' });
    expect(answers()).toBe(LIMITS.digestBurst);
    ada.clock.ms += 1_000;
    for (let i = 0; i < LIMITS.digestBurst; i++) await session.handle({ kind: 'ask-digest' });
    expect(answers()).toBe(LIMITS.digestBurst + LIMITS.digestsPerSecond);
  });

  test('LIMITS.helloBurst, LIMITS.hellosPerSecond: a stranger’s greetings are answered by refusals alone, and not for ever', async () => {
    const { atAda } = await lab();
    const ada = await online(atAda, { spacesWith: () => [] });
    const eve = person('eve');
    const wire = createWire(ada.who.device, eve.device);
    ada.exchange.onChannel(wire.end(ada));
    const end = wire.end({ who: eve });
    end.onFrame(() => undefined);
    const digest = new Uint8Array(32);
    const hello = encodeFrame(ada.replica.space, {
      kind: 'hello',
      digest,
      invite: undefined,
      sketch: undefined,
    });
    for (let i = 0; i < LIMITS.helloBurst; i++) end.send(hello);
    await wire.quiet();
    expect(new Set(kindsOf(wire, ada))).toEqual(new Set(['refused']));
    expect(kindsOf(wire, ada)).toHaveLength(LIMITS.helloBurst);
    end.send(hello);
    expect(await wire.ended()).toBe('FRAME_INVALID');
  });
});
