import { describe, expect, test } from 'vitest';
import {
  type Act,
  accountOf,
  cutoffOf,
  deviceStanding,
  endOfMembership,
  finalityOf,
  foldGovernance,
  type GovernanceEntry,
  hlcFromMs,
  isFinal,
  isUndone,
  judgeDraft,
  nextSignature,
  previewUndo,
  undoneFrom,
} from '../src/index.ts';
import {
  actOf,
  admission,
  channelId,
  inviteAct,
  inviteHex,
  mergedInto,
  person,
  primitives,
  removal,
  START_MS,
} from './founding.ts';
import { eve, mischief, owned, sign, undo } from './owned.ts';

describe('[G4] what owners undo', () => {
  test('counts until more than half of them voted, and then not, with what rested on it', () => {
    const { owner, atBen, dan, invite, admits, opens } = mischief();
    const { state } = owner.governance;
    expect(state.members[eve.account]?.role).toBe('moderator');
    const expected = previewUndo(owner.governance, undoneFrom(owner.governance, invite.id, 'account'));
    owner.write(undo(invite));
    expect(owner.governance.state.members[eve.account]).toBeDefined();
    expect(finalityOf(owner.governance).undoings).toMatchObject([
      { isCarried: false, owners: 3, by: [owner.who.account] },
    ]);

    const before = [...mergedInto(atBen, owner).governance.accepted];
    const second = atBen.write(undo(invite));
    expect(atBen.reason(second)).toBeUndefined();
    expect(atBen.governance.state.members[eve.account]).toBeUndefined();
    expect(atBen.governance.state.invites).not.toHaveProperty(inviteHex('back door'));
    expect([invite, admits].map((it) => atBen.reason(it))).toEqual(Array(2).fill('the owners undid it'));
    expect(atBen.reason(opens)).toBe('its device belongs to no member');
    expect(before.filter((id) => !atBen.governance.accepted.includes(id))).toEqual(expected.falls);
    // Whoever was let in hears how that ended, and nothing after it.
    expect(endOfMembership(atBen.governance, eve.device)).toBe(second.clock);
    expect(endOfMembership(atBen.governance, person('fay').device)).toBeUndefined();
    // What she wrote does not count anywhere; in governance it is taken all the same: others may have built on it.
    const hers = { channel: channelId('general'), device: eve.device, generation: 0 };
    for (const log of [hers, opens.log]) expect(deviceStanding(atBen.governance, log, 1)).toBe('void');
    expect(deviceStanding(atBen.governance, { ...hers, generation: 1 }, 1)).toBe('unknown');
    expect(cutoffOf(atBen.governance, hers)).toBe(0);
    expect(accountOf(atBen.governance, eve.device)).toBe(eve.account);
    // Dan stays what he was, and is heard no more in governance with that device.
    expect(atBen.governance.state.members[dan.account]?.role).toBe('admin');
  });

  test('what was void because of it counts again', () => {
    const { owner, atBen, atDan, space } = owned();
    const fay = person('fay');
    owner.write(admission(space, fay, 'lab'));
    const atFay = mergedInto(atDan, owner).fork(fay);
    const puts = atDan.write(removal(fay.account));
    const creates = atFay.write({ type: 'channel.create', channel: channelId('fays') });
    mergedInto(owner, atDan, atFay);
    expect(owner.reason(creates)).toBe('beyond a cutoff');
    owner.write(undo(puts));
    mergedInto(atBen, owner).write(undo(puts));
    expect(atBen.governance.state.members[fay.account]?.role).toBe('member');
    expect(atBen.reason(creates)).toBeUndefined();
  });

  test('votes on owners that rested on it are judged again', () => {
    const { owner, atBen, atCleo, invite } = mischief();
    const both = [atBen, atCleo].map((one) =>
      one.write({ type: 'owners.vote', add: [eve.account], drop: [] }),
    );
    const atEve = mergedInto(atCleo, atBen).fork(eve);
    expect(atEve.governance.state.members[eve.account]?.role).toBe('owner');
    const hers = atEve.write({ type: 'owners.vote', add: [], drop: [owner.who.account] });
    expect(atEve.reason(hers)).toBeUndefined();
    mergedInto(owner, atEve).write(undo(invite));
    mergedInto(atBen, owner).write(undo(invite));
    expect(both.map((it) => atBen.reason(it))).toEqual(Array(2).fill('only members become owners'));
    expect(atBen.reason(hers)).toBe('its device belongs to no member');
    expect(atBen.governance.state.motions).toEqual({});
  });

  test('is the same in whatever order it arrives', () => {
    const { owner, atBen, atCleo, space, invite, promotes } = mischief();
    owner.write(undo(invite));
    atBen.write(undo(promotes));
    atCleo.write(undo(promotes));
    mergedInto(atCleo, atBen);
    atCleo.write(undo(invite));
    const all = mergedInto(owner, atCleo).entries;
    const whole = foldGovernance(primitives, space, all);
    for (let turn = 1; turn < 6; turn++) {
      const other = owner.fork();
      other.governance = foldGovernance(primitives, space, []);
      other.entries = [];
      const order = [...all.slice(turn * 3), ...all.slice(0, turn * 3)].reverse();
      for (const entry of order) other.receive([entry]);
      expect(other.governance.accepted).toEqual(whole.accepted);
      expect(other.governance.state).toEqual(whole.state);
    }
    // Of two the smaller place counts.
    expect(whole.voided.get(invite.id)).toBe('the owners undid it');
  });

  test('ends logs in channels where it names them, and only those', () => {
    const { owner, atBen, dan, invite } = mischief();
    const spoken = { channel: channelId('general'), device: dan.device, generation: 0 };
    const motion = undo(invite, { log: spoken, sequence: 3, id: invite.id });
    owner.write(motion);
    mergedInto(atBen, owner);
    expect(deviceStanding(atBen.governance, spoken, 3)).toBe('counts');
    atBen.write(motion);
    expect([2, 3, 9].map((it) => deviceStanding(atBen.governance, spoken, it))).toEqual([
      'counts',
      'void',
      'void',
    ]);
    expect(deviceStanding(atBen.governance, { ...spoken, channel: channelId('other') }, 9)).toBe('counts');
  });
});

describe('[G4] [G5] what owners undo, and what is final', () => {
  test('never crosses a checkpoint', () => {
    const { owner, atBen, atCleo, invite } = mischief();
    owner.write(undo(invite));
    // Two of three sign what holds it, and only one of the votes.
    mergedInto(atBen, owner);
    atBen.write(sign(atBen));
    mergedInto(atCleo, atBen);
    atCleo.write(actOf(atBen.entries.at(-1) as GovernanceEntry));
    expect(isFinal(atCleo.governance, invite.id)).toBe(true);
    expect(finalityOf(atCleo.governance).undoings).toEqual([]);
    const late = atCleo.write(undo(invite));
    expect(atCleo.reason(late)).toBeUndefined();
    expect(atCleo.reason(invite)).toBeUndefined();
    expect(undoneFrom(atCleo.governance, invite.id, 'account')).toEqual([]);
  });

  test('stays undone once that is final; a device that is admitted anew decides again', () => {
    const { ada, dan, space, owner, atBen, atDan, invite } = mischief();
    owner.write(undo(invite));
    mergedInto(atBen, owner).write(undo(invite));
    mergedInto(owner, atBen);
    const next = nextSignature(primitives, owner.governance, ada.account);
    const covers = next?.act as Act;
    owner.write(covers);
    mergedInto(atBen, owner).write(covers);
    mergedInto(owner, atBen);
    expect(isFinal(owner.governance, invite.id)).toBe(true);
    expect(owner.reason(invite)).toBe('the owners undid it');
    mergedInto(atDan, owner);
    const again = atDan.write({ type: 'space.describe' });
    expect(atDan.reason(again)).toBe('the owners undid it');
    const draft = { device: dan.device, clock: hlcFromMs(START_MS), act: { type: 'space.describe' } as Act };
    expect(judgeDraft(primitives, atDan.governance, draft)).toBe('the owners undid it');
    expect(isUndone(atDan.governance, again.log)).toBe(true);

    owner.write(removal(dan.account));
    owner.write(inviteAct('anew'));
    owner.write(admission(space, dan, 'anew'));
    const renewed = owner.fork(dan);
    renewed.generation = 1;
    expect(
      renewed.reason(renewed.write({ type: 'channel.create', channel: channelId('new') })),
    ).toBeUndefined();
  });

  test('no owner signs what would make final what most of them undid', () => {
    const { ben, owner, atBen, atCleo, invite } = mischief();
    // Cleo proposes what holds it; Ada and Ben undo it.
    const proposal = nextSignature(primitives, atCleo.governance, atCleo.who.account);
    atCleo.write(proposal?.act as Act);
    mergedInto(owner, atCleo);
    mergedInto(atBen, atCleo);
    const same = nextSignature(primitives, atBen.governance, ben.account);
    expect(same).toMatchObject({ isProposal: false, act: { covers: proposal?.act.covers } });
    owner.write(undo(invite));
    mergedInto(atBen, owner).write(undo(invite));
    const other = nextSignature(primitives, atBen.governance, ben.account);
    expect(other).toMatchObject({ isProposal: true });
    atBen.write(other?.act as Act);
    mergedInto(owner, atBen);
    const third = nextSignature(primitives, owner.governance, owner.who.account);
    expect(third).toMatchObject({ isProposal: false, act: { covers: other?.act.covers } });
    owner.write(third?.act as Act);
    expect(isFinal(owner.governance, invite.id)).toBe(true);
    expect(owner.reason(invite)).toBe('the owners undid it');
  });
});
