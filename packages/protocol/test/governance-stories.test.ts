import { describe, expect, test } from 'vitest';
import { type Act, accountOf, can, cutoffsFor, foldGovernance, isInPast, utf8 } from '../src/index.ts';
import {
  altered,
  channelId,
  found,
  lab,
  mergedInto,
  person,
  primitives,
  removal,
  twinOf,
} from './founding.ts';

describe('a space', () => {
  test('[G9] begins with its genesis, whose author is the owner', () => {
    const ada = person('ada');
    const { governance } = found(ada);
    expect(governance.state.members[ada.account]?.role).toBe('owner');
    expect(accountOf(governance, ada.device)).toBe(ada.account);
    expect(governance.accepted).toHaveLength(1);
  });

  test('[G9] a genesis of another space, or by another device, founds nothing', () => {
    const ada = person('ada');
    const { entries, governance } = found(ada);
    const other = found(person('eve'));
    expect(foldGovernance(primitives, other.governance.space, entries).accepted).toEqual([]);
    const genesis = entries[0];
    if (genesis === undefined) throw new TypeError('no genesis');
    const stolen = altered(genesis, { log: { ...genesis.log, device: person('eve').device } });
    expect(foldGovernance(primitives, governance.space, [stolen]).state.members).toEqual({});
  });

  test('[G6] names are opaque: what is sealed changes nothing about validity', () => {
    const { owner } = lab();
    const entry = owner.write({ type: 'space.describe' }, { sealed: utf8('not even sealed') });
    expect(owner.governance.state.name).toBe(entry.id);
    expect(JSON.stringify(owner.governance.state)).not.toContain('not even sealed');
  });

  test('a member creates a channel; its creator or an admin may archive it, another member may not', () => {
    const { cleo, dan, ben, at } = lab();
    const channel = channelId('general');
    const atCleo = at(cleo);
    atCleo.write({ type: 'channel.create', channel });
    const atDan = atCleo.fork(dan);
    const refused = atDan.write({ type: 'channel.archive', channel });
    expect(atDan.reason(refused)).toBe('only its creator or an admin may');
    const atBen = atCleo.fork(ben);
    atBen.write({ type: 'channel.archive', channel });
    expect(atBen.governance.state.channels[channel]?.archived).toBe(true);
    const renamed = atCleo.write({ type: 'channel.describe', channel });
    expect(atCleo.governance.state.channels[channel]?.words).toBe(renamed.id);
  });

  test('relays are listed by admins', () => {
    const { ben, cleo, at } = lab();
    const { device } = person('relay');
    const addresses = ['/ip4/127.0.0.1/tcp/4001'];
    const act: Act = { type: 'relay.list', device, addresses };
    const atCleo = at(cleo);
    expect(atCleo.reason(atCleo.write(act))).toBe('only the rank of admin or above may');
    const atBen = at(ben);
    atBen.write(act);
    expect(atBen.governance.state.relays[device]?.addresses).toEqual(addresses);
    atBen.write({ type: 'relay.unlist', device });
    expect(atBen.governance.state.relays).toEqual({});
  });

  test('everyone names the own account', () => {
    const { cleo, at } = lab();
    const atCleo = at(cleo);
    const entry = atCleo.write({ type: 'profile.describe' });
    expect(atCleo.governance.state.members[cleo.account]?.profile).toBe(entry.id);
  });
});

describe('[G3] ranks', () => {
  test('a member removes nobody, an admin neither an admin nor the owner', () => {
    const { ada, ben, cleo, dan, owner, at } = lab();
    const atCleo = at(cleo);
    expect(atCleo.reason(atCleo.write(removal(dan.account)))).toBe('only the rank of admin or above may');
    owner.write({ type: 'role.grant', account: dan.account, role: 'admin' });
    const atBen = owner.fork(ben);
    for (const target of [ada, dan]) {
      expect(atBen.reason(atBen.write(removal(target.account)))).toBe('only a higher rank may remove');
    }
    expect(can(atBen.governance, ben.account, 'member.remove', dan.account)).toBe(false);
    expect(can(atBen.governance, ben.account, 'member.remove', cleo.account)).toBe(true);
    atBen.write(removal(cleo.account));
    expect(atBen.governance.state.members[cleo.account]).toBeUndefined();
    expect(atBen.governance.state.formerMembers[cleo.account]?.removedBy).toBe(ben.account);
  });

  test('[G3] an admin makes moderators, and no admins', () => {
    const { ben, cleo, at } = lab();
    const atBen = at(ben);
    const grant = atBen.write({ type: 'role.grant', account: cleo.account, role: 'admin' });
    expect(atBen.reason(grant)).toBe('only a higher rank may grant a rank');
    atBen.write({ type: 'role.grant', account: cleo.account, role: 'moderator' });
    expect(atBen.governance.state.members[cleo.account]?.role).toBe('moderator');
    expect(can(atBen.governance, ben.account, 'role.grant', cleo.account)).toBe(true);
    expect(can(atBen.governance, cleo.account, 'role.grant', ben.account)).toBe(false);
  });

  test('[G4] a demoted admin may not act as one, not even as if it had not heard', () => {
    const { ben, cleo, dan, owner, at } = lab();
    const atBen = at(ben);
    const known = atBen.write(removal(dan.account));
    owner.receive([known]);
    owner.write({ type: 'role.grant', account: ben.account, role: 'member' });
    const late = atBen.write(removal(cleo.account));
    const post = atBen.write({ type: 'channel.create', channel: channelId('b') });
    mergedInto(owner, atBen);
    expect(owner.reason(late)).toBe('the author lost the rank for it meanwhile');
    expect(owner.reason(known)).toBeUndefined();
    expect(owner.reason(post)).toBeUndefined();
    const { members } = owner.governance.state;
    expect([members[cleo.account]?.role, members[dan.account]?.role]).toEqual(['member', undefined]);
  });

  test('the owner cannot leave; a member can', () => {
    const { cleo, owner, at } = lab();
    expect(owner.reason(owner.write({ type: 'space.leave', cutoffs: [] }))).toBe('the owner cannot leave');
    const atCleo = at(cleo);
    const cutoffs = cutoffsFor(atCleo.governance, cleo.account, atCleo.frontier());
    atCleo.write({ type: 'space.leave', cutoffs });
    expect(atCleo.governance.state.formerMembers[cleo.account]?.removedBy).toBe(cleo.account);
  });

  test('two who remove each other at the same time: the higher rank prevails', () => {
    const { ben, cleo, owner, at } = lab();
    const atBen = at(ben);
    const byBen = atBen.write(removal(cleo.account));
    owner.write(removal(ben.account));
    mergedInto(owner, atBen);
    expect(owner.reason(byBen)).toBe('beyond a cutoff');
    expect(owner.governance.state.members[cleo.account]?.role).toBe('member');
    expect(owner.governance.state.members[ben.account]).toBeUndefined();
  });
});

describe('what arrives', () => {
  test('an entry waits for what it builds on', () => {
    const { owner, space } = lab();
    const [first, second, ...rest] = owner.entries;
    const partial = foldGovernance(primitives, space, [first!, ...rest]);
    expect(partial.accepted).toEqual([first!.id]);
    expect(partial.waiting.get(rest[0]!.id)).toBe(second!.id);
    expect(partial.waiting.size).toBe(rest.length);
  });

  test('[L2] two entries for one place void both and what follows, whichever came first', () => {
    const { cleo, owner, at } = lab();
    const atCleo = at(cleo);
    const before = atCleo.write({ type: 'profile.describe' });
    const one = atCleo.write({ type: 'channel.create', channel: channelId('one') });
    const after = atCleo.write({ type: 'channel.create', channel: channelId('two') });
    const late = atCleo.fork();
    late.receive([twinOf(one)]);
    const early = owner.fork();
    early.receive([before, twinOf(one)]);
    early.receive([one, after]);
    for (const { governance } of [late, early]) {
      expect([before, one, twinOf(one), after].map((entry) => governance.voided.has(entry.id))).toEqual([
        false,
        true,
        true,
        true,
      ]);
    }
    expect(late.governance.accepted).toEqual(early.governance.accepted);
  });

  test('an entry whose clock is not after what it builds on is void', () => {
    const { cleo, at, owner } = lab();
    const atCleo = at(cleo);
    const entry = atCleo.write({ type: 'profile.describe' });
    const backdated = altered(entry, { clock: owner.entries.at(-1)!.clock });
    owner.receive([backdated]);
    expect(owner.reason(backdated)).toBe('its clock is not after what it builds on');
  });

  test('a body that is no act is void, and so is an entry outside of a governance log', () => {
    const { cleo, at, owner } = lab();
    const entry = at(cleo).write({ type: 'profile.describe' });
    const garbage = altered(entry, { body: new Uint8Array([0xff, 0, 1]) });
    owner.receive([garbage]);
    expect(owner.reason(garbage)).toContain('not of the expected form');
    const elsewhere = altered(entry, { log: { ...entry.log, channel: channelId('general') } });
    owner.receive([elsewhere]);
    expect(owner.reason(elsewhere)).toBe('not in a governance log');
    const skipping = altered(entry, { sequence: 2 });
    owner.receive([skipping]);
    expect(owner.reason(skipping)).toBe('does not follow its log');
  });

  test('[K3] isInPast tells strictly earlier heads', () => {
    const { ben, cleo, owner, at } = lab();
    const before = owner.governance.heads;
    const [atBen, atCleo] = [at(ben), at(cleo)];
    atBen.write({ type: 'profile.describe' });
    atCleo.write({ type: 'profile.describe' });
    const { governance } = mergedInto(owner, atBen, atCleo);
    const [b, c] = [atBen.governance.heads, atCleo.governance.heads];
    expect(governance.heads).toHaveLength(2);
    expect(isInPast(governance, before, b)).toBe(true);
    expect(isInPast(governance, b, before)).toBe(false);
    expect(isInPast(governance, b, c)).toBe(false);
    expect(isInPast(governance, b, governance.heads)).toBe(true);
    expect(isInPast(governance, b, b)).toBe(false);
  });
});
