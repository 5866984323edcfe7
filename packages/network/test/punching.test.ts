/** [N1] The words of DCUtR, and who may say them. */
import { multiaddr } from '@multiformats/multiaddr';
import { fromHex, LIMITS } from '@plexi/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressesOf, peerIdOf } from '../src/address.ts';
import { meetingPlace, PUNCH_PROTOCOL } from '../src/punching/hole-punch.ts';
import { decodePunchMessage, encodePunchMessage } from '../src/punching/message.ts';
import { ended, rawPeer } from './raw-peer.ts';
import { person } from './story.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex) as Uint8Array;

describe('a message of DCUtR', () => {
  test('is spelled as the specification has it', () => {
    const place = multiaddr('/ip4/5.0.0.2/tcp/4001').bytes;
    expect(encodePunchMessage({ kind: 'sync' })).toEqual(bytes('08ac02'));
    expect(encodePunchMessage({ kind: 'connect', observed: [place] })).toEqual(
      bytes('086412080405000002060fa1'),
    );
  });

  test('comes out as it went in', () => {
    const observed = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: LIMITS.dialAddresses });
    fc.assert(
      fc.property(observed, (addresses) => {
        const message = { kind: 'connect' as const, observed: addresses };
        expect(decodePunchMessage(encodePunchMessage(message))).toEqual(message);
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['another type', '0801'],
    ['a type that is spelled too long', '08e400'],
    ['a field that it does not have', '08641a0101'],
    ['an address that is cut off', '0864120804'],
    ['addresses with the word to start', '08ac02120101'],
    [`more than ${LIMITS.dialAddresses} addresses`, `0864${'120101'.repeat(LIMITS.dialAddresses + 1)}`],
  ])('%s is FRAME_INVALID', (_, hex) => {
    expect(() => decodePunchMessage(bytes(hex))).toThrow(expect.objectContaining({ code: 'FRAME_INVALID' }));
  });
});

const meetAt = (place: string, ours = '/ip4/5.0.0.3/tcp/50000'): string | undefined =>
  meetingPlace([multiaddr(place).bytes], multiaddr(ours))?.toString();

describe('where two devices meet', () => {
  test.each(['/ip4/5.0.0.2/tcp/4001', '/ip6/2001:db8::1/tcp/4001'])('%s', (place) => {
    expect(meetAt(place)).toBe(place);
  });

  test.each([
    '/ip4/127.0.0.1/tcp/22',
    '/ip4/0.0.0.0/tcp/22',
    '/ip4/10.0.0.1/tcp/22',
    '/ip4/192.168.1.1/tcp/80',
    '/ip4/224.0.0.1/tcp/22',
    '/ip6/::1/tcp/22',
    '/ip6/::/tcp/22',
    '/ip6/::ffff:127.0.0.1/tcp/22',
    '/ip6/::ffff:10.0.0.1/tcp/22',
    '/ip6/fe80::1/tcp/22',
    '/dns4/localhost/tcp/22',
  ])('is not %s, which only this side can reach', (place) => {
    expect(meetAt(place)).toBeUndefined();
  });

  test('is within a network where the relay sees both within one', () => {
    expect(meetAt('/ip4/192.168.1.7/tcp/4001', '/ip4/192.168.1.8/tcp/50000')).toBe(
      '/ip4/192.168.1.7/tcp/4001',
    );
  });
});

test('[L6] whoever is connected directly has nothing to punch', async () => {
  const ada = await person('ada');
  const mallory = await rawPeer('mallory');
  const connection = await mallory.node.dial(multiaddr(ada.network.addresses()[0] ?? ''));
  const stream = await connection.newStream(PUNCH_PROTOCOL);
  await ended(stream);
  expect(stream.status).not.toBe('open');
});

describe('[N1] where a device says that it can be reached', () => {
  const self = 'ab'.repeat(32) as never;
  const own = `/p2p/${peerIdOf(self)}`;
  const listening = [
    '/ip4/127.0.0.1/tcp/1',
    '/ip4/192.168.1.2/tcp/1',
    '/ip4/5.0.0.10/tcp/1',
    '/ip4/5.0.0.9/tcp/2/p2p/R/p2p-circuit',
  ];

  test('is what it listens on, from farthest away first', () => {
    expect(addressesOf(listening, self, undefined)).toEqual([
      `/ip4/5.0.0.10/tcp/1${own}`,
      `/ip4/192.168.1.2/tcp/1${own}`,
      `/ip4/127.0.0.1/tcp/1${own}`,
      `/ip4/5.0.0.9/tcp/2/p2p/R/p2p-circuit${own}`,
    ]);
  });

  test('or what it was told to say instead', () => {
    expect(addressesOf(listening, self, ['/dns4/relay.example/tcp/4001'])).toEqual([
      `/dns4/relay.example/tcp/4001${own}`,
      `/ip4/5.0.0.9/tcp/2/p2p/R/p2p-circuit${own}`,
    ]);
  });

  test('and nonsense to say is ADDRESS_INVALID', async () => {
    await expect(person('ada', { announce: ['relay.example:4001'] })).rejects.toMatchObject({
      code: 'ADDRESS_INVALID',
    });
  });
});
