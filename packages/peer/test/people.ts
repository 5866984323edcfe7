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

export const person = (name: string): Person => {
  const [accountSeed, deviceSeed] = [seedOf(`account ${name}`), seedOf(`device ${name}`)];
  const certificate = issueCertificate(
    primitives,
    {
      boxKey: seedOf(`box ${name}`),
      leafKey: primitives.publicKeyOf(seedOf(`leaf ${name}`)),
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
