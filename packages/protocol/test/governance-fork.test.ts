import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type ActOf,
  decodeHeader,
  deviceStanding,
  type EntryId,
  encodeAct,
  governanceChannel,
  idFromBytes,
  isFinal,
  isMarked,
  LIMITS,
  type LogRef,
  ZERO_ID,
} from '../src/index.ts';
import { forkProof, headerAt } from './forking.ts';
import { channelId, lab, mergedInto, type Person, primitives } from './founding.ts';

const GENERAL = channelId('general');

const labWithChannel = () => {
  const story = lab();
  story.owner.write({ type: 'channel.create', channel: GENERAL });
  story.owner.write({ type: 'role.grant', account: story.cleo.account, role: 'moderator' });
  const logOf = ({ device }: Person): LogRef => ({ channel: GENERAL, device, generation: 0 });
  return { ...story, logOf };
};
const settle = (log: LogRef, sequence: number, id: string): ActOf<'fork.settle'> => ({
  type: 'fork.settle',
  log,
  sequence,
  id: id as EntryId,
});
const SOME = 'ab'.repeat(32);

describe('[L2] a proof that a device wrote two histories', () => {
  test('of a channel’s log marks what is written from there on, until a moderator names the branch that counts', () => {
    const { cleo, dan, space, at, logOf, ben } = labWithChannel();
    const log = logOf(dan);
    const atCleo = at(cleo);
    const atBen = at(ben);
    expect(atBen.reason(atBen.write(forkProof(space, log, 4, dan)))).toBeUndefined();
    const { governance } = atBen;
    expect([3, 4, 9].map((sequence) => isMarked(governance, log, sequence))).toEqual([false, true, true]);
    expect(deviceStanding(governance, log, 9)).toBe('counts');
    // Somebody else proves an earlier place at the same time: that is where they part.
    atCleo.write(forkProof(space, log, 2, dan));
    mergedInto(atCleo, atBen);
    expect(isMarked(atCleo.governance, log, 2)).toBe(true);
    expect(atCleo.reason(atCleo.write(forkProof(space, log, 3, dan)))).toBe('that is proved already');
    expect(atCleo.reason(atCleo.write(settle(log, 0, ZERO_ID)))).toBe('it ends before the histories part');
    expect(atCleo.reason(atCleo.write(settle(log, 6, SOME)))).toBeUndefined();
    expect(isMarked(atCleo.governance, log, 5)).toBe(false);
    expect([6, 7].map((sequence) => deviceStanding(atCleo.governance, log, sequence))).toEqual([
      'counts',
      'void',
    ]);
    expect(atCleo.reason(atCleo.write(settle(log, 5, SOME)))).toBe('a branch is named already');
  });

  test('is named by a higher rank, or by an owner, and of two names at the same time the smaller one counts', () => {
    const { ada, ben, cleo, dan, space, at, logOf, owner } = labWithChannel();
    owner.write(forkProof(space, logOf(cleo), 1, cleo));
    owner.write(forkProof(space, logOf(ada), 1, ada));
    const [atBen, atCleo, atDan] = [at(ben), at(cleo), at(dan)];
    const tooLow = 'only a higher rank or an owner may name it';
    expect(atDan.reason(atDan.write(settle(logOf(cleo), 1, SOME)))).toContain('only the rank of moderator');
    expect(atCleo.reason(atCleo.write(settle(logOf(cleo), 1, SOME)))).toBe(tooLow);
    expect(atBen.reason(atBen.write(settle(logOf(ada), 1, SOME)))).toBe(tooLow);
    atBen.write(settle(logOf(cleo), 7, SOME));
    owner.write(settle(logOf(cleo), 0, ZERO_ID));
    expect(owner.reason(owner.write(settle(logOf(ada), 2, SOME)))).toBeUndefined();
    mergedInto(owner, atBen);
    expect(deviceStanding(owner.governance, logOf(cleo), 1)).toBe('void');
    mergedInto(atBen, owner);
    expect(atBen.governance.state).toEqual(owner.governance.state);
  });

  test('of a governance log voids what it says from there on, whoever tells it, and nothing that is final', () => {
    const { ada, ben, dan, space, at, owner } = lab();
    const atBen = at(ben);
    const log = { channel: governanceChannel(primitives, space), device: ben.device, generation: 0 };
    const first = atBen.write({ type: 'channel.create', channel: channelId('1') });
    const second = atBen.write({ type: 'channel.create', channel: channelId('2') });
    mergedInto(owner, atBen);
    owner.write({ type: 'checkpoint.sign', covers: [first.id], state: new Uint8Array(32) });
    expect(isFinal(owner.governance, first.id)).toBe(true);
    const atDan = mergedInto(at(dan), owner);
    atDan.write(forkProof(space, log, 1, ben));
    // Dan is removed meanwhile: what he shows is there all the same.
    owner.write({ type: 'member.remove', account: dan.account, cutoffs: [] });
    mergedInto(owner, atDan);
    expect(owner.reason(first)).toBeUndefined();
    expect(owner.reason(second)).toBe('its device wrote two entries for one place');
    expect(owner.governance.state.channels[channelId('1')]).toBeDefined();
    expect(ada.account in owner.governance.state.members).toBe(true);
  });

  test('is none where the headers are the same, unsigned, of another log or another’s, or lead to no signature', () => {
    const { dan, ben, space, owner, logOf } = labWithChannel();
    const log = logOf(dan);
    const yes = headerAt(space, log, { sequence: 2, says: 'yes' }, dan);
    const no = headerAt(space, log, { sequence: 2, says: 'no' }, dan);
    const idOf = ([header]: [Uint8Array, Uint8Array]) => idFromBytes<EntryId>(primitives.sha256(header));
    const forged = headerAt(space, log, { sequence: 2, says: 'no' }, ben);
    const behind = headerAt(space, log, { sequence: 3, previous: idOf(no), says: 'more' }, dan);
    const elsewhere = headerAt(space, logOf(ben), { sequence: 2, says: 'no' }, dan);
    const loose = headerAt(space, log, { sequence: 3, previous: idOf(yes), says: 'more' }, dan);
    const gap = headerAt(space, log, { sequence: 4, previous: idOf(no), says: 'more' }, dan);
    const prove = (one: (typeof yes)[], other: (typeof yes)[]) =>
      owner.reason(owner.write({ type: 'fork.prove', log, branches: [one, other] }));
    const nothing = 'proves no second history';
    expect(prove([yes], [yes])).toBe(nothing);
    expect(prove([yes], [forged])).toBe(nothing);
    expect(prove([yes], [elsewhere])).toBe(nothing);
    expect(prove([yes], [behind])).toBe(nothing);
    expect(prove([yes], [forged, loose])).toBe(nothing);
    expect(prove([yes], [no, gap])).toBe(nothing);
    expect(prove([yes], [[no[0].slice(0, 40), no[1]]])).toContain('not of the expected form');
    expect(owner.governance.state.forks).toEqual({});
    // [L3] A later signature vouches for the header.
    expect(decodeHeader(forged[0]).sequence).toBe(2);
    expect(prove([yes], [[no[0], forged[1]], behind])).toBeUndefined();
  });

  test('[L6] LIMITS.forkHeaders: a branch is no longer than that', () => {
    const { dan, space, logOf } = labWithChannel();
    const { branches, ...proof } = forkProof(space, logOf(dan), 1, dan);
    const long = (length: number) => Array.from({ length }, () => branches[0][0] as [Uint8Array, Uint8Array]);
    expect(() => encodeAct({ ...proof, branches: [long(LIMITS.forkHeaders), branches[1]] })).not.toThrow();
    expect(() => encodeAct({ ...proof, branches: [long(LIMITS.forkHeaders + 1), branches[1]] })).toThrow(
      z.ZodError,
    );
  });
});
