import { describe, expect, test } from 'vitest';
import {
  type AccountId,
  type Act,
  finalityOf,
  type GovernanceEntry,
  hlcFromMs,
  judgeDraft,
  undoneFrom,
} from '../src/index.ts';
import {
  admission,
  channelId,
  inviteAct,
  mergedInto,
  person,
  primitives,
  type Replica,
  removal,
  START_MS,
} from './founding.ts';
import { mischief, owned, place, undo } from './owned.ts';

describe('[G4] a vote to undo something', () => {
  test('takes owners of the newest checkpoint, with the devices that they had there', () => {
    const { ada, owner, atBen, atCleo, dan, invite, atEve } = mischief();
    // Cleo is an owner no more, and Dan is one: neither is final.
    for (const [add, drop] of [
      [[], [atCleo.who.account]],
      [[dan.account], []],
    ] as [AccountId[], AccountId[]][]) {
      for (const one of [owner, atBen]) one.write({ type: 'owners.vote', add, drop });
    }
    mergedInto(owner, atBen);
    expect(Object.values(owner.governance.state.members).filter(({ role }) => role === 'owner')).toHaveLength(
      3,
    );
    const atDan = owner.fork(dan);
    const his = atDan.write(undo(place(owner.entries.at(-1) as GovernanceEntry)));
    expect(atDan.reason(his)).toBe('only an owner by the newest checkpoint may');
    const hers = atEve.write(undo(invite));
    expect(atEve.reason(hers)).toBe('only an owner by the newest checkpoint may');
    // A device that came since then is not among them either.
    const further = person('ada', 1);
    owner.write(inviteAct('own', { account: ada.account }));
    owner.write(admission(owner.governance.space, further, 'own'));
    const there = owner.fork(further);
    expect(there.reason(there.write(undo(invite)))).toBe('only an owner by the newest checkpoint may');
    // Cleo's vote counts: whoever is voted out is so once most owners signed it.
    owner.write(undo(invite));
    mergedInto(atCleo, owner);
    const counts = atCleo.write(undo(invite));
    expect([atCleo.reason(counts), atCleo.reason(invite)]).toEqual([undefined, 'the owners undid it']);
  });

  test('does not rest on what it fells', () => {
    const { owner, atBen, atCleo, cleo } = owned();
    const wrong = atBen.write({ type: 'space.describe' });
    const own = atBen.write(undo(wrong));
    expect(atBen.reason(own)).toBe('it would undo itself');
    mergedInto(atCleo, atBen);
    atCleo.write(undo(wrong));
    expect(atCleo.reason(wrong)).toBeUndefined();
    mergedInto(owner, atCleo).write(undo(wrong));
    expect(owner.reason(wrong)).toBe('the owners undid it');
    expect(finalityOf(owner.governance).undoings).toMatchObject([
      { by: [cleo.account, owner.who.account].sort(), isCarried: true },
    ]);
  });

  test('names what is known, in governance', () => {
    const { owner, atDan } = owned();
    const unknown = atDan.write({ type: 'space.describe' });
    const early = owner.write(undo(unknown));
    const spoken = { ...unknown.log, channel: channelId('general') };
    mergedInto(owner, atDan);
    expect(owner.reason(early)).toBe('it names what it did not know of');
    const beside = owner.write(undo({ log: spoken, sequence: 3, id: unknown.id }));
    expect(owner.reason(beside)).toBe('it names what it did not know of');
    const elsewhere = owner.write(undo({ ...place(unknown), sequence: unknown.sequence + 1 }));
    expect(owner.reason(elsewhere)).toBe('it names what it did not know of');
  });

  test('a vote is taken back by a later device of the same account', () => {
    const { ada, owner, at } = owned();
    const later = person('ada', 1);
    owner.write(inviteAct('own', { account: ada.account }));
    owner.write(admission(owner.governance.space, later, 'own'));
    const wrong = owner.write({ type: 'space.describe' });
    const atBen = mergedInto(at(person('ben')), owner);
    const atLater = owner.fork(later);
    atLater.write({ type: 'device.remove', device: ada.device, cutoffs: [place(wrong)] });
    const benDid = atBen.write({ type: 'space.describe' });
    mergedInto(owner, atBen);
    const stolen = owner.write(undo(benDid));
    const atCleo = mergedInto(at(person('cleo')), owner);
    atCleo.write(undo(benDid));
    expect(atCleo.reason(benDid)).toBe('the owners undid it');
    mergedInto(atCleo, atLater);
    expect(atCleo.reason(stolen)).toBe('a later device of the same account took it back');
    expect(atCleo.reason(benDid)).toBeUndefined();
  });

  test('nobody votes twice, for nothing, or on what is final', () => {
    const { ben, owner, atBen, invite } = mischief();
    const ask = (replica: Replica, act: Act): string | undefined =>
      judgeDraft(primitives, replica.governance, {
        device: replica.who.device,
        clock: hlcFromMs(START_MS),
        act,
      });
    expect(ask(owner, undo(invite))).toBeUndefined();
    owner.write(undo(invite));
    expect(ask(owner, undo(invite))).toBe('the author voted for it already');
    expect(ask(owner, undo(owner.entries[0] as GovernanceEntry))).toBe('it would undo itself');
    const bens = owner.entries.find(({ log }) => log.device === ben.device) as GovernanceEntry;
    expect(ask(owner, undo(bens))).toBe('what it names is final');
    expect(ask(mergedInto(atBen, owner), undo(invite))).toBeUndefined();
  });

  test('what does not count anyway, and nothing builds on, is no beginning', () => {
    const { ada, owner, atDan } = owned();
    const counts = atDan.write({ type: 'space.describe' });
    const none = atDan.write(removal(ada.account));
    mergedInto(owner, atDan);
    expect(owner.reason(none)).toBe('only a higher rank may remove');
    expect(undoneFrom(owner.governance, none.id, 'account')).toEqual([]);
    expect(undoneFrom(owner.governance, counts.id, 'account')).toEqual([place(counts)]);
    const draft = { device: ada.device, clock: hlcFromMs(START_MS), act: undo(none) };
    expect(judgeDraft(primitives, owner.governance, draft)).toBe('it names what it did not know of');
  });
});
