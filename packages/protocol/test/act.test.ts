import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AccountId,
  type Act,
  type ChannelId,
  type DeviceId,
  decodeAct,
  type EntryId,
  encodeAct,
  encodeCbor,
  idFromBytes,
  isPlexiError,
  LIMITS,
  type LogHead,
  logKey,
} from '../src/index.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const id = <Id extends string>() => bytes(32).map((it) => idFromBytes<Id>(it));
const address = fc.nat(65535).map((port) => `/ip4/10.0.0.1/tcp/${port}`);
const cutoffs = fc.uniqueArray(
  fc.record<LogHead>({
    log: fc.record({
      channel: fc.constantFrom(...['a', 'b', 'c'].map((it) => it.repeat(64) as ChannelId)),
      device: fc.constantFrom(...['d', 'e'].map((it) => it.repeat(64) as DeviceId)),
      generation: fc.constantFrom(0, 1, 9, 10, 65535),
    }),
    sequence: fc.integer({ min: 1, max: 2 ** 40 }),
    id: id<EntryId>(),
  }),
  { maxLength: 12, selector: ({ log }) => logKey(log) },
);
const certificate = fc.uint8Array({ maxLength: 300 });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ type: fc.constant('genesis' as const), certificate, nonce: bytes(16) }),
  fc.record({ type: fc.constantFrom('space.describe' as const, 'profile.describe' as const) }),
  fc.record({ type: fc.constant('space.leave' as const), cutoffs }),
  fc.record({
    type: fc.constantFrom('channel.create' as const, 'channel.describe' as const, 'channel.archive' as const),
    channel: id<ChannelId>(),
  }),
  fc.record({
    type: fc.constant('channel.retain' as const),
    channel: id<ChannelId>(),
    ms: fc.nat(LIMITS.retentionMs),
  }),
  fc.record({
    type: fc.constant('relay.list' as const),
    device: id<DeviceId>(),
    addresses: fc.array(address, { minLength: 1, maxLength: 8 }),
  }),
  fc.record({ type: fc.constant('relay.unlist' as const), device: id<DeviceId>() }),
  fc.record({
    type: fc.constant('invite.create' as const),
    publicKey: bytes(32),
    uses: fc.integer({ min: 1, max: 1000 }),
    expires: fc.nat(2 ** 42),
    role: fc.constant('member' as const),
  }),
  fc.record({ type: fc.constant('invite.revoke' as const), publicKey: bytes(32) }),
  fc.record({
    type: fc.constant('member.admit' as const),
    certificate,
    invite: bytes(32),
    keyPackageHash: bytes(32),
    inviteSignature: bytes(64),
  }),
  fc.record({ type: fc.constant('member.add' as const), certificate }),
  fc.record({
    type: fc.constant('genesis' as const),
    certificate,
    nonce: bytes(16),
    kind: fc.constant('channel' as const),
  }),
  fc.record({
    type: fc.constant('genesis' as const),
    certificate,
    nonce: bytes(16),
    kind: fc.constant('direct' as const),
    owners: fc
      .uniqueArray(id<AccountId>(), { minLength: 2, maxLength: LIMITS.directPeople })
      .map((owners) => owners.sort()),
  }),
  fc.record({ type: fc.constant('member.remove' as const), account: id<AccountId>(), cutoffs }),
  fc.record({ type: fc.constant('device.remove' as const), device: id<DeviceId>(), cutoffs }),
  fc.record({
    type: fc.constant('role.grant' as const),
    account: id<AccountId>(),
    role: fc.constantFrom('admin' as const, 'member' as const),
  }),
);

const code = (body: Uint8Array): string => {
  try {
    decodeAct(body);
    return 'read';
  } catch (error) {
    return isPlexiError(error) ? error.code : `not a PlexiError: ${String(error)}`;
  }
};

const sortedCutoffs = (it: Act): Act =>
  'cutoffs' in it && it.cutoffs !== undefined
    ? { ...it, cutoffs: it.cutoffs.toSorted((a, b) => (logKey(a.log) < logKey(b.log) ? -1 : 1)) }
    : it;

describe('an act', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(
        act,
        fc.option(fc.uint8Array({ maxLength: 200 }), { nil: undefined }),
        (written, sealed) => {
          const read = decodeAct(encodeAct(written, sealed));
          expect(sortedCutoffs(read.act)).toEqual(sortedCutoffs(written));
          expect(read.sealed).toEqual(sealed);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('has one spelling: whatever is read is written the same way again', () => {
    let read = 0;
    fc.assert(
      fc.property(act, fc.nat(), fc.integer({ min: 1, max: 255 }), (written, place, flip) => {
        const body = encodeAct(written);
        body[place % body.length] = (body[place % body.length] as number) ^ flip;
        if (code(body) !== 'read') return;
        read++;
        const opened = decodeAct(body);
        expect(encodeAct(opened.act, opened.sealed)).toEqual(body);
      }),
      { numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test('cut off, or garbage, is ACT_INVALID and nothing else', () => {
    fc.assert(
      fc.property(act, fc.nat(), (written, at) => {
        const body = encodeAct(written);
        expect(code(body.subarray(0, at % body.length))).toBe('ACT_INVALID');
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (garbage) => code(garbage) === 'ACT_INVALID'));
  });

  test('[L6] LIMITS.sealedPolicyBytes: only how a channel is moderated may be as long as word lists', () => {
    const said = (type: 'channel.policy' | 'channel.describe', length: number) => {
      try {
        return decodeAct(encodeAct({ type, channel: 'ab'.repeat(32) as ChannelId }, new Uint8Array(length)))
          .sealed?.length;
      } catch {
        return 'refused';
      }
    };
    const { sealedPolicyBytes, sealedWordsBytes } = LIMITS;
    expect(said('channel.policy', sealedPolicyBytes)).toBe(sealedPolicyBytes);
    expect(said('channel.policy', sealedPolicyBytes + 1)).toBe('refused');
    expect(said('channel.describe', sealedWordsBytes)).toBe(sealedWordsBytes);
    expect(said('channel.describe', sealedWordsBytes + 1)).toBe('refused');
  });

  test.each<[string, unknown]>([
    ['an unknown act', [1, { type: 'space.explode' }]],
    ['another version', [2, { type: 'space.describe' }]],
    ['an additional field', [1, { type: 'space.describe', name: 'plain' }]],
    ['a missing field', [1, { type: 'relay.unlist' }]],
    ['an id that is too short', [1, { type: 'relay.unlist', device: new Uint8Array(31) }]],
    ['text for an id', [1, { type: 'relay.unlist', device: 'ab'.repeat(32) }]],
    ['the rank of owner', [1, { type: 'role.grant', account: new Uint8Array(32), role: 'owner' }]],
    [
      'more uses than an invite may have',
      [1, { type: 'invite.create', publicKey: new Uint8Array(32), uses: 1001, expires: 0, role: 'member' }],
    ],
    [
      'sealed words beyond their limit',
      [1, { type: 'space.describe' }, new Uint8Array(LIMITS.sealedWordsBytes + 1)],
    ],
    [
      'an address beyond its limit',
      [
        1,
        {
          type: 'relay.list',
          device: new Uint8Array(32),
          addresses: [`/${'a'.repeat(LIMITS.addressBytes)}`],
        },
      ],
    ],
    [
      'a cutoff listed twice',
      [
        1,
        {
          type: 'space.leave',
          cutoffs: [
            [
              new Uint8Array(32),
              0,
              [
                [new Uint8Array(32), 1, new Uint8Array(32)],
                [new Uint8Array(32), 2, new Uint8Array(32)],
              ],
            ],
          ],
        },
      ],
    ],
  ])('[L6] %s is refused', (_, body) => {
    expect(code(encodeCbor(body))).toBe('ACT_INVALID');
  });

  test('[L6] more cutoffs than one act may list are refused', () => {
    const list = (count: number): Act => ({
      type: 'space.leave',
      cutoffs: Array.from({ length: count }, (_, i) => ({
        log: {
          channel: i.toString(16).padStart(64, '0') as ChannelId,
          device: 'd'.repeat(64) as DeviceId,
          generation: 0,
        },
        sequence: 1,
        id: 'e'.repeat(64) as EntryId,
      })),
    });
    expect(code(encodeAct(list(LIMITS.cutoffs)))).toBe('read');
    expect(() => encodeAct(list(LIMITS.cutoffs + 1))).toThrow('cutoffs');
  });
});
