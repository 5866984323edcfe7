import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type AccountId,
  type ActOf,
  type ChannelId,
  deviceStanding,
  encodeAct,
  generationIn,
  generationOf,
  hlcFromMs,
  judgeDraft,
  LIMITS,
  type LogHead,
  type LogRef,
  silenceCutoffs,
  silenceOf,
} from '../src/index.ts';
import {
  admission,
  channelId,
  inviteAct,
  lab,
  mergedInto,
  type Person,
  person,
  primitives,
  type Replica,
  removal,
  START_MS,
} from './founding.ts';

const GENERAL = channelId('general');
const RANDOM = channelId('random');

const logOf = ({ device }: Person, channel: ChannelId, voice = 0): LogRef => ({
  channel,
  device,
  generation: generationOf(0, voice),
});
const headAt = (log: LogRef, sequence: number): LogHead => ({
  log,
  sequence,
  id: 'e'.repeat(64) as LogHead['id'],
});
const standingOf = (at: Replica, log: LogRef, sequence = 1): string =>
  deviceStanding(at.governance, log, sequence);

/** A lab with two channels, Ben its admin, and Gus who came as a guest of the first. */
const labWithGuest = () => {
  const it = lab();
  const gus = person('gus');
  for (const channel of [GENERAL, RANDOM]) it.owner.write({ type: 'channel.create', channel });
  it.owner.write(inviteAct('guests', { role: 'guest', channels: [GENERAL] }));
  it.owner.write(admission(it.space, gus, 'guests'));
  return { ...it, gus };
};

const admit = (
  account: AccountId,
  channel: ChannelId,
  options: Partial<ActOf<'channel.admit'>> = {},
): ActOf<'channel.admit'> => ({
  type: 'channel.admit',
  account,
  channel,
  history: false,
  until: 0,
  ...options,
});

describe('[K6] a scoped member', () => {
  test('writes in the channels that admit it, beside what no message is in, and in no others', () => {
    const { gus, owner, space } = labWithGuest();
    expect(owner.governance.state.members[gus.account]?.role).toBe('guest');
    expect(standingOf(owner, logOf(gus, GENERAL))).toBe('counts');
    expect(standingOf(owner, logOf(gus, RANDOM))).toBe('unknown');
    expect(silenceOf(owner.governance, gus.account, RANDOM, START_MS)).toBe('not admitted');
    owner.write(admit(gus.account, RANDOM));
    expect(standingOf(owner, logOf(gus, RANDOM))).toBe('counts');
    expect(silenceOf(owner.governance, gus.account, RANDOM, START_MS)).toBeUndefined();
    for (const channel of owner.governance.record.graph.reserved)
      expect(standingOf(owner, logOf(gus, channel))).toBe('counts');
    expect(space).toBe(owner.governance.space);
  });

  test('governs nothing: no channel, no invite but for a device of its own', () => {
    const { gus, at } = labWithGuest();
    const atGus = at(gus);
    const judge = (act: Parameters<typeof encodeAct>[0]): string | undefined =>
      judgeDraft(primitives, atGus.governance, { device: gus.device, clock: hlcFromMs(START_MS), act });
    expect(judge({ type: 'channel.create', channel: channelId('own') })).toBe(
      'only the rank of member or above may',
    );
    expect(judge(inviteAct('more'))).toBe('only an admin may invite others');
    expect(judge(inviteAct('mine', { account: gus.account }))).toBeUndefined();
  });

  test('a moderator admits and dismisses; others are no guests, and a member may not', () => {
    const { ben, cleo, dan, gus, owner, at } = labWithGuest();
    owner.write({ type: 'role.grant', account: cleo.account, role: 'moderator' });
    const [atCleo, atDan] = [at(cleo), at(dan)];
    expect(atCleo.reason(atCleo.write(admit(gus.account, RANDOM)))).toBeUndefined();
    expect(atDan.reason(atDan.write(admit(gus.account, RANDOM)))).toBe('only its creator or a moderator may');
    expect(atCleo.reason(atCleo.write(admit(ben.account, RANDOM)))).toBe(
      'the account is no guest, AI node or bot',
    );
    const mute = atCleo.write({ type: 'member.mute', account: ben.account, until: 0, cutoffs: [] });
    expect(atCleo.reason(mute)).toBe('only a higher rank may mute');
  });

  test('[G4] a dismissal ends its log in that channel alone; admitted again it goes on in a new one', () => {
    const { gus, owner } = labWithGuest();
    owner.write(admit(gus.account, RANDOM));
    const frontier = [headAt(logOf(gus, GENERAL), 3), headAt(logOf(gus, RANDOM), 5)];
    const cutoffs = silenceCutoffs(owner.governance, gus.account, frontier, GENERAL);
    expect(cutoffs).toEqual([frontier[0]]);
    owner.write({ type: 'channel.dismiss', account: gus.account, channel: GENERAL, cutoffs });
    expect([3, 4].map((sequence) => standingOf(owner, logOf(gus, GENERAL), sequence))).toEqual([
      'counts',
      'void',
    ]);
    expect(standingOf(owner, logOf(gus, RANDOM), 9)).toBe('counts');
    expect(standingOf(owner, logOf(gus, GENERAL, 1))).toBe('void');
    expect(generationIn(owner.governance, gus.device, GENERAL)).toBe(generationOf(0, 1));
    owner.write(admit(gus.account, GENERAL));
    expect(standingOf(owner, logOf(gus, GENERAL, 1), 7)).toBe('counts');
    expect(standingOf(owner, logOf(gus, GENERAL), 4)).toBe('void');
    expect(standingOf(owner, logOf(gus, GENERAL, 2))).toBe('unknown');
  });

  test('an admission that knew nothing of a dismissal does not undo it', () => {
    const { ben, gus, owner, at } = labWithGuest();
    const atBen = at(ben);
    owner.write({ type: 'channel.dismiss', account: gus.account, channel: GENERAL, cutoffs: [] });
    const late = atBen.write(admit(gus.account, GENERAL, { history: true }));
    expect(atBen.reason(late)).toBeUndefined();
    mergedInto(owner, atBen);
    expect(owner.reason(late)).toBe('its voice was taken meanwhile');
    expect(silenceOf(owner.governance, gus.account, GENERAL, START_MS)).toBe('not admitted');
  });

  test('[C1] a time that is past ends by an entry that any member may write, and not before', () => {
    const { dan, gus, owner, at } = labWithGuest();
    owner.write(admit(gus.account, GENERAL, { until: START_MS + 1000 }));
    const atDan = at(dan);
    const lapse = { type: 'channel.lapse', account: gus.account, channel: GENERAL } as const;
    expect(atDan.reason(atDan.write(lapse, { atMs: START_MS + 900 }))).toBe('the time is not past');
    // Whoever writes and whoever seals keeps to the time by their own clock.
    expect(silenceOf(atDan.governance, gus.account, GENERAL, START_MS + 1001)).toBe('lapsed');
    expect(atDan.reason(atDan.write(lapse, { atMs: START_MS + 5000 }))).toBeUndefined();
    expect(silenceOf(atDan.governance, gus.account, GENERAL, START_MS)).toBe('lapsed');
    // What was written within the time stays.
    expect(standingOf(atDan, logOf(gus, GENERAL))).toBe('counts');
  });

  test('leaves with its admissions, and comes back without them', () => {
    const { gus, owner, space } = labWithGuest();
    owner.write(admit(gus.account, RANDOM));
    owner.write(removal(gus.account, [headAt(logOf(gus, RANDOM), 2)]));
    expect(owner.governance.state.admissions).toEqual({});
    owner.write(inviteAct('again', { role: 'guest', channels: [GENERAL] }));
    owner.write(admission(space, gus, 'again'));
    const [general, random] = [GENERAL, RANDOM].map((channel) => ({ ...logOf(gus, channel), generation: 1 }));
    if (general === undefined || random === undefined) throw new TypeError('no logs');
    expect([standingOf(owner, general), standingOf(owner, random)]).toEqual(['counts', 'unknown']);
    expect(standingOf(owner, logOf(gus, RANDOM), 2)).toBe('counts');
  });

  test('made a member, it writes everywhere', () => {
    const { gus, owner } = labWithGuest();
    owner.write({ type: 'role.grant', account: gus.account, role: 'member' });
    expect(standingOf(owner, logOf(gus, RANDOM))).toBe('counts');
  });
});

describe('[G4] a mute', () => {
  test('takes the voice in one channel or in all, and gives it back in a new log', () => {
    const { cleo, owner } = labWithGuest();
    const mute = (channel?: ChannelId): void => {
      const cutoffs = [headAt(logOf(cleo, GENERAL), 2), headAt(logOf(cleo, RANDOM), 2)];
      const here = cutoffs.filter(({ log }) => log.channel === (channel ?? log.channel));
      owner.write({
        type: 'member.mute',
        account: cleo.account,
        until: 0,
        cutoffs: here,
        ...(channel === undefined ? {} : { channel }),
      });
    };
    mute(GENERAL);
    expect([2, 3].map((sequence) => standingOf(owner, logOf(cleo, GENERAL), sequence))).toEqual([
      'counts',
      'void',
    ]);
    expect(standingOf(owner, logOf(cleo, RANDOM), 3)).toBe('counts');
    expect(silenceOf(owner.governance, cleo.account, RANDOM, START_MS)).toBeUndefined();
    mute();
    expect(standingOf(owner, logOf(cleo, RANDOM), 3)).toBe('void');
    // Two takings, and only one is lifted.
    owner.write({ type: 'member.unmute', account: cleo.account, channel: GENERAL });
    expect(standingOf(owner, logOf(cleo, GENERAL, 1))).toBe('void');
    expect(silenceOf(owner.governance, cleo.account, GENERAL, START_MS)).toBe('muted');
    owner.write({ type: 'member.unmute', account: cleo.account });
    expect(silenceOf(owner.governance, cleo.account, GENERAL, START_MS)).toBeUndefined();
    expect(generationIn(owner.governance, cleo.device, GENERAL)).toBe(generationOf(0, 2));
    expect(generationIn(owner.governance, cleo.device, RANDOM)).toBe(generationOf(0, 1));
    expect(standingOf(owner, logOf(cleo, GENERAL, 2))).toBe('counts');
    expect(standingOf(owner, logOf(cleo, RANDOM, 1))).toBe('counts');
    // Acts go on: a voice is what one says, not what one may decide.
    expect(
      deviceStanding(owner.governance, { ...logOf(cleo, owner.governance.record.graph.channel) }, 9),
    ).toBe('counts');
  });

  test('[C1] one with an end is lifted by any member once it is past', () => {
    const { cleo, dan, owner, at } = labWithGuest();
    owner.write({ type: 'member.mute', account: cleo.account, until: START_MS + 1000, cutoffs: [] });
    const atDan = at(dan);
    const lift = { type: 'member.unmute', account: cleo.account } as const;
    expect(atDan.reason(atDan.write(lift, { atMs: START_MS }))).toBe(
      'only a moderator of a higher rank may before the time is past',
    );
    expect(atDan.reason(atDan.write(lift, { atMs: START_MS + 2000 }))).toBeUndefined();
  });

  test('stays on whoever leaves and comes back', () => {
    const { cleo, owner, space } = labWithGuest();
    owner.write({ type: 'member.mute', account: cleo.account, until: 0, cutoffs: [] });
    owner.write(removal(cleo.account));
    owner.write(inviteAct('again'));
    owner.write(admission(space, cleo, 'again'));
    expect(silenceOf(owner.governance, cleo.account, GENERAL, START_MS)).toBe('muted');
    expect(standingOf(owner, { ...logOf(cleo, GENERAL), generation: 1 })).toBe('void');
  });
});

describe('a ban', () => {
  test('keeps every invite shut until it is lifted', () => {
    const { cleo, ben, owner, space, at } = labWithGuest();
    owner.write({ ...removal(cleo.account), ban: START_MS + 1000 } as ActOf<'member.remove'>);
    owner.write(inviteAct('again'));
    const early = owner.write(admission(space, cleo, 'again'));
    expect(owner.reason(early)).toBe('the account is banned');
    const atBen = at(ben);
    atBen.write({ type: 'member.unban', account: cleo.account });
    const later = atBen.write(admission(space, cleo, 'again', 1));
    expect(atBen.reason(later)).toBeUndefined();
    expect(atBen.governance.state.banned).toEqual({});
  });
});

describe('[L6] limits of acts', () => {
  test('LIMITS.inviteChannels, capabilities, capabilityLength, pluginVersion and plugins', () => {
    const channels = (count: number): ChannelId[] =>
      Array.from({ length: count }, (_, i) => channelId(String(i))).sort();
    const grant = (over: Partial<ActOf<'plugin.grant'>>): ActOf<'plugin.grant'> => ({
      type: 'plugin.grant',
      plugin: 'reminders',
      version: '1.0.0',
      hash: new Uint8Array(32),
      capabilities: ['message.send'],
      ...over,
    });
    const fits = (act: Parameters<typeof encodeAct>[0]): void => expect(() => encodeAct(act)).not.toThrow();
    const isTooMuch = (act: Parameters<typeof encodeAct>[0]): void =>
      expect(() => encodeAct(act)).toThrow(z.ZodError);
    const guests = (count: number): ActOf<'invite.create'> =>
      inviteAct('g', { role: 'guest', channels: channels(count) });
    fits(guests(LIMITS.inviteChannels));
    isTooMuch(guests(LIMITS.inviteChannels + 1));
    const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `a.${1000 + i}`);
    fits(grant({ capabilities: names(LIMITS.capabilities) }));
    isTooMuch(grant({ capabilities: names(LIMITS.capabilities + 1) }));
    fits(grant({ capabilities: ['x'.repeat(LIMITS.capabilityLength)] }));
    isTooMuch(grant({ capabilities: ['x'.repeat(LIMITS.capabilityLength + 1)] }));
    fits(grant({ version: '1'.repeat(LIMITS.pluginVersion) }));
    isTooMuch(grant({ version: '1'.repeat(LIMITS.pluginVersion + 1) }));
    isTooMuch(grant({ plugin: 'Not a name' }));
    const { owner } = lab();
    for (let i = 0; i < LIMITS.plugins; i++) owner.write(grant({ plugin: `p${i}` }));
    expect(owner.reason(owner.write(grant({ plugin: 'one-more' })))).toBe(
      'the space has as many plugins as it may',
    );
  });
});
