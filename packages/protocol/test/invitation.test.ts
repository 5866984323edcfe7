import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DeviceId,
  type EntryId,
  type InviteLink,
  idFromBytes,
  isDeviceLink,
  isLocalOnly,
  isPlexiError,
  LIMITS,
  makeDeviceLink,
  makeInviteLink,
  makeJoinRequest,
  proveInvite,
  readCertificate,
  readDeviceLink,
  readInviteLink,
  readJoinRequest,
  type SpaceId,
  toHex,
  utf8,
  verifyInviteProof,
} from '../src/index.ts';
import { inviteSeed, person, primitives } from './founding.ts';

const code = (action: () => unknown): string => {
  try {
    action();
    return 'accepted';
  } catch (error) {
    return isPlexiError(error) ? error.code : `not a PlexiError: ${String(error)}`;
  }
};

const id = <Id extends string>(name: string): Id => idFromBytes<Id>(primitives.sha256(utf8(name)));
const ada = person('ada');
const relay = { device: id<DeviceId>('relay'), addresses: ['/ip4/127.0.0.1/tcp/4001'] };
const link: InviteLink = {
  space: id<SpaceId>('space'),
  secret: inviteSeed('lab'),
  inviter: ada.account,
  heads: [id<EntryId>('head')],
  relays: [relay],
  expires: 1_800_000_000_000,
  spaceName: 'Lab ☂',
  inviterName: 'Ada',
};
const text = makeInviteLink(primitives, link);
const read = (pasted: string): InviteLink => readInviteLink(primitives, pasted);

describe('[G9] an invite link', () => {
  test('is read back as it was made', () => {
    expect(text.startsWith('plexi://join/')).toBe(true);
    expect(read(text)).toEqual(link);
    fc.assert(
      fc.property(
        fc.record({
          spaceName: fc.string({ unit: 'grapheme', maxLength: 20 }),
          expires: fc.nat(2 ** 42),
          heads: fc.array(
            fc.uint8Array({ minLength: 32, maxLength: 32 }).map((it) => idFromBytes<EntryId>(it)),
            {
              minLength: 1,
              maxLength: 4,
            },
          ),
          relays: fc.array(
            fc.record({ device: fc.constant(relay.device), addresses: fc.constant(relay.addresses) }),
            {
              maxLength: 8,
            },
          ),
        }),
        (fields) => {
          fc.pre(utf8(fields.spaceName).length <= LIMITS.nameBytes);
          expect(read(makeInviteLink(primitives, { ...link, ...fields }))).toEqual({ ...link, ...fields });
        },
      ),
    );
  });

  test('may come in brackets, with white space, or as the fragment of a web address', () => {
    const payload = text.slice('plexi://join/'.length);
    for (const pasted of [
      `  <${text}>\n`,
      `PLEXI://join/${payload}`,
      `https://chat.example/x#/join/${payload}`,
    ]) {
      expect(read(pasted)).toEqual(link);
    }
  });

  test('cut off anywhere, altered anywhere, or anything else, it is refused as a whole', () => {
    for (let end = 0; end < text.length; end++)
      expect(code(() => read(text.slice(0, end)))).toBe('INVITE_INVALID');
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom('a', 'b', 'X', 'Y', '0', '9', '-', '_'),
        (at, letter) => {
          fc.pre(text[at]?.toLowerCase() !== letter.toLowerCase());
          expect(code(() => read(text.slice(0, at) + letter + text.slice(at + 1)))).toBe('INVITE_INVALID');
        },
      ),
    );
    fc.assert(
      fc.property(fc.string(), (garbage) => {
        for (const pasted of [garbage, `plexi://join/${garbage}`, `x#/join/${garbage}`]) {
          expect(code(() => read(pasted))).toBe('INVITE_INVALID');
        }
      }),
    );
  });

  test('[L6] longer than a link may be, it is refused; such a one is not made', () => {
    expect(code(() => read(text + ' '.repeat(LIMITS.linkBytes)))).toBe('INVITE_INVALID');
    const addresses = Array.from(
      { length: LIMITS.relayAddresses },
      (_, i) => `/dns/${'a'.repeat(200)}${i}/tcp/1`,
    );
    const relays = Array.from({ length: LIMITS.relays }, () => ({ ...relay, addresses }));
    expect(code(() => makeInviteLink(primitives, { ...link, relays }))).toBe('INVALID_INPUT');
  });

  test('says when it works on this machine only', () => {
    const at = (...addresses: string[]) => isLocalOnly({ relays: [{ ...relay, addresses }] });
    expect(at('/ip4/127.0.0.1/tcp/1', '/ip6/::1/tcp/1', '/dns4/localhost/tcp/1')).toBe(true);
    expect(at('/ip4/127.0.0.1/tcp/1', '/ip4/192.168.1.2/tcp/1')).toBe(false);
    expect(at('/ip4/12.7.0.1/tcp/1')).toBe(false);
    expect(at('/dns4/localhost.example/tcp/1')).toBe(false);
    expect(isLocalOnly({ relays: [] })).toBe(false);
  });
});

describe('[G9] proof of an invite', () => {
  const subject = { space: link.space, device: ada.device, peer: relay.device };
  const proof = proveInvite(primitives, link.secret, subject);

  test('holds for the space and the two devices that it names, and nobody else', () => {
    expect(verifyInviteProof(primitives, proof, subject)).toBe(toHex(primitives.publicKeyOf(link.secret)));
    for (const other of ['space', 'device', 'peer']) {
      expect(
        verifyInviteProof(primitives, proof, { ...subject, [other]: id(`another ${other}`) }),
      ).toBeUndefined();
    }
  });

  test('garbage is none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (garbage) => {
        expect(verifyInviteProof(primitives, garbage, subject)).toBeUndefined();
      }),
    );
  });
});

const eve = person('eve');
const request = makeJoinRequest(primitives, {
  space: link.space,
  certificate: eve.certificate,
  keyPackage: utf8('key package'),
  inviteSecret: link.secret,
  deviceSecretKey: eve.deviceSeed,
});

describe.each([
  [
    'a join request',
    request,
    'INVITE_INVALID',
    (bytes: Uint8Array): unknown => readJoinRequest(primitives, bytes),
  ],
  [
    'a certificate',
    eve.certificate,
    'CERTIFICATE_INVALID',
    (bytes: Uint8Array): unknown => readCertificate(primitives, bytes),
  ],
])('%s', (_, whole, refusal, open) => {
  const isRefused = (bytes: Uint8Array): boolean =>
    [refusal, 'CERTIFICATE_INVALID'].includes(code(() => open(bytes)));

  test('is read as it was made', () => {
    expect(code(() => open(whole))).toBe('accepted');
  });

  test('cut off, with a bit flipped, or with something behind it, is refused', () => {
    for (let end = 0; end < whole.length; end++) expect(isRefused(whole.subarray(0, end))).toBe(true);
    for (let at = 0; at < whole.length; at++) {
      const flipped = whole.slice();
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
      expect(isRefused(flipped)).toBe(true);
    }
    expect(isRefused(new Uint8Array([...whole, 0]))).toBe(true);
  });

  test('[L6] garbage and too much of it is refused', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), isRefused));
    expect(isRefused(new Uint8Array(LIMITS.joinRequestBytes + 1))).toBe(true);
  });
});

describe('a join request', () => {
  test('carries who asks and the act that admits', () => {
    const opened = readJoinRequest(primitives, request);
    expect(opened.certificate).toMatchObject({ account: eve.account, device: eve.device });
    expect(opened.keyPackage).toEqual(utf8('key package'));
    expect(opened.admission.keyPackageHash).toEqual(primitives.sha256(utf8('key package')));
  });

  test("can't be made with somebody else's certificate", () => {
    const stolen = makeJoinRequest(primitives, {
      space: link.space,
      certificate: ada.certificate,
      keyPackage: utf8('key package'),
      inviteSecret: link.secret,
      deviceSecretKey: eve.deviceSeed,
    });
    expect(code(() => readJoinRequest(primitives, stolen))).toBe('INVITE_INVALID');
  });
});

describe('a certificate', () => {
  test("can't take somebody else's device for an account's own", () => {
    // The root signs, but the device that it claims doesn't: its signature comes from another certificate.
    const mixed = eve.certificate.slice();
    mixed.set(ada.certificate.subarray(-64), mixed.length - 64);
    expect(code(() => readCertificate(primitives, mixed))).toBe('CERTIFICATE_INVALID');
  });
});

describe('[G8] a device link', () => {
  const invites = ['one', 'two', 'three'].map(
    (name): InviteLink => ({ ...link, space: id<SpaceId>(name), spaceName: name, inviterName: 'Ada' }),
  );
  const made = { account: ada.account, name: 'Ada', expires: link.expires, invites };
  const deviceText = makeDeviceLink(primitives, made);

  test('carries an invite into each space, and their relays once', () => {
    expect(readDeviceLink(primitives, deviceText)).toEqual(made);
    expect(
      readDeviceLink(primitives, ` <https://example.org/x#${deviceText.slice('plexi://'.length)}> `),
    ).toEqual(made);
    expect(deviceText.length).toBeLessThan(text.length * 2);
    expect([isDeviceLink(deviceText), isDeviceLink(text)]).toEqual([true, false]);
  });

  test('[L6] is refused where it is cut off, altered, an invite, or longer than LIMITS.deviceLinkBytes', () => {
    for (const bad of [deviceText.slice(0, -3), deviceText.replace(/.$/u, 'A'), text, ''])
      expect(code(() => readDeviceLink(primitives, bad))).toBe('INVITE_INVALID');
    const long = deviceText + ' '.repeat(LIMITS.deviceLinkBytes);
    expect(code(() => readDeviceLink(primitives, long))).toBe('INVITE_INVALID');
  });

  test('[L6] has at most LIMITS.deviceLinkSpaces spaces', () => {
    const many = Array.from({ length: LIMITS.deviceLinkSpaces + 1 }, (_, n) => ({
      ...link,
      space: id<SpaceId>(String(n)),
    }));
    expect(() => makeDeviceLink(primitives, { ...made, invites: many })).toThrow('too_big');
    expect(code(() => makeDeviceLink(primitives, { ...made, invites: many.slice(1) }))).toBe('accepted');
  });
});
