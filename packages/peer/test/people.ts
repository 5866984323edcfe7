/** People and their devices: real keys, made from their names. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import {
  type AccountId,
  type ChannelId,
  type DeviceId,
  idFromBytes,
  issueCertificate,
  utf8,
} from '@plexi/protocol';

export { primitives };

export const START_MS = 1_750_000_000_000;

export const seedOf = (name: string): Uint8Array => primitives.sha256(utf8(name));

export interface Person {
  name: string;
  account: AccountId;
  device: DeviceId;
  deviceSeed: Uint8Array;
  certificate: Uint8Array;
}

/** A person by name, or by `device` another device of theirs. */
export const person = (name: string, device = name): Person => {
  const [accountSeed, deviceSeed] = [seedOf(`account ${name}`), seedOf(`device ${device}`)];
  const certificate = issueCertificate(
    primitives,
    {
      boxKey: seedOf(`box ${device}`),
      leafKey: primitives.publicKeyOf(seedOf(`leaf ${device}`)),
      issuedAt: START_MS,
    },
    { accountSecretKey: accountSeed, deviceSecretKey: deviceSeed },
  );
  return {
    name,
    account: idFromBytes<AccountId>(primitives.publicKeyOf(accountSeed)),
    device: idFromBytes<DeviceId>(primitives.publicKeyOf(deviceSeed)),
    deviceSeed,
    certificate,
  };
};

export const channelId = (name: string): ChannelId => idFromBytes<ChannelId>(seedOf(`channel ${name}`));
export const GENERAL = channelId('general');
