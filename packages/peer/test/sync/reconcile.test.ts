import { LIMITS, SKETCH_CELLS, SYNC_PROTOCOLS } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { channelId, lab } from '../space-story.ts';
import { agree, connect, createWire, type Device, entriesFrom, kindsOf, online, type Wire } from './wire.ts';

const [, OLD] = SYNC_PROTOCOLS;
const CHANNELS = 130;

/** Ada and Ben, who have written in very many channels and have it all, now apart. */
const apart = async () => {
  const story = await lab();
  const [ada, ben] = [await online(story.atAda), await online(story.atBen)];
  for (let i = 0; i < CHANNELS; i++) {
    await ada.post('from ada', channelId(`channel ${i}`));
    await ben.post('from ben', channelId(`channel ${i}`));
  }
  const wire = connect(ada, ben);
  await agree(ada, ben);
  await wire.quiet();
  wire.cut();
  return { ada, ben };
};

const post = async (by: Device, channels: number, from = 0): Promise<void> => {
  for (let i = from; i < from + channels; i++) await by.post('while apart', channelId(`channel ${i}`));
};

/** Connects them again; gives what that took. */
const meet = async (a: Device, b: Device, protocol?: string): Promise<Wire> => {
  const wire = connect(a, b, protocol);
  await agree(a, b);
  await wire.quiet();
  return wire;
};

describe('[N2] coming back', () => {
  test('with ten new in ten of many channels costs two round trips and at most 4 KB before the entries', async () => {
    const { ada, ben } = await apart();
    await post(ada, 10);
    const wire = await meet(ada, ben);
    expect(entriesFrom(wire, ada)).toHaveLength(10);
    const first = wire.sent.findIndex(({ kind }) => kind === 'entries');
    // Receipts of the last time may be on their way too.
    const before = wire.sent
      .slice(0, first)
      .filter(({ kind }) => kind !== 'receipts' && kind !== 'receipted');
    expect(before.map(({ kind }) => kind)).toEqual(['hello', 'hello', 'differences', 'differences', 'fetch']);
    expect(kindsOf(wire)).not.toContain('frontier');
    expect(before.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(4096);
  });

  test('with something new on both sides, in the same channels and in others', async () => {
    const { ada, ben } = await apart();
    await post(ada, 6);
    await post(ben, 6, 3);
    await ada.post('a channel that Ben has never heard of', channelId('new'));
    const wire = await meet(ada, ben);
    expect(entriesFrom(wire, ada)).toHaveLength(7);
    expect(entriesFrom(wire, ben)).toHaveLength(6);
    expect(kindsOf(wire)).not.toContain('frontier');
  });

  test('with more than a small sketch tells takes a larger one', async () => {
    const { ada, ben } = await apart();
    await post(ada, 60);
    await post(ben, 60, 30);
    const wire = await meet(ada, ben);
    expect(entriesFrom(wire, ada)).toHaveLength(60);
    expect(entriesFrom(wire, ben)).toHaveLength(60);
    const sketches = wire.sent.flatMap(({ frame }) => (frame?.kind === 'sketch' ? [frame.sketch] : []));
    expect(sketches.map(({ counts }) => counts.length)).toEqual([SKETCH_CELLS[1]]);
    expect(kindsOf(wire)).not.toContain('frontier');
  });

  test('to somebody who has nothing of it takes whole frontiers', async () => {
    const { ada, ben } = await apart();
    await post(ada, CHANNELS);
    await post(ben, CHANNELS);
    const wire = await meet(ada, ben);
    expect(entriesFrom(wire, ada)).toHaveLength(CHANNELS);
    expect(entriesFrom(wire, ben)).toHaveLength(CHANNELS);
  });

  test('while both go on writing between any two words', async () => {
    const { ada, ben } = await apart();
    await post(ada, 3);
    await post(ben, 3, 2);
    const both = [ada, ben];
    const wire = createWire(ada.who.device, ben.who.device);
    for (const each of both) wire.stall(each, true);
    for (const each of both) each.exchange.onChannel(wire.end(each));
    const agreed = agree(ada, ben);
    for (let word = 0; word < 6; word++) {
      await wire.quiet();
      for (const [i, each] of both.entries()) {
        await each.post(`after ${word} words`, channelId(`channel ${10 + word}`));
        await each.post(`after ${word} words`, channelId(`channel ${20 + word * 2 + i}`));
      }
      // One frame each.
      for (const each of both) {
        wire.stall(each, false);
        wire.stall(each, true);
      }
    }
    for (const each of both) wire.stall(each, false);
    await agreed;
    await agree(ada, ben);
    await wire.quiet();
    expect(entriesFrom(wire, ada)).toHaveLength(3 + 12);
    expect(entriesFrom(wire, ben)).toHaveLength(3 + 12);
    expect(wire.reason()).toBeUndefined();
  });

  test.each([
    ['ada', 0],
    ['ben', 0],
    ['ada', 1],
    ['ben', 1],
  ])('with nothing new, while %s writes before word %i is heard', async (who, words) => {
    const { ada, ben } = await apart();
    const writer = who === 'ada' ? ada : ben;
    if (words === 1) await post(writer === ada ? ben : ada, 1);
    const wire = createWire(ada.who.device, ben.who.device);
    wire.stall(writer, true);
    for (const each of [ada, ben]) each.exchange.onChannel(wire.end(each));
    await wire.quiet();
    if (words === 1) {
      wire.stall(writer, false);
      wire.stall(writer, true);
      await wire.quiet();
    }
    await post(writer, 1, 7);
    wire.stall(writer, false);
    await agree(ada, ben);
    await wire.quiet();
    expect(entriesFrom(wire, writer)).toHaveLength(1);
  });
});

describe('[N7] a device that speaks the version before', () => {
  test('is told whole frontiers, and nothing that it does not know', async () => {
    const { ada, ben } = await apart();
    await post(ada, 3);
    await post(ben, 2, 2);
    const wire = await meet(ada, ben, OLD);
    expect(entriesFrom(wire, ada)).toHaveLength(3);
    expect(entriesFrom(wire, ben)).toHaveLength(2);
    expect(kindsOf(wire).filter((kind) => kind === 'sketch' || kind === 'differences')).toEqual([]);
  });
});

describe('a side that tells untruths in sketches', () => {
  test('of marks that are nowhere gets whole frontiers, and asking without end closes the channel', async () => {
    const { ada, ben } = await apart();
    await post(ada, 2);
    const wire = connect(ada, ben);
    await agree(ada, ben);
    await wire.quiet();
    const sketch = wire.sent.flatMap(({ frame }) =>
      frame?.kind === 'hello' && frame.sketch !== undefined ? [{ sketch: frame.sketch }] : [],
    )[0];
    expect(sketch).toBeDefined();
    if (sketch === undefined) return;
    const forged = { ...sketch.sketch, checks: sketch.sketch.checks.map((check) => check ^ 1) };
    for (let i = 0; i <= LIMITS.sketchBurst && wire.reason() === undefined; i++) {
      ada.session(ben).send({ kind: 'sketch', sketch: forged });
      await wire.quiet();
    }
    expect(wire.reason()).toBe('FRAME_INVALID');
  });
});
