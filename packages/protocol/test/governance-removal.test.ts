import { describe, expect, test } from 'vitest';
import {
  type Act,
  cutoffOf,
  cutoffsFor,
  deviceStanding,
  foldGovernance,
  keyChannel,
  trustChangesOf,
} from '../src/index.ts';
import {
  admission,
  channelId,
  inviteAct,
  lab,
  mergedInto,
  person,
  primitives,
  removal,
  START_MS,
} from './founding.ts';

describe('[G4] a removal and what happens at the same time', () => {
  test('an act within the cutoff counts, one beyond is void, in whatever order they arrive', () => {
    const { ben, owner, at } = lab();
    const atBen = at(ben);
    const [within, beyond] = ['within', 'beyond'].map((name) =>
      atBen.write({ type: 'channel.create', channel: channelId(name) }),
    );
    if (within === undefined || beyond === undefined) throw new TypeError('not written');
    // The owner has the first entry, yet cites heads from before it.
    owner.write(removal(ben.account, [{ log: within.log, sequence: within.sequence, id: within.id }]));
    mergedInto(owner, atBen);
    for (const governance of [
      owner.governance,
      foldGovernance(primitives, owner.governance.space, owner.entries),
    ]) {
      expect(governance.voided.get(within.id)).toBeUndefined();
      expect(governance.voided.get(beyond.id)).toBe('beyond a cutoff');
      expect(Object.keys(governance.state.channels)).toEqual([channelId('within')]);
      expect(deviceStanding(governance, within.log, within.sequence)).toBe('counts');
      expect(deviceStanding(governance, within.log, beyond.sequence)).toBe('void');
    }
  });

  test('a governance cutoff never goes back behind what the remover knew', () => {
    const { ben, owner, at } = lab();
    const atBen = at(ben);
    const known = atBen.write({ type: 'channel.create', channel: channelId('known') });
    owner.receive([known]);
    owner.write(removal(ben.account));
    expect(owner.reason(known)).toBeUndefined();
    expect(cutoffOf(owner.governance, known.log)).toBe(1);
  });

  test('logs that are not listed start void; listed ones end where they say', () => {
    const { ben, space, owner } = lab();
    const log = { channel: keyChannel(primitives, space), device: ben.device, generation: 0 };
    const other = { ...log, channel: channelId('general') };
    expect(deviceStanding(owner.governance, log, 9)).toBe('counts');
    expect(cutoffOf(owner.governance, log)).toBeUndefined();
    const heads = [{ log, sequence: 7, id: owner.governance.accepted[0]! }];
    owner.write(removal(ben.account, cutoffsFor(owner.governance, ben.account, heads)));
    expect([7, 8].map((sequence) => deviceStanding(owner.governance, log, sequence))).toEqual([
      'counts',
      'void',
    ]);
    expect(deviceStanding(owner.governance, other, 1)).toBe('void');
    expect(deviceStanding(owner.governance, { ...log, generation: 1 }, 1)).toBe('unknown');
    expect(deviceStanding(owner.governance, { ...log, device: person('eve').device }, 1)).toBe('unknown');
  });

  test('what is void changed nothing that is told; a channel is told what changed since it was created', () => {
    const { ben, cleo, owner, at } = lab();
    const atBen = at(ben);
    const lost = atBen.write(removal(cleo.account));
    owner.write({ type: 'channel.create', channel: channelId('late') });
    owner.write(removal(ben.account));
    const told = (channel: string) =>
      trustChangesOf(owner.governance, channelId(channel)).map(({ type, account }) => [type, account]);
    mergedInto(owner, atBen);
    expect(owner.reason(lost)).toBe('beyond a cutoff');
    expect(told('general')).toContainEqual(['joined', cleo.account]);
    expect(told('general')).not.toContainEqual(['removed', cleo.account]);
    expect(told('late')).toEqual([['removed', ben.account]]);
  });

  test('two removals at the same time: the smaller cutoff wins', () => {
    const { ben, cleo, space, owner, at } = lab();
    const log = { channel: channelId('general'), device: cleo.device, generation: 0 };
    const id = owner.governance.accepted[0]!;
    const atBen = at(ben);
    atBen.write(removal(cleo.account, [{ log, sequence: 5, id }]));
    owner.write(removal(cleo.account, [{ log, sequence: 3, id }]));
    mergedInto(owner, atBen);
    expect(cutoffOf(owner.governance, log)).toBe(3);
    expect(foldGovernance(primitives, space, owner.entries).accepted).toEqual(owner.governance.accepted);
  });

  test('[G1] an act that rested on a void one is judged again without it', () => {
    const { ben, cleo, space, owner, at } = lab();
    const eve = person('eve');
    const atBen = at(ben);
    atBen.write(inviteAct('secret'));
    const atCleo = atBen.fork(cleo);
    const admit = atCleo.write(admission(space, eve, 'secret'));
    expect(atCleo.governance.state.members[eve.account]?.role).toBe('member');
    owner.write(removal(ben.account));
    mergedInto(owner, atCleo);
    expect(owner.reason(admit)).toBe('there is no such invite');
    expect(owner.governance.state.members[eve.account]).toBeUndefined();
  });

  test('removal wins over an admission of the same account at the same time', () => {
    const { ben, cleo, space, owner, at } = lab();
    const atBen = at(ben);
    const second = atBen.write(admission(space, person('cleo', 1), 'lab'));
    owner.write(removal(cleo.account));
    mergedInto(owner, atBen);
    expect(owner.reason(second)).toBe('the admitted was removed meanwhile');
    expect(owner.governance.state.members[cleo.account]).toBeUndefined();
  });

  test('the cutoff of a removal that turns out void is not in force', () => {
    const { ada, ben, cleo, dan, space, owner, at } = lab();
    const eve = person('eve');
    // Cleo admits Eve, the owner makes her an admin, she removes Dan; Ben removes Cleo, not knowing any of it.
    const atCleo = at(cleo);
    const admit = atCleo.write(admission(space, eve, 'lab'));
    const atAda = atCleo.fork(ada);
    atAda.write({ type: 'role.grant', account: eve.account, role: 'admin' });
    const atEve = atAda.fork(eve);
    const byEve = atEve.write(removal(dan.account));
    expect(atEve.governance.state.members[dan.account]).toBeUndefined();
    const atBen = at(ben);
    atBen.write(removal(cleo.account));
    const atDan = at(dan);
    const byDan = atDan.write({ type: 'channel.create', channel: channelId('dan') });
    const { governance } = mergedInto(owner, atEve, atBen, atDan);
    expect(governance.voided.get(admit.id)).toBe('beyond a cutoff');
    expect(governance.voided.has(byEve.id)).toBe(true);
    expect(governance.voided.get(byDan.id)).toBeUndefined();
    expect(governance.state.members[dan.account]?.role).toBe('member');
    // What Eve writes behind all of it is judged as if everything were judged anew.
    const behind = owner.fork(eve);
    behind.write({ type: 'space.leave', cutoffs: [] });
    expect(behind.governance.voided).toEqual(foldGovernance(primitives, space, behind.entries).voided);
  });

  test('an invite whose maker was removed meanwhile is void, even within the cutoff: the maker knows its secret', () => {
    const { ben, owner, at } = lab();
    const atBen = at(ben);
    const channel = atBen.write({ type: 'channel.create', channel: channelId('within') });
    const invite = atBen.write(inviteAct('within'));
    owner.write(removal(ben.account, [{ log: invite.log, sequence: invite.sequence, id: invite.id }]));
    mergedInto(owner, atBen);
    expect(owner.reason(channel)).toBeUndefined();
    expect(owner.reason(invite)).toBe('its maker was removed meanwhile');
  });

  test('[G3] of two takings that would void each other, the one of the higher rank is settled first', () => {
    const { cleo, space, owner } = lab();
    const newer = person('cleo', 1);
    owner.write(admission(space, newer, 'lab'));
    const atNewer = owner.fork(newer);
    // The older device knows that Cleo is an admin by now, the newer doesn't.
    owner.write({ type: 'role.grant', account: cleo.account, role: 'admin' });
    const atOlder = owner.fork(cleo);
    const leave = atOlder.write({ type: 'space.leave', cutoffs: [] });
    const put = atNewer.write({ type: 'device.remove', device: cleo.device, cutoffs: [] });
    for (const [first, second] of [
      [atOlder, atNewer],
      [atNewer, atOlder],
    ] as const) {
      const merged = mergedInto(owner.fork(), first, second);
      expect(merged.reason(leave)).toBeUndefined();
      expect(merged.reason(put)).toBe('beyond a cutoff');
      expect(merged.governance.state.members[cleo.account]).toBeUndefined();
    }
  });
});

describe('[G8] devices of one account', () => {
  test('the later certified removes the earlier, not the other way round', () => {
    const { cleo, space, owner } = lab();
    const second = person('cleo', 1);
    owner.write(admission(space, second, 'lab'));
    const act = (device: typeof cleo.device): Act => ({ type: 'device.remove', device, cutoffs: [] });
    const atFirst = owner.fork(cleo);
    expect(atFirst.reason(atFirst.write(act(second.device)))).toBe('the device was certified later');
    const atSecond = owner.fork(second);
    atSecond.write(act(cleo.device));
    const { devices } = atSecond.governance.state.members[cleo.account]!;
    expect(Object.keys(devices)).toEqual([second.device]);
    expect(
      deviceStanding(atSecond.governance, { channel: channelId('a'), device: cleo.device, generation: 0 }, 1),
    ).toBe('void');
    const stranger = owner.fork(person('dan'));
    expect(stranger.reason(stranger.write(act(cleo.device)))).toBe('the device is not one of the account');
  });

  test('when the older leaves while the newer removes it, the newer prevails, whatever their ids', () => {
    const orders = new Set<boolean>();
    for (const name of ['eve', 'fay', 'gus', 'hal', 'ida']) {
      const { space, owner } = lab();
      const [older, newer] = [person(name), person(name, 1)];
      orders.add(older.device < newer.device);
      for (const joiner of [older, newer]) owner.write(admission(space, joiner, 'lab'));
      for (const laterMs of [1, 2]) {
        const [atOlder, atNewer] = [owner.fork(older), owner.fork(newer)];
        const leave = atOlder.write(
          { type: 'space.leave', cutoffs: [] },
          { atMs: START_MS + laterMs * 1000 },
        );
        const { device } = older;
        atNewer.write({ type: 'device.remove', device, cutoffs: [] }, { atMs: START_MS + 1500 });
        const merged = mergedInto(owner.fork(), atOlder, atNewer);
        expect(merged.reason(leave)).toBe('beyond a cutoff');
        expect(Object.keys(merged.governance.state.members[older.account]!.devices)).toEqual([newer.device]);
      }
    }
    expect(orders.size).toBe(2);
  });
});
