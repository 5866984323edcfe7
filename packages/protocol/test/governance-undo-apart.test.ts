import { describe, expect, test } from 'vitest';
import {
  type ActOf,
  type DeviceId,
  finalityOf,
  foldGovernance,
  isFinal,
  type LogHead,
  motionFor,
  undoKey,
  undoneFrom,
} from '../src/index.ts';
import { channelId, mergedInto, primitives, type Replica } from './founding.ts';
import { mischief, owned, place, sign, undo } from './owned.ts';

const describing = { type: 'space.describe' } as const;
const UNDONE = 'the owners undid it';

/** What a replica has, arriving the other way round, comes to the same. */
const expectSameReversed = ({ governance, entries }: Replica): void => {
  const other = foldGovernance(primitives, governance.space, entries.toReversed());
  expect(other.accepted).toEqual(governance.accepted);
  expect(other.state).toEqual(governance.state);
};

describe('[G4] votes to undo that have to do with each other', () => {
  test("two that fell the logs of each other's voters both hold: what a vote says rests on no other", () => {
    const { owner, atBen, atCleo } = owned();
    const hers = owner.write(describing);
    const his = atBen.write(describing);
    for (const one of [owner, atBen, atCleo]) mergedInto(one, owner, atBen);
    const votes = [owner.write(undo(his)), atBen.write(undo(hers))];
    for (const wrong of [his, hers]) votes.push(atCleo.write(undo(wrong)));
    mergedInto(atCleo, owner, atBen);
    expect([hers, his].map((it) => atCleo.reason(it))).toEqual([UNDONE, UNDONE]);
    expect(votes.map((it) => atCleo.reason(it))).toEqual(Array(4).fill(undefined));
    for (const one of [owner, atBen]) {
      mergedInto(one, atCleo);
      expect(one.reason(one.write(describing))).toBe(UNDONE);
    }
    expectSameReversed(mergedInto(atCleo, owner, atBen));
  });

  test('what is undone is not brought back by undoing a vote for it', () => {
    const { owner, atBen, atCleo, invite } = mischief();
    const vote = owner.write(undo(invite));
    mergedInto(atBen, owner).write(undo(invite));
    mergedInto(atCleo, atBen).write(undo(vote));
    mergedInto(atBen, atCleo).write(undo(vote));
    expect([vote, invite].map((it) => atBen.reason(it))).toEqual([undefined, UNDONE]);
    mergedInto(owner, atBen);
    expect(owner.reason(owner.write(describing))).toBe(UNDONE);
    expectSameReversed(owner);
  });

  test('of what a vote names, only what is not final falls', () => {
    const { owner, atBen, atCleo, atDan, dan } = owned();
    const before = atDan.write(describing);
    for (const one of [owner, atBen]) mergedInto(one, atDan);
    owner.write(sign(owner));
    atBen.write(sign(atBen));
    mergedInto(atBen, owner);
    mergedInto(atCleo, atBen);
    mergedInto(owner, atBen);
    expect(isFinal(owner.governance, before.id)).toBe(true);
    const atEnd = mergedInto(atDan, owner).write(describing);
    const other = mergedInto(atCleo, atDan).write(describing);
    for (const one of [owner, atBen]) mergedInto(one, atCleo);
    const spoken: LogHead = { ...place(atEnd), log: { ...atEnd.log, channel: channelId('general') } };
    const motion = undo(place(before), place(other), spoken);
    owner.write(motion);
    mergedInto(atBen, owner).write(motion);
    expect([before, atEnd, other].map((it) => atBen.reason(it))).toEqual([undefined, undefined, UNDONE]);
    expect(finalityOf(atBen.governance).undoings).toMatchObject([{ isCarried: true }]);
    expect(atBen.governance.state.members[dan.account]?.role).toBe('admin');
    // Once all that it names of governance is final, a vote comes too late for the rest of it as well.
    const late = undo(place(before), spoken);
    const votes = [owner, atBen].map((one) => one.write(late));
    mergedInto(owner, atBen);
    expect(votes.map((it) => owner.reason(it))).toEqual([undefined, undefined]);
    expect(finalityOf(owner.governance).undoings).toHaveLength(1);
  });

  test('whoever was away and goes on where all is undone is undone as well', () => {
    const { owner, atBen, atDan, invite } = mischief();
    owner.write(undo(invite));
    mergedInto(atBen, owner).write(undo(invite));
    // Dan's device heard nothing of it; what it does meanwhile lies behind what is undone.
    const late = [atDan.write(describing), atDan.write({ type: 'channel.create', channel: channelId('x') })];
    mergedInto(atBen, atDan);
    expect(late.map((it) => atBen.reason(it))).toEqual([UNDONE, UNDONE]);
    expectSameReversed(atBen);
  });

  test('whoever wishes something undone votes with others for that, and for nothing put beside it', () => {
    const { owner, atBen, atCleo, dan, invite, promotes, opens } = mischief();
    const voter = atCleo.who.account;
    const from = undoneFrom(atCleo.governance, invite.id, 'account');
    const spoken = (device: DeviceId): LogHead => ({
      ...place(invite),
      log: { channel: channelId('general'), device, generation: 0 },
    });
    const ask = (places: readonly LogHead[], isEarlier = false) =>
      motionFor(atCleo.governance, { start: invite, from: places, voter }, () => isEarlier);
    expect(ask(from)).toBeUndefined();
    // Ben puts something of Eve's beside it, and what Ada wrote in a channel.
    for (const more of [place(opens), spoken(owner.who.device)]) {
      atBen.write(undo(...from, more));
      mergedInto(atCleo, atBen);
      expect(ask(from)).toBeUndefined();
    }
    const wide = undo(...from, spoken(dan.device)) as ActOf<'owners.undo'>;
    mergedInto(owner, atBen).write(wide);
    mergedInto(atCleo, owner);
    expect(undoKey(ask(from)?.from ?? [])).toBe(undoKey(wide.from));
    expect(ask(from, true)).toBeUndefined();
    atBen.write(undo(...from));
    mergedInto(atCleo, atBen);
    expect(undoKey(ask(from)?.from ?? [])).toBe(undoKey(from));
    // What she voted for holds it; what is carried as well, for everybody.
    mergedInto(atCleo, atBen).write(wide);
    expect(ask(from)).toMatchObject({ from: { length: wide.from.length }, isCarried: true });
    expect(ask([place(promotes)])).toMatchObject({ isCarried: true });
  });
});
