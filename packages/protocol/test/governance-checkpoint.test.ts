import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AccountId,
  type ActOf,
  cutoffsFor,
  type EntryId,
  extendGovernance,
  finalityOf,
  foldGovernance,
  type Governance,
  type GovernanceEntry,
  hlcFromMs,
  isFinal,
  judgeDraft,
  nextSignature,
} from '../src/index.ts';
import {
  admission,
  channelId,
  inviteAct,
  lab,
  mergedInto,
  person,
  primitives,
  type Replica,
  removal,
  START_MS,
  twinOf,
} from './founding.ts';
import { play } from './governance-schedule.ts';
import { type Step, steps } from './governance-steps.ts';

const sign = (replica: Replica): ActOf<'checkpoint.sign'> => ({
  type: 'checkpoint.sign',
  covers: [...replica.governance.heads],
  state: new Uint8Array(32),
});
const vote = (add: AccountId[], drop: AccountId[] = []): ActOf<'owners.vote'> => ({
  type: 'owners.vote',
  add,
  drop,
});
const owners = ({ state }: Governance): string[] =>
  Object.values(state.members)
    .filter(({ role }) => role === 'owner')
    .map(({ account }) => account)
    .sort();

describe('[G5] owners', () => {
  test('the only owner makes another alone; two make and unmake one together', () => {
    const { ada, ben, cleo, owner, at } = lab();
    owner.write(vote([ben.account]));
    expect(owners(owner.governance)).toEqual([ada.account, ben.account].sort());
    const atBen = at(ben);
    const first = atBen.write(vote([cleo.account]));
    expect(atBen.reason(first)).toBeUndefined();
    expect(owners(atBen.governance)).not.toContain(cleo.account);
    mergedInto(owner, atBen);
    expect(Object.values(owner.governance.state.motions)).toMatchObject([{ by: [ben.account] }]);
    owner.write(vote([cleo.account]));
    expect(owners(owner.governance)).toEqual([ada.account, ben.account, cleo.account].sort());
    expect(owner.governance.state.motions).toEqual({});
    // Two of three put one back, who was not asked.
    owner.write(vote([], [cleo.account]));
    mergedInto(atBen, owner);
    atBen.write(vote([], [cleo.account]));
    expect(atBen.governance.state.members[cleo.account]?.role).toBe('admin');
  });

  test('votes that were cast apart count together', () => {
    const { ben, cleo, owner, at } = lab();
    owner.write(vote([ben.account]));
    const atBen = at(ben);
    atBen.write(vote([cleo.account]));
    owner.write(vote([cleo.account]));
    mergedInto(owner, atBen);
    expect(owners(owner.governance)).toContain(cleo.account);
  });

  test('a space keeps an owner though whoever was to follow was put out meanwhile', () => {
    const { ada, ben, cleo, owner, at } = lab();
    const atBen = at(ben);
    atBen.write(removal(cleo.account));
    // It comes behind what she did not know of.
    owner.write({ type: 'profile.describe' });
    const hers = owner.write(vote([cleo.account], [ada.account]));
    expect(owners(owner.governance)).toEqual([cleo.account]);
    mergedInto(owner, atBen);
    expect(owner.reason(hers)).toBeUndefined();
    expect(owners(owner.governance)).toEqual([ada.account]);
  });

  test('nobody becomes an owner who is back as an AI node when the votes are counted', () => {
    const { ada, ben, cleo, space, owner, at } = lab();
    const atBen = at(ben);
    atBen.write(removal(cleo.account));
    atBen.write(inviteAct('node', { role: 'ai', channels: [channelId('general')] }));
    atBen.write(admission(space, cleo, 'node'));
    for (let later = 0; later < 3; later++) owner.write({ type: 'profile.describe' });
    owner.write(vote([cleo.account]));
    mergedInto(owner, atBen);
    expect(owner.governance.state.members[cleo.account]?.role).toBe('ai');
    expect(owners(owner.governance)).toEqual([ada.account]);
  });

  test('nobody else votes, a space keeps an owner, and a guest is none', () => {
    const { ada, ben, space, owner, at } = lab();
    const atBen = at(ben);
    expect(atBen.reason(atBen.write(vote([ben.account])))).toBe('only the rank of owner or above may');
    expect(owner.reason(owner.write(vote([], [ada.account])))).toBe('a space needs an owner');
    owner.write({ type: 'channel.create', channel: channelId('g') });
    owner.write(inviteAct('guests', { role: 'guest', channels: [channelId('g')] }));
    const gus = person('gus');
    owner.write(admission(space, gus, 'guests'));
    expect(owner.reason(owner.write(vote([gus.account])))).toBe('only members become owners');
  });
});

describe('[G5] a checkpoint', () => {
  test('by the only owner makes all before it final, and what arrives later cannot reach below it', () => {
    const { ada, ben, dan, owner, at } = lab();
    const device = person('ada', 1);
    owner.write(inviteAct('own', { account: ada.account }));
    owner.write(admission(owner.governance.space, device, 'own'));
    const [atBen, elsewhere] = [at(ben), at(device)];
    const late = atBen.write(removal(dan.account));
    // Ada demotes Ben without having heard of it: alone, that would void it.
    const apart = elsewhere.write({ type: 'role.grant', account: ben.account, role: 'member' });
    const without = owner.fork();
    mergedInto(without, atBen);
    mergedInto(without, elsewhere);
    expect(without.reason(late)).toBe('the author lost the rank for it meanwhile');

    mergedInto(owner, atBen);
    const signature = owner.write(sign(owner));
    expect(isFinal(owner.governance, late.id)).toBe(true);
    expect(isFinal(owner.governance, signature.id)).toBe(false);
    expect(owner.governance.record.top).toMatchObject({ version: 1, owners: 1 });
    mergedInto(owner, elsewhere);
    expect(owner.reason(apart)).toBeUndefined();
    expect(owner.reason(late)).toBeUndefined();
    const { members } = owner.governance.state;
    expect([members[dan.account], members[ben.account]?.role]).toEqual([undefined, 'member']);
  });

  test('[L2] two entries for one place void nothing below it', () => {
    const { ben, cleo, owner, at } = lab();
    const atBen = at(ben);
    const grant = atBen.write({ type: 'role.grant', account: cleo.account, role: 'moderator' });
    mergedInto(owner, atBen);
    owner.write(sign(owner));
    const behind = atBen.write({ type: 'space.describe' });
    owner.receive([twinOf(grant), behind]);
    expect(owner.reason(grant)).toBeUndefined();
    expect(owner.reason(behind)).toBe('its device wrote two entries for one place');
    expect(owner.governance.state.members[cleo.account]?.role).toBe('moderator');
  });

  test('takes more than half of the owners of the one before', () => {
    const { ben, cleo, owner, at } = lab();
    owner.write(vote([ben.account]));
    // The owners who count are still those of the genesis: Ada alone.
    owner.write(sign(owner));
    expect(owner.governance.record.top?.version).toBe(1);
    owner.write({ type: 'role.grant', account: cleo.account, role: 'admin' });
    const half = sign(owner);
    owner.write(half);
    expect(owner.governance.record.top?.version).toBe(1);
    const atBen = at(ben);
    atBen.write(half);
    mergedInto(owner, atBen);
    expect(owner.governance.record.top).toMatchObject({ version: 2, owners: 2 });
    expect(owner.governance.record.top?.signers.length).toBe(2);
    // An admin's signature is none.
    const atCleo = at(cleo);
    expect(atCleo.reason(atCleo.write(sign(atCleo)))).toBe('only the rank of owner or above may');
  });

  test('[G8] a stolen device makes nothing final: one certified later takes its signature back', () => {
    const { ada, ben, owner, at } = lab();
    const later = person('ada', 1);
    owner.write(inviteAct('own', { account: ada.account }));
    owner.write(admission(owner.governance.space, later, 'own'));
    const atLater = at(later);
    const before = owner.frontier();
    const theft = owner.write(removal(ben.account));
    owner.write(sign(owner));
    expect(isFinal(owner.governance, theft.id)).toBe(true);
    const cutoffs = cutoffsFor(atLater.governance, ada.account, before, ada.device);
    atLater.write({ type: 'device.remove', device: ada.device, cutoffs });
    mergedInto(owner, atLater);
    expect(owner.reason(theft)).toBe('beyond a cutoff');
    expect(owner.governance.state.members[ben.account]?.role).toBe('admin');
    expect(owner.governance.record.top).toBeUndefined();
  });
});

/** What was said to be final of some entries, and what became of each. */
const finalIn = (governance: Governance): [EntryId, string | undefined][] =>
  governance.record.graph.nodes
    .filter(({ entry }) => isFinal(governance, entry.id))
    .map(({ entry }) => [entry.id, governance.voided.get(entry.id)]);

/** As honest owners do it: one device of theirs signs, and what it signs includes all that it signed before. */
const honestly = (history: readonly Step[]): Step[] =>
  history.map((step) => {
    if (step.kind === 'device.remove') return { ...step, kind: 'space.describe' };
    return step.kind === 'checkpoint.sign' ? { ...step, actor: 0, cheats: undefined } : step;
  });

describe('[G5] an owner who signed two histories that exclude each other', () => {
  const torn = () => {
    const story = lab();
    const { ben, cleo, owner, at } = story;
    owner.write(vote([ben.account, cleo.account].sort()));
    owner.write(sign(owner));
    const [atBen, atCleo] = [at(ben), at(cleo)];
    // Ben signs this here and that there, each as if the other were not.
    const here = atBen.write({ type: 'channel.create', channel: channelId('1') });
    const there = atCleo.write({ type: 'channel.create', channel: channelId('2') });
    mergedInto(atBen, atCleo);
    const state = new Uint8Array(32);
    for (const head of [here, there]) atBen.write({ type: 'checkpoint.sign', covers: [head.id], state });
    for (const other of [owner, atCleo]) mergedInto(other, atBen);
    return { ...story, atBen, atCleo };
  };
  const stopped = 'an owner signed two histories that exclude each other';

  test('stops votes on owners for whoever knows, and shows who it was', () => {
    const { ben, dan, owner, atCleo } = torn();
    expect(finalityOf(owner.governance).conflicts).toMatchObject([{ account: ben.account }]);
    const before = owners(owner.governance);
    for (const replica of [owner, atCleo])
      expect(replica.reason(replica.write(vote([dan.account])))).toBe(stopped);
    mergedInto(owner, atCleo);
    expect(owners(owner.governance)).toEqual(before);
    const draft = { device: owner.who.device, clock: hlcFromMs(START_MS * 2), act: vote([dan.account]) };
    expect(judgeDraft(primitives, owner.governance, draft)).toBe(stopped);
    expect(judgeDraft(primitives, owner.governance, { ...draft, act: { type: 'space.describe' } })).toBe(
      undefined,
    );
  });

  test('is over once most owners have signed a set with both in it, and is no means to stop votes again', () => {
    const { ben, owner, atCleo, atBen } = torn();
    const next = nextSignature(primitives, owner.governance, owner.who.account);
    expect(next?.isProposal).toBe(true);
    owner.write(next?.act ?? sign(owner));
    mergedInto(atCleo, owner);
    const agreed = nextSignature(primitives, atCleo.governance, atCleo.who.account);
    expect(agreed).toMatchObject({ isProposal: false, act: { covers: next?.act.covers } });
    atCleo.write(agreed?.act ?? sign(atCleo));
    mergedInto(owner, atCleo);
    expect(finalityOf(owner.governance)).toMatchObject({ conflicts: [], version: 2 });
    // He goes on to sign twice.
    for (const replica of [atBen, atCleo]) mergedInto(replica, owner);
    const heads = [atBen, atCleo].map((at, i) =>
      at.write({ type: 'channel.create', channel: channelId(`again ${i}`) }),
    );
    mergedInto(atBen, atCleo);
    const state = new Uint8Array(32);
    const signs = heads.map(({ id }) => atBen.write({ type: 'checkpoint.sign', covers: [id], state }));
    for (const replica of [owner, atCleo]) mergedInto(replica, atBen);
    expect(signs.map((it) => owner.reason(it))).toEqual([undefined, undefined]);
    for (const replica of [owner, atCleo]) replica.write(vote([], [ben.account]));
    mergedInto(owner, atCleo);
    expect(owners(owner.governance)).not.toContain(ben.account);
  });
});

describe('[G5] finality', () => {
  test('nothing below a checkpoint changes, whatever arrives later', { timeout: 60_000 }, () => {
    let lasting = 0;
    fc.assert(
      fc.property(steps, fc.nat(), (history, cut) => {
        const { space, entries } = play(honestly(history));
        const whole = foldGovernance(primitives, space, entries);
        // Some of it arrived, in another order, and the rest after.
        const early: GovernanceEntry[] = entries.filter((_, i) => i < 8 || (i * 7 + cut) % 4 !== 0);
        const before = foldGovernance(primitives, space, early);
        const after = extendGovernance(primitives, before, entries);
        const said = finalIn(before);
        lasting += said.length;
        for (const [id, reason] of said) expect([id, after.voided.get(id)]).toEqual([id, reason]);
        expect(after.state).toEqual(whole.state);
      }),
      { numRuns: Number(process.env['PLEXI_PROPERTY_RUNS'] ?? 120), seed: 5 },
    );
    expect(lasting).toBeGreaterThan(150);
  });
});
