import { randomBytes } from 'node:crypto';
import { LIMITS, isPlexiError, plexiError } from '@plexi/protocol';
import type { DeviceId } from '@plexi/protocol';
import type { Connection, Stream } from '@libp2p/interface';
import type { Channel, NetworkEvent } from '../network.ts';
import { isRelayed } from '../address.ts';
import {
  INSTANCE_BYTES,
  acceptsGreeting,
  decodeAnswer,
  decodeGreeting,
  encodeAnswer,
  encodeGreeting,
} from './greeting.ts';
import { createStreamChannel, receiveFirstFrame } from './stream-channel.ts';
import type { StreamChannel } from './stream-channel.ts';

/** Keeps at most one channel to each device, whoever opened it. */
export interface ChannelBook {
  current(device: DeviceId): StreamChannel | undefined;
  /** Opens a channel on this connection; if the device opened one meanwhile that counts, resolves with that one. */
  open(device: DeviceId, connection: Connection, signal: AbortSignal): Promise<StreamChannel>;
  /** Takes a stream that the device opened. */
  accept(device: DeviceId, connection: Connection, stream: Stream): Promise<void>;
  closeAll(): Promise<void>;
}

interface ChannelBookOptions {
  self: DeviceId;
  protocols: string[];
  onChannel(channel: Channel): void;
  onMisbehaved(device: DeviceId, code: string): void;
  log: (event: NetworkEvent) => void;
}

/** What is remembered of a device between channels. */
interface Page {
  metInstance: Uint8Array;
  seenOpening: number;
  /** Our opening that awaits its answer. */
  opening: number;
  /** A stream of theirs was accepted while ours awaited its answer. */
  hasYielded: boolean;
  channel: StreamChannel | undefined;
  channelOpening: number;
  waiting: Set<(channel: StreamChannel) => void>;
}

export const createChannelBook = (options: ChannelBookOptions): ChannelBook => {
  const { self, log } = options;
  const instance = new Uint8Array(randomBytes(INSTANCE_BYTES));
  const pages = new Map<DeviceId, Page>();
  let openings = 0;

  const turnTo = (device: DeviceId): Page => {
    const known = pages.get(device);
    if (known !== undefined) return known;
    if (pages.size >= LIMITS.connections * 2) {
      for (const [other, page] of pages) {
        if (page.channel === undefined && page.opening === 0 && pages.delete(other)) break;
      }
    }
    const page: Page = {
      metInstance: new Uint8Array(INSTANCE_BYTES),
      seenOpening: 0,
      opening: 0,
      hasYielded: false,
      channel: undefined,
      channelOpening: 0,
      waiting: new Set(),
    };
    pages.set(device, page);
    return page;
  };

  const meet = (page: Page, met: Uint8Array) => {
    if (Buffer.compare(page.metInstance, met) === 0) return;
    page.metInstance = met;
    page.seenOpening = 0;
  };

  const bind = (device: DeviceId, connection: Connection, stream: Stream, outbound: boolean) =>
    createStreamChannel({
      device,
      connection,
      stream,
      outbound,
      onMisbehaved: (code) => options.onMisbehaved(device, code),
    });

  const adopt = (device: DeviceId, page: Page, channel: StreamChannel, opening: number) => {
    const former = page.channel;
    page.channel = channel;
    page.channelOpening = opening;
    const { protocol, outbound, remoteAddress } = channel;
    log({ kind: 'channel-open', device, protocol, outbound, relayed: isRelayed(remoteAddress) });
    void channel.closed.then(({ reason }) => {
      log({ kind: 'channel-closed', device, protocol, reason });
      if (page.channel === channel) page.channel = undefined;
    });
    try {
      options.onChannel(channel);
    } finally {
      if (former !== undefined) void former.close('superseded');
      for (const resolve of page.waiting) resolve(channel);
      page.waiting.clear();
    }
  };

  const awaitTheirs = (page: Page): Promise<StreamChannel> => {
    if (page.channel?.isOpen === true) return Promise.resolve(page.channel);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        page.waiting.delete(settle);
        reject(plexiError('PEER_UNREACHABLE', { detail: 'its own channel did not come about' }));
      }, LIMITS.greetingMs);
      const settle = (channel: StreamChannel) => {
        clearTimeout(timer);
        resolve(channel);
      };
      page.waiting.add(settle);
    });
  };

  const greet = async (device: DeviceId, page: Page, channel: StreamChannel, opening: number) => {
    const { metInstance, seenOpening } = page;
    channel.send(encodeGreeting({ instance, opening, metInstance, seenOpening }));
    const bytes = await receiveFirstFrame(channel, LIMITS.greetingMs);
    try {
      const answer = decodeAnswer(bytes);
      meet(page, answer.instance);
      return answer.accepted;
    } catch (error) {
      options.onMisbehaved(device, 'FRAME_INVALID');
      channel.abort('FRAME_INVALID');
      throw error;
    }
  };

  return {
    current(device) {
      const channel = pages.get(device)?.channel;
      return channel?.isOpen === true ? channel : undefined;
    },

    async open(device, connection, signal) {
      const page = turnTo(device);
      const opening = ++openings;
      page.opening = opening;
      page.hasYielded = false;
      const isLatest = () => page.opening === opening;
      try {
        const stream = await connection.newStream(options.protocols, {
          signal,
          runOnLimitedConnection: true,
        });
        const channel = bind(device, connection, stream, true);
        const isAccepted = await greet(device, page, channel, opening);
        const mustGiveWay = !isLatest() || (page.hasYielded && self > device);
        if (isAccepted && !mustGiveWay) {
          page.opening = 0;
          adopt(device, page, channel, opening);
          return channel;
        }
        channel.abort('superseded');
      } catch (error) {
        if (page.channel?.isOpen !== true || page.channel.connection === connection) throw error;
        return page.channel;
      } finally {
        if (isLatest()) page.opening = 0;
      }
      return awaitTheirs(page);
    },

    async accept(device, connection, stream) {
      const page = turnTo(device);
      const channel = bind(device, connection, stream, false);
      try {
        const greeting = decodeGreeting(await receiveFirstFrame(channel, LIMITS.greetingMs));
        const ownChannel = page.channel?.isOpen === true && page.channel.outbound ? page.channelOpening : 0;
        const accepted = acceptsGreeting(greeting, {
          instance,
          metInstance: page.metInstance,
          seenOpening: page.seenOpening,
          ownOpening: Math.max(page.opening, ownChannel),
          isLower: self < device,
        });
        meet(page, greeting.instance);
        page.seenOpening = Math.max(page.seenOpening, greeting.opening);
        channel.send(encodeAnswer({ instance, accepted }));
        if (!accepted) {
          await channel.close('superseded');
          return;
        }
        page.hasYielded = page.opening !== 0;
        adopt(device, page, channel, 0);
      } catch (error) {
        const code = isPlexiError(error) ? error.code : 'INTERNAL';
        if (code === 'FRAME_INVALID') options.onMisbehaved(device, code);
        channel.abort(code);
      }
    },

    async closeAll() {
      await Promise.all([...pages.values()].map(async (page) => page.channel?.close()));
      pages.clear();
    },
  };
};
