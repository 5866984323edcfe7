/** What seeds are made of: keys, ids and signatures that are always the same. */
import { nativePrimitives } from '../../../packages/crypto/src/native/native.ts';
import {
  type AccountId,
  type ChannelId,
  type DeviceId,
  type EntryId,
  type EpochId,
  type Hlc,
  hlcFromMs,
  idFromBytes,
  type LogRef,
  logIdOf,
  type Primitives,
  type SpaceId,
  writeEntry,
} from '../../../packages/protocol/src/index.ts';

export const id = <Id extends string>(of: number): Id => idFromBytes<Id>(new Uint8Array(32).fill(of));

export const SPACE = id<SpaceId>(1);
export const CHANNEL = id<ChannelId>(2);
export const ENTRY = id<EntryId>(3);
export const EPOCH = id<EpochId>(4);
export const CLOCK: Hlc = hlcFromMs(1_700_000_000_000);

export const ACCOUNT_SEED = new Uint8Array(32).fill(11);
export const DEVICE_SEED = new Uint8Array(32).fill(12);
export const ACCOUNT = idFromBytes<AccountId>(nativePrimitives.publicKeyOf(ACCOUNT_SEED));
export const DEVICE = idFromBytes<DeviceId>(nativePrimitives.publicKeyOf(DEVICE_SEED));
export const LOG: LogRef = { channel: CHANNEL, device: DEVICE, generation: 0 };

export const PRIMITIVES = nativePrimitives;

/** Takes every signature for right: a change to signed bytes would reach nothing behind the check. */
export const TRUSTING: Primitives = { ...nativePrimitives, verify: () => true };

export const bytesOf = (length: number, of = 7): Uint8Array => new Uint8Array(length).fill(of);

export const SIGNED = writeEntry(
  PRIMITIVES,
  {
    logId: logIdOf(PRIMITIVES, SPACE, LOG),
    sequence: 1,
    previous: id(0),
    clock: CLOCK,
    epoch: EPOCH,
    keyCommitment: id(9),
    governanceHeads: [ENTRY],
  },
  bytesOf(40),
  DEVICE_SEED,
);
