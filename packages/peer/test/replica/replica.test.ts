import { decodeFrame, LIMITS, type RawEntry } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import {
  channelId,
  copyAll,
  deliver,
  type Holder,
  lab,
  openEmpty,
  openHolder,
  toRaw,
  unsigned,
  viewOf,
} from '../space-story.ts';

/** Two posts that Ada's device signed for the same place. */
const twoFaced = async () => {
  const story = await lab();
  const [one, other] = [story.atAda.draft('yes', undefined), story.atAda.draft('no', undefined)];
  return { ...story, log: story.atAda.log(), one, other };
};

describe('[L2] equivocation', () => {
  test('freezes the log where both branches are seen, keeps the proof, and says so from then on', async () => {
    const { atBen, log, one, other } = await twoFaced();
    await atBen.replica.ingest(log, [toRaw(one)]);
    const outcome = await atBen.replica.ingest(log, [toRaw(other)]);
    expect(outcome).toMatchObject({ accepted: 0, refused: 'ENTRY_EQUIVOCATION' });
    const [proof] = await atBen.store.records(atBen.replica.space, 'equivocation');
    expect(proof?.key).toBe(`${one.parsed.logId}/1`);
    const { frame } = decodeFrame(proof?.value ?? new Uint8Array());
    expect(frame).toEqual({
      kind: 'entries',
      log,
      entries: [{ header: other.header, signature: other.signature, body: undefined }],
    });
    expect(await atBen.texts()).toEqual(['yes']);
  });

  test('nothing more of that log is taken, after a restart either', async () => {
    const { ben, atAda, atBen, log, one, other } = await twoFaced();
    await deliver(
      atBen,
      [one, other].map((entry) => ({ log, raw: toRaw(entry) })),
    );
    const next = toRaw(atAda.draft('and then', one));
    expect((await atBen.replica.ingest(log, [next])).refused).toBe('ENTRY_EQUIVOCATION');
    const again = await openHolder(ben, atBen.replica.space, { store: atBen.store, clock: atBen.clock });
    expect((await again.replica.ingest(log, [next])).refused).toBe('ENTRY_EQUIVOCATION');
    expect(again.replica.stateOf(log).tip.id).toBe(one.id);
  });

  test('[L3] is seen too where only a later signature vouches for the other branch', async () => {
    const { atAda, atBen, log, one, other } = await twoFaced();
    await atBen.replica.ingest(log, [toRaw(one)]);
    const behind = atAda.draft('and then', other);
    expect((await atBen.replica.ingest(log, [unsigned(other)])).refused).toBeUndefined();
    const outcome = await atBen.replica.ingest(log, [unsigned(other), toRaw(behind)]);
    expect(outcome.refused).toBe('ENTRY_EQUIVOCATION');
  });

  test('is not made by a forger: an unsigned header in a taken place changes nothing', async () => {
    const { atAda, atBen, log, one, other } = await twoFaced();
    await atBen.replica.ingest(log, [toRaw(one)]);
    const outcome = await atBen.replica.ingest(log, [unsigned(other), unsigned(atAda.draft('more', other))]);
    expect(outcome.refused).not.toBe('ENTRY_EQUIVOCATION');
    const next = toRaw(atAda.draft('and then', one));
    expect((await atBen.replica.ingest(log, [unsigned(other), next])).refused).toBeUndefined();
    expect(await atBen.texts()).toEqual(['yes', 'and then']);
  });

  test('a longer branch asks for the place where it may have forked', async () => {
    const { atAda, atBen, log, one, other } = await twoFaced();
    await atBen.replica.ingest(log, [toRaw(one)]);
    const outcome = await atBen.replica.ingest(log, [toRaw(atAda.draft('and then', other))]);
    expect(outcome).toMatchObject({ refused: 'ENTRY_OUT_OF_ORDER', wantFrom: 1 });
  });
});

/** Cleo says three things; Ada has heard two of them when she removes her. */
const removal = async () => {
  const story = await lab();
  const { atAda, atBen, atCleo, cleo } = story;
  await atCleo.post('one');
  await atCleo.post('two');
  await copyAll(atCleo, atAda);
  await atCleo.post('three');
  return { ...story, atAda, atBen, atCleo, remove: () => atAda.remove(cleo), log: atCleo.log() };
};

describe('[G4] a cutoff', () => {
  const end = (holder: Holder, log: Parameters<Holder['replica']['stateOf']>[0]) =>
    holder.replica.stateOf(log).visible.sequence;

  test('hides what came behind it, whether that or the removal came first', async () => {
    const { atAda, atBen, atCleo, remove, log } = await removal();
    await copyAll(atCleo, atBen);
    expect(end(atBen, log)).toBe(3);
    await remove();
    await copyAll(atAda, atBen);
    expect(end(atBen, log)).toBe(2);
    expect(atBen.replica.stateOf(log).tip.sequence).toBe(3);
    const late = await openEmpty(atAda);
    await copyAll(atAda, late);
    const { raw } = (await atCleo.items()).at(-1) as { raw: RawEntry };
    expect(await late.replica.ingest(log, [raw])).toMatchObject({
      accepted: 0,
      refused: 'ENTRY_NOT_ENTITLED',
      dropped: true,
    });
    expect(end(late, log)).toBe(2);
    for (const each of [atBen, late]) expect(viewOf(each)).toEqual(viewOf(atAda));
  });

  test('keeps void governance, since an honest act may cite it: whoever hears of the removal first folds the same', async () => {
    const { cleo, atAda, atBen, atCleo } = await lab();
    await atCleo.act({ type: 'channel.create', channel: channelId('from cleo') });
    await copyAll(atCleo, atBen);
    const citing = await atBen.act({ type: 'profile.describe' });
    await atAda.remove(cleo);
    const late = await openEmpty(atAda);
    await copyAll(atAda, late);
    await copyAll(atBen, late);
    await copyAll(atAda, atBen);
    expect(late.replica.governance()?.waiting.size).toBe(0);
    expect(late.replica.governance()?.accepted).toContain(citing.id);
    expect(viewOf(late)).toEqual(viewOf(atBen));
  });

  test('is not passed on: reading stops at it', async () => {
    const { atAda, atBen, atCleo, remove, log } = await removal();
    await copyAll(atCleo, atBen);
    expect(await atBen.replica.read(log, 1, 2 ** 20)).toHaveLength(3);
    await remove();
    await copyAll(atAda, atBen);
    expect(await atBen.replica.read(log, 1, 2 ** 20)).toHaveLength(2);
    expect(await atBen.replica.read(log, 3, 2 ** 20)).toEqual([]);
  });

  test('of a log that the removal does not list hides all of it', async () => {
    const { atAda, atBen, atCleo, cleo } = await lab();
    await atCleo.post('nobody heard this');
    await copyAll(atCleo, atBen);
    await atAda.remove(cleo);
    await copyAll(atAda, atBen);
    expect(end(atBen, atCleo.log())).toBe(0);
    expect(viewOf(atBen)).toEqual(viewOf(atAda));
  });
});

describe('a restart', () => {
  test('from the store gives the same frontier, governance and messages, cutoffs included', async () => {
    const { ben, atAda, atBen, atCleo, remove } = await removal();
    await copyAll(atCleo, atBen);
    await remove();
    await copyAll(atAda, atBen);
    await atBen.post('who was that?');
    const again = await openHolder(ben, atBen.replica.space, { store: atBen.store, clock: atBen.clock });
    expect(viewOf(again)).toEqual(viewOf(atBen));
    expect(await again.texts()).toEqual(await atBen.texts());
    expect([...again.replica.frontier.all()].map(({ log, tip, heads }) => ({ log, tip, heads }))).toEqual(
      expect.arrayContaining(
        [...atBen.replica.frontier.all()]
          .filter(({ tip }) => tip.sequence > 0)
          .map(({ log, tip, heads }) => ({ log, tip, heads })),
      ),
    );
  });

  test('lets its device write on where it stopped', async () => {
    const { ben, atAda, atBen } = await lab();
    await atBen.post('before');
    const again = await openHolder(ben, atBen.replica.space, { store: atBen.store, clock: atBen.clock });
    await again.post('after');
    await copyAll(again, atAda);
    expect(await atAda.texts()).toEqual(['before', 'after']);
  });
});

describe('a run of entries', () => {
  const chain = async () => {
    const story = await lab();
    for (let i = 1; i <= 6; i++) await story.atAda.post(`${i}`);
    const log = story.atAda.log();
    const raws = (await story.atAda.items())
      .filter((item) => item.log.channel === log.channel)
      .map((item) => item.raw);
    return { ...story, log, raws };
  };

  test('with a gap in it is taken up to the gap; the rest is held and what is missing is asked for', async () => {
    const { atAda, atBen, log, raws } = await chain();
    const outcome = await atBen.replica.ingest(log, [...raws.slice(0, 2), ...raws.slice(3)]);
    expect(outcome).toMatchObject({ accepted: 2, refused: 'ENTRY_OUT_OF_ORDER', wantFrom: 3 });
    expect(await atBen.replica.ingest(log, raws.slice(2, 3))).toMatchObject({
      accepted: 4,
      refused: undefined,
    });
    expect(viewOf(atBen)).toEqual(viewOf(atAda));
  });

  test('that begins behind a gap asks for what is missing, and counts once that is here', async () => {
    const { atAda, atBen, log, raws } = await chain();
    const outcome = await atBen.replica.ingest(log, raws.slice(4));
    expect(outcome).toMatchObject({ accepted: 0, refused: 'ENTRY_OUT_OF_ORDER', wantFrom: 1 });
    await atBen.replica.ingest(log, raws.slice(0, 4));
    expect(viewOf(atBen)).toEqual(viewOf(atAda));
  });

  test('[N3] that was here already changes nothing', async () => {
    const { atBen, log, raws } = await chain();
    await atBen.replica.ingest(log, raws);
    const before = viewOf(atBen);
    expect(await atBen.replica.ingest(log, raws)).toEqual({
      accepted: 0,
      refused: undefined,
      wantFrom: undefined,
      dropped: false,
    });
    expect(await atBen.replica.ingest(log, [])).toMatchObject({ accepted: 0, refused: undefined });
    expect(viewOf(atBen)).toEqual(before);
  });

  test('is read back from memory and from the store alike', async () => {
    const { ben, atBen, log, raws } = await chain();
    await atBen.replica.ingest(log, raws.slice(0, 3));
    await atBen.replica.ingest(log, raws.slice(3));
    const again = await openHolder(ben, atBen.replica.space, { store: atBen.store, clock: atBen.clock });
    for (const from of [1, 3, 4, 6, 7])
      expect(await atBen.replica.read(log, from, LIMITS.batchBytes)).toMatchObject(
        (await again.replica.read(log, from, LIMITS.batchBytes)).map(({ header }) => ({ header })),
      );
  });

  test('beyond a relay’s quota is refused and not stored', async () => {
    const { ben, atAda, log, raws } = await chain();
    let isFull = false;
    const full = await openHolder(ben, atAda.replica.space, { clock: atAda.clock, mayStore: () => !isFull });
    await deliver(
      full,
      (await atAda.items()).filter((item) => item.log.channel !== log.channel),
    );
    isFull = true;
    await expect(full.replica.ingest(log, raws)).rejects.toMatchObject({ code: 'RELAY_QUOTA' });
    expect(full.replica.stateOf(log).tip.sequence).toBe(0);
    isFull = false;
    expect((await full.replica.ingest(log, raws)).accepted).toBe(6);
  });
});
