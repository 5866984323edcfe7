import { describe, expect, test } from 'vitest';
import {
  concatBytes,
  deviceStanding,
  idToBytes,
  inviteStatus,
  judgeDraft,
  readingOf,
  utf8,
} from '../src/index.ts';
import {
  actOf,
  admission,
  channelId,
  inviteAct,
  inviteHex,
  inviteKey,
  inviteSeed,
  lab,
  mergedInto,
  person,
  primitives,
  removal,
  START_MS,
} from './founding.ts';

describe('[G9] invites', () => {
  const joined = (invite: string, expected: string | undefined, attempt = 0) => {
    const { ben, space, owner, at } = lab();
    const atBen = at(ben);
    const eve = person('eve');
    const act = admission(space, eve, invite, attempt);
    owner.write(inviteAct('once', { uses: 1 }));
    owner.write(admission(space, person('fred'), 'once'));
    owner.write(inviteAct('short', { expires: START_MS - 1 }));
    owner.write(inviteAct('withdrawn'));
    owner.write({ type: 'invite.revoke', publicKey: inviteKey('withdrawn') });
    mergedInto(atBen, owner);
    expect(
      judgeDraft(primitives, atBen.governance, {
        device: ben.device,
        clock: atBen.entries.at(-1)!.clock,
        act,
      }),
    ).toBe(expected);
    const entry = atBen.write(act);
    expect(atBen.reason(entry)).toBe(expected);
    expect(atBen.governance.state.members[eve.account] !== undefined).toBe(expected === undefined);
    return atBen;
  };

  test('a live one admits', () => {
    const { governance } = joined('lab', undefined);
    expect(governance.state.invites[inviteHex('lab')]).toMatchObject({ uses: 10, used: 4 });
    expect(inviteStatus(governance, inviteHex('lab'), START_MS)).toBe('live');
  });

  test('a used-up, an expired, a revoked and a wrong one do not', () => {
    const { governance } = joined('once', 'the invite is used up');
    joined('short', 'the invite has expired');
    joined('withdrawn', 'the invite is revoked');
    joined('made up', 'there is no such invite');
    const status = (name: string): string => inviteStatus(governance, inviteHex(name), START_MS);
    expect(['once', 'short', 'withdrawn', 'made up'].map(status)).toEqual([
      'used-up',
      'expired',
      'revoked',
      'unknown',
    ]);
    expect(inviteStatus(governance, inviteHex('lab'), START_MS + 1_000_000_001)).toBe('expired');
  });

  test('two members who act on one request at the same time admit once', () => {
    const { ben, cleo, space, owner, at } = lab();
    const eve = person('eve');
    const [atBen, atCleo] = [at(ben), at(cleo)];
    atBen.write(admission(space, eve, 'lab'));
    atCleo.write(admission(space, eve, 'lab'));
    mergedInto(owner, atBen, atCleo);
    expect(owner.governance.voided.size).toBe(0);
    for (const { governance } of [atBen, atCleo]) {
      expect(readingOf(owner.governance).wasFull(eve.device, governance.heads)).toBe(true);
    }
    expect(readingOf(owner.governance).wasFull(eve.device, lab().owner.governance.heads)).toBe(false);
    expect(owner.governance.state.invites[inviteHex('lab')]?.used).toBe(4);
    expect(owner.governance.state.members[eve.account]?.devices[eve.device]?.generation).toBe(0);
  });

  test("a join request is good once, and not for somebody else's certificate", () => {
    const { ben, cleo, space, owner, at } = lab();
    const atBen = at(ben);
    const eve = person('eve');
    const act = admission(space, eve, 'lab');
    owner.write(removal(cleo.account));
    mergedInto(atBen, owner);
    const replay = atBen.write(actOf(owner.entries.find((it) => actOf(it).type === 'member.admit')!));
    expect(atBen.reason(replay)).toBe('the join request was acted on already');
    if (act.type !== 'member.admit') throw new TypeError('not an admission');
    const swapped = atBen.write({ ...act, certificate: person('mallory').certificate });
    expect(atBen.reason(swapped)).toBe('not signed by the invite');
  });

  test('a forged certificate admits nobody, though the invite signs for it', () => {
    const { ben, space, at } = lab();
    const atBen = at(ben);
    const eve = person('eve');
    const certificate = eve.certificate.slice();
    certificate[certificate.length - 1]! ^= 1;
    const keyPackageHash = primitives.sha256(utf8('key package'));
    const statement = concatBytes(
      utf8('plexi/invite-join/1\0'),
      idToBytes(space),
      primitives.sha256(certificate),
      keyPackageHash,
    );
    const inviteSignature = primitives.sign(statement, inviteSeed('lab'));
    const invite = inviteKey('lab');
    const forged = atBen.write({
      type: 'member.admit',
      certificate,
      invite,
      keyPackageHash,
      inviteSignature,
    });
    expect(atBen.reason(forged)).toContain('certificate is not valid');
    expect(atBen.governance.state.members[eve.account]).toBeUndefined();
  });

  test('removed and invited again: a new generation, and the old logs stay cut off', () => {
    const { cleo, space, owner } = lab();
    const log = { channel: channelId('general'), device: cleo.device, generation: 0 };
    owner.write(removal(cleo.account, [{ log, sequence: 4, id: owner.governance.accepted[0]! }]));
    const old = owner.write(admission(space, cleo, 'lab', 1));
    expect(owner.reason(old)).toBe('the invite is older than the removal');
    owner.write(inviteAct('again'));
    owner.write(admission(space, cleo, 'again'));
    expect(owner.governance.state.members[cleo.account]?.devices[cleo.device]?.generation).toBe(1);
    expect(owner.governance.state.formerMembers[cleo.account]).toBeUndefined();
    expect([4, 5].map((sequence) => deviceStanding(owner.governance, log, sequence))).toEqual([
      'counts',
      'void',
    ]);
    expect(deviceStanding(owner.governance, { ...log, generation: 1 }, 1)).toBe('counts');
    const atCleo = owner.fork(cleo);
    const stale = atCleo.write({ type: 'profile.describe' });
    expect(atCleo.reason(stale)).toBe('not a log of this membership');
    const back = owner.fork(cleo);
    back.generation = 1;
    expect(back.reason(back.write({ type: 'profile.describe' }))).toBeUndefined();
  });

  test('[G8] a member invites devices of its own account, and nobody else', () => {
    const { ben, cleo, dan, space, owner, at } = lab();
    const atCleo = at(cleo);
    const second = person('cleo', 1);
    expect(atCleo.reason(atCleo.write(inviteAct('others')))).toBe('only an admin may invite others');
    expect(atCleo.reason(atCleo.write(inviteAct('dan', { account: dan.account })))).toBe(
      'only an admin may invite others',
    );
    expect(atCleo.reason(atCleo.write(inviteAct('own', { account: cleo.account, uses: 2 })))).toBeUndefined();
    mergedInto(owner, atCleo);
    const eve = owner.write(admission(space, person('eve'), 'own'));
    expect(owner.reason(eve)).toBe('the invite is for another account');
    expect(owner.reason(owner.write(admission(space, second, 'own')))).toBeUndefined();
    expect(Object.keys(owner.governance.state.members[cleo.account]?.devices ?? {})).toHaveLength(2);
    const atBen = mergedInto(at(ben), owner);
    const third = mergedInto(owner.fork(second), owner);
    third.write({ type: 'device.remove', device: cleo.device, cutoffs: [] });
    mergedInto(atBen, third);
    // Whoever holds the lost device knows the secret.
    expect(inviteStatus(atBen.governance, inviteHex('own'), START_MS)).toBe('revoked');
    const back = atBen.write(admission(space, person('cleo', 2), 'own', 1));
    expect(atBen.reason(back)).toBe('the invite is revoked');
  });

  test("a removed admin's invites die with the membership", () => {
    const { ben, owner, at } = lab();
    const atBen = at(ben);
    atBen.write(inviteAct('of ben'));
    mergedInto(owner, atBen);
    owner.write(removal(ben.account));
    expect(inviteStatus(owner.governance, inviteHex('of ben'), START_MS)).toBe('revoked');
  });
});
