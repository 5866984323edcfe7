/** [G5] What an owner's device signs of its own accord, and what it does not. */
import { describe, expect, test } from 'vitest';
import { type AccountId, type Act, isFinal, nextSignature, unaskedSignature } from '../src/index.ts';
import { channelId, lab, mergedInto, primitives, type Replica } from './founding.ts';
import { mischief, undo } from './owned.ts';

type Next = ReturnType<typeof nextSignature>;

const next = (replica: Replica, account: AccountId): Next =>
  nextSignature(primitives, replica.governance, account);

const signed = (found: Next): Act => {
  if (found === undefined) throw new TypeError('there is something to sign');
  return found.act;
};

test('[G5] an owner signs nothing in which counts what is void by what they know, and proposes anew', () => {
  const { ada, ben, cleo, dan, owner, at } = lab();
  owner.write({ type: 'owners.vote', add: [ben.account], drop: [] });
  owner.write({ type: 'role.grant', account: cleo.account, role: 'moderator' });
  owner.write(signed(next(owner, ada.account)));
  const [atBen, atCleo] = [at(ben), at(cleo)];
  // On one side of a cut Cleo mutes Dan, and Ben signs it; on the other she is a moderator no more.
  const mute = atCleo.write({ type: 'member.mute', account: dan.account, until: 0, cutoffs: [] });
  mergedInto(atBen, atCleo);
  atBen.write(signed(next(atBen, ben.account)));
  owner.write({ type: 'role.grant', account: cleo.account, role: 'member' });
  mergedInto(owner, atBen);
  mergedInto(atBen, owner);
  expect(owner.reason(mute)).toBeDefined();
  // Neither goes on with what he signed.
  expect(next(atBen, ben.account)).toMatchObject({ isProposal: true });
  const hers = next(owner, ada.account);
  expect(hers?.isProposal).toBe(true);
  owner.write(signed(hers));
  mergedInto(atBen, owner);
  const agreed = next(atBen, ben.account);
  expect(agreed).toEqual({ act: hers?.act, isProposal: false });
  atBen.write(signed(agreed));
  expect(atBen.governance.record.top?.version).toBe(2);
  expect(atBen.reason(mute)).toBeDefined();
});

describe('[G4] [G5] while some would undo something', () => {
  const unasked = ({ governance, who }: Replica) => unaskedSignature(primitives, governance, who);
  /** Who of three owners signs of their own accord; the first by account proposes. */
  const three = () => {
    const story = mischief();
    const { owner, atBen, atCleo } = story;
    const [lead, ...others] = [owner, atBen, atCleo].sort((a, b) => (a.who.account < b.who.account ? -1 : 1));
    return { ...story, all: [owner, atBen, atCleo], lead: lead as Replica, others };
  };

  test('no device signs of its own accord, until most of them have voted for it', () => {
    const { owner, atBen, all, lead, invite } = three();
    expect(unasked(lead)).toBeDefined();
    owner.write(undo(invite));
    for (const one of all) expect(unasked(mergedInto(one, owner))).toBeUndefined();
    atBen.write(undo(invite));
    for (const one of all) mergedInto(one, atBen);
    const act = unasked(lead);
    expect(act).toBeDefined();
    lead.write(act as Act);
    const other = all.find((one) => one !== lead) as Replica;
    mergedInto(other, lead).write(unasked(other) as Act);
    expect(isFinal(other.governance, invite.id)).toBe(true);
    expect(other.reason(invite)).toBe('the owners undid it');
  });

  test('those who would rather leave things as they are sign by hand, and then all goes on', () => {
    const { owner, atBen, atCleo, all, lead, invite } = three();
    owner.write(undo(invite));
    for (const one of [atBen, atCleo]) {
      mergedInto(one, owner, atBen);
      one.write(signed(next(one, one.who.account)));
    }
    for (const one of all) mergedInto(one, atCleo);
    expect(isFinal(lead.governance, invite.id)).toBe(true);
    expect(lead.reason(invite)).toBeUndefined();
    atBen.write({ type: 'channel.create', channel: channelId('later') });
    expect(unasked(mergedInto(lead, atBen))).toBeDefined();
  });

  test('a device whose decisions are undone signs no more: another of its account does, or else another owner proposes', () => {
    const { all, lead, others } = three();
    const wrong = lead.write({ type: 'space.describe' });
    for (const one of others) mergedInto(one, lead, ...others).write(undo(wrong));
    for (const one of all) mergedInto(one, ...others);
    expect(lead.reason(wrong)).toBe('the owners undid it');
    expect(unasked(lead)).toBeUndefined();
    expect(others.filter((one) => unasked(one) !== undefined)).toHaveLength(1);
  });
});
