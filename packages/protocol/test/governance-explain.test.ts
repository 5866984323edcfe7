import { describe, expect, test } from 'vitest';
import { type ActType, type Decision, decisionsOf, explainDecision, explainStanding } from '../src/index.ts';
import { admission, channelId, inviteAct, lab, mergedInto, person, removal } from './founding.ts';

const types = (chain: readonly Decision[]): (ActType | undefined)[] => chain.map(({ act }) => act?.type);

describe('[G1] why', () => {
  test('a decision rests on what made its author what they are, back to the genesis, and on nothing else', () => {
    const { ben, dan, cleo, space, owner, at } = lab();
    owner.write({ type: 'channel.create', channel: channelId('beside') });
    const atBen = at(ben);
    atBen.write(inviteAct('more'));
    const fay = person('fay');
    atBen.write(admission(space, fay, 'more'));
    atBen.write({ type: 'role.grant', account: cleo.account, role: 'moderator' });
    const mute = at(cleo);
    mute.receive(atBen.entries);
    const entry = mute.write({ type: 'member.mute', account: fay.account, until: 0, cutoffs: [] });
    const why = explainDecision(mute.governance, entry.id);
    expect(why?.decision).toMatchObject({ author: cleo.account, rank: 'moderator' });
    expect(types(why?.chain ?? [])).toEqual([
      'genesis',
      'invite.create',
      'member.admit',
      'member.admit',
      'role.grant',
      'role.grant',
    ]);
    expect(types(explainStanding(mute.governance, fay.account))).toEqual([
      'genesis',
      'invite.create',
      'member.admit',
      'role.grant',
      'invite.create',
      'member.admit',
    ]);
    expect(types(explainStanding(mute.governance, dan.account))).toEqual([
      'genesis',
      'invite.create',
      'member.admit',
    ]);
  });

  test('one that does not count names what voids it, and why that may', () => {
    const { ben, cleo, owner, at } = lab();
    const atBen = at(ben);
    const late = atBen.write(removal(cleo.account));
    const demotion = owner.write({ type: 'role.grant', account: ben.account, role: 'member' });
    mergedInto(owner, atBen);
    const why = explainDecision(owner.governance, late.id);
    expect(why?.decision).toMatchObject({
      author: ben.account,
      reason: 'the author lost the rank for it meanwhile',
      because: demotion.id,
    });
    expect(why?.chain.map(({ id }) => id)).toContain(demotion.id);
    expect(decisionsOf(owner.governance).filter(({ reason }) => reason !== undefined).length).toBe(1);
  });

  test('somebody who came back stands on the second admission', () => {
    const { dan, owner, space } = lab();
    owner.write({ type: 'role.grant', account: dan.account, role: 'admin' });
    owner.write(removal(dan.account));
    owner.write(inviteAct('again'));
    const back = owner.write(admission(space, dan, 'again'));
    const chain = explainStanding(owner.governance, dan.account);
    expect(types(chain)).toEqual(['genesis', 'invite.create', 'member.admit']);
    expect(chain.at(-1)?.id).toBe(back.id);
  });
});
