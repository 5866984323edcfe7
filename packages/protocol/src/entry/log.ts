/** A log: what one device has written in one channel, in one generation of its membership. */
import { concatBytes, utf8 } from '../bytes.ts';
import {
  type ChannelId,
  type DeviceId,
  type EntryId,
  idFromBytes,
  idToBytes,
  type LogId,
  type SpaceId,
} from '../ids.ts';
import type { Primitives } from '../primitives.ts';

/**
 * Names a log. `generation` counts what was taken and granted again, since a re-grant starts a new log [G4]: in its low ten bits
 * how often the device was put out, in its high six how often its account's voice in the channel was taken.
 */
export interface LogRef {
  channel: ChannelId;
  device: DeviceId;
  generation: number;
}

/** How far a log goes: the last sequence number and that entry's id. */
export interface LogHead {
  log: LogRef;
  sequence: number;
  id: EntryId;
}

const MEMBERSHIP_BITS = 10;
/** How often a device may be put out and come back, and an account's voice be taken and given back. */
export const MAX_MEMBERSHIP = 2 ** MEMBERSHIP_BITS - 1;
export const MAX_VOICE = 63;

export const membershipOf = (generation: number): number => generation & MAX_MEMBERSHIP;
export const voiceOf = (generation: number): number => generation >> MEMBERSHIP_BITS;
export const generationOf = (membership: number, voice: number): number =>
  (voice << MEMBERSHIP_BITS) | membership;

const LOG_CONTEXT = utf8('plexi/log/1\0');
const CHANNEL_CONTEXT = utf8('plexi/channel/1\0');

/** The id that headers carry for a log. */
export const logIdOf = (primitives: Pick<Primitives, 'sha256'>, space: SpaceId, log: LogRef): LogId =>
  idFromBytes<LogId>(
    primitives.sha256(
      concatBytes(
        LOG_CONTEXT,
        idToBytes(space),
        idToBytes(log.channel),
        idToBytes(log.device),
        new Uint8Array([log.generation >> 8, log.generation & 0xff]),
      ),
    ),
  );

const reservedChannel = (primitives: Primitives, space: SpaceId, name: string): ChannelId =>
  idFromBytes<ChannelId>(primitives.sha256(concatBytes(CHANNEL_CONTEXT, idToBytes(space), utf8(name))));

/** Where a space's governance acts are logged. */
export const governanceChannel = (primitives: Primitives, space: SpaceId): ChannelId =>
  reservedChannel(primitives, space, 'governance');

/** Where the messages of the space's key group are logged. */
export const keyChannel = (primitives: Primitives, space: SpaceId): ChannelId =>
  reservedChannel(primitives, space, 'keys');

/** Where what is meant for some members' devices alone is logged. */
export const mailChannel = (primitives: Primitives, space: SpaceId): ChannelId =>
  reservedChannel(primitives, space, 'mail');

/** The one channel of a small space. */
export const onlyChannel = (primitives: Primitives, space: SpaceId): ChannelId =>
  reservedChannel(primitives, space, 'only');

/** A string that is the same for the same log only. */
export const logKey = (log: LogRef): string => `${log.channel}/${log.device}/${log.generation}`;
