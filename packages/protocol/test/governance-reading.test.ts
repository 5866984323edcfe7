import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Act,
  type DeviceId,
  foldGovernance,
  type Governance,
  isScoped,
  readingOf,
  readsChannel,
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
} from './founding.ts';
import { play } from './governance-schedule.ts';
import { steps } from './governance-steps.ts';

const GENERAL = channelId('general');
const RANDOM = channelId('random');

/** A lab with two channels, and Gus whom the first admits, from then on. */
const withGuest = () => {
  const it = lab();
  const gus = person('gus');
  for (const channel of [GENERAL, RANDOM]) it.owner.write({ type: 'channel.create', channel });
  const before = it.owner.governance.heads;
  it.owner.write(inviteAct('guests', { role: 'guest', channels: [GENERAL] }));
  it.owner.write(admission(it.space, gus, 'guests'));
  return { ...it, gus, before };
};

const readingAt = (replica: Replica) => readingOf(replica.governance);
const dismissal = (account: Parameters<typeof removal>[0]): Act => ({
  type: 'channel.dismiss',
  channel: GENERAL,
  account,
  cutoffs: [],
});

describe('[K6] who reads what', () => {
  test('a guest reads the channel that admits it, for whoever knows of that, and is in no key group', () => {
    const { owner, gus, ben, before } = withGuest();
    const now = readingAt(owner);
    const { heads } = owner.governance;
    expect([...now.readers.keys()]).toEqual([GENERAL]);
    expect(now.readers.get(GENERAL)).toMatchObject([{ device: gus.device, history: false }]);
    expect([now.isScoped(gus.device), now.isScoped(ben.device)]).toEqual([true, false]);
    expect([now.wasFull(gus.device, heads), now.wasFull(ben.device, heads)]).toEqual([false, true]);
    expect(now.wasReader(GENERAL, gus.device, heads)).toBe(true);
    expect(now.wasReader(RANDOM, gus.device, heads)).toBe(false);
    expect(now.wasReader(GENERAL, gus.device, before)).toBe(false);
    expect(now.wasReader(GENERAL, ben.device, heads)).toBe(false);
  });

  test('whoever stopped reading is missed by those who do not know of it, until they do', () => {
    const { owner, gus, at, ben } = withGuest();
    const { heads } = owner.governance;
    const atBen = at(ben);
    atBen.write(dismissal(gus.account));
    owner.write({ type: 'channel.describe', channel: RANDOM });
    const now = readingAt(mergedInto(owner, atBen));
    expect(now.readers.size).toBe(0);
    expect([now.hasLeavers(GENERAL, heads), now.hasLeavers(RANDOM, heads)]).toEqual([true, false]);
    expect(now.hasLeavers(GENERAL, atBen.governance.heads)).toBe(false);
    expect(now.hasLeavers(GENERAL, owner.governance.heads)).toBe(false);
    // It read there for somebody who knew no more.
    expect(now.wasReader(GENERAL, gus.device, heads)).toBe(true);
    expect(now.wasReader(GENERAL, gus.device, atBen.governance.heads)).toBe(false);
    // Let in again, it reads; that it had gone is still to be known.
    owner.write({ type: 'channel.admit', channel: GENERAL, account: gus.account, history: true, until: 0 });
    const again = readingAt(owner);
    expect(again.readers.get(GENERAL)).toMatchObject([{ history: true }]);
    expect([again.hasLeavers(GENERAL, heads), again.hasLeavers(GENERAL, owner.governance.heads)]).toEqual([
      true,
      false,
    ]);
  });

  test('a further device of a guest reads what the guest reads', () => {
    const { owner, gus, space } = withGuest();
    const second = person('gus', 1);
    const { heads } = owner.governance;
    const invite = inviteAct('second', { uses: 1, account: gus.account });
    const atGus = owner.fork(gus);
    atGus.write(invite);
    mergedInto(owner, atGus).write(admission(space, second, 'second'));
    const now = readingAt(owner);
    expect(now.readers.get(GENERAL)?.map(({ device }) => device)).toEqual([gus.device, second.device]);
    expect(now.wasReader(GENERAL, second.device, heads)).toBe(true);
    expect(now.isScoped(second.device)).toBe(true);
  });

  test('who is removed, or whose time is past, has stopped reading too', () => {
    const until = START_MS + 60_000;
    for (const how of ['removal', 'time'] as const) {
      const { owner, gus } = withGuest();
      const { account } = gus;
      owner.write({ type: 'channel.admit', channel: GENERAL, account, history: false, until });
      const { heads } = owner.governance;
      const past = { atMs: until + 1 };
      if (how === 'removal') owner.write(removal(account));
      else owner.write({ type: 'channel.lapse', channel: GENERAL, account }, past);
      const now = readingAt(owner);
      expect(now.readers.size).toBe(0);
      expect(now.hasLeavers(GENERAL, heads)).toBe(true);
      expect(now.hasLost('scoped', heads)).toBe(how === 'removal');
      expect(now.hasLost('full', heads)).toBe(false);
    }
  });

  test('a time that is past ends reading by the clock as well', () => {
    const { owner, gus, ben } = withGuest();
    const until = START_MS + 60_000;
    owner.write({ type: 'channel.admit', channel: GENERAL, account: gus.account, history: false, until });
    expect(readsChannel(owner.governance, gus.device, GENERAL, until)).toBe(true);
    expect(readsChannel(owner.governance, gus.device, GENERAL, until + 1)).toBe(false);
    expect(readsChannel(owner.governance, gus.device, RANDOM, START_MS)).toBe(false);
    expect(readsChannel(owner.governance, ben.device, RANDOM, START_MS)).toBe(true);
  });

  test('a guest who becomes a member is in the key group from there on, and a member who is removed is missed', () => {
    const { owner, gus, cleo } = withGuest();
    const { heads } = owner.governance;
    owner.write({ type: 'role.grant', account: gus.account, role: 'member' });
    owner.write(removal(cleo.account));
    const now = readingAt(owner);
    expect([now.isScoped(gus.device), now.scoped.length]).toEqual([false, 0]);
    expect(now.wasFull(gus.device, heads)).toBe(false);
    expect(now.wasFull(gus.device, owner.governance.heads)).toBe(true);
    expect(now.wasReader(GENERAL, gus.device, heads)).toBe(true);
    expect([now.hasLost('full', heads), now.hasLost('scoped', heads)]).toEqual([true, false]);
    expect([now.wasFull(cleo.device, heads), now.wasFull(cleo.device, owner.governance.heads)]).toEqual([
      true,
      false,
    ]);
  });

  test('property: for whoever knows everything it is what the state says, and nobody is missed', () => {
    const check = (governance: Governance): void => {
      const now = readingOf(governance);
      const { state, heads } = governance;
      const all = Object.values(state.members).flatMap(({ devices, role }) =>
        Object.keys(devices).map((device) => ({ device: device as DeviceId, role })),
      );
      for (const { device, role } of all) {
        expect(now.wasFull(device, heads)).toBe(!isScoped(role));
        for (const channel of now.channels()) {
          const reads = now.readers.get(channel)?.some((reader) => reader.device === device) === true;
          expect(now.wasReader(channel, device, heads)).toBe(reads);
        }
      }
      for (const channel of now.channels()) expect(now.hasLeavers(channel, heads)).toBe(false);
      expect([now.hasLost('scoped', heads), now.hasLost('full', heads)]).toEqual([false, false]);
    };
    fc.assert(
      fc.property(steps, (history) => {
        const { space, entries } = play(history);
        check(foldGovernance(primitives, space, entries));
      }),
      { numRuns: 150 },
    );
  });
});
