import { randomBytes } from 'node:crypto';
import type { Connection, Stream } from '@libp2p/interface';
import type { DeviceId } from '@plexi/protocol';
import { isPlexiError, LIMITS, plexiError } from '@plexi/protocol';
import { isRelayed } from '../address.ts';
import type { Channel, NetworkEvent } from '../network.ts';
import {
  acceptsGreeting,
  decodeAnswer,
  decodeGreeting,
  encodeAnswer,
  encodeGreeting,
  INSTANCE_BYTES,
} from './greeting.ts';
import type { StreamChannel } from './stream-channel.ts';
import { createStreamChannel, receiveFirstFrame } from './stream-channel.ts';

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
  /** A stream of theirs was accepted while ours awaited its answer: always gives way, or only to a lower device. */
  yields: 'never' | 'to lower' | 'always';
  channel: StreamChannel | undefined;
  channelOpening: number;
  waiting: Set<(channel: StreamChannel) => void>;
}

const openChannelOf = (page: Page): StreamChannel | undefined =>
  page.channel?.isOpen === true ? page.channel : undefined;

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
      yields: 'never',
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
    } catch (error) {
      channel.abort('INTERNAL');
      throw error;
    } finally {
      if (former !== undefined) void former.close('superseded');
      for (const resolve of page.waiting) resolve(channel);
      page.waiting.clear();
    }
  };

  const awaitTheirs = (page: Page): Promise<StreamChannel> => {
    const current = openChannelOf(page);
    if (current !== undefined) return Promise.resolve(current);
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

  const mustGiveWay = (device: DeviceId, page: Page) =>
    page.yields === 'always' || (page.yields === 'to lower' && self > device);

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
      const page = pages.get(device);
      return page === undefined ? undefined : openChannelOf(page);
    },

    async open(device, connection, signal) {
      const page = turnTo(device);
      const former = openChannelOf(page);
      let opening = 0;
      try {
        const stream = await connection.newStream(options.protocols, {
          signal,
          runOnLimitedConnection: true,
        });
        const channel = bind(device, connection, stream, true);
        const theirs = openChannelOf(page);
        if (theirs !== undefined && theirs !== former) {
          channel.abort('superseded');
          return theirs;
        }
        // From here on, and no earlier: a greeting must not claim to know what was accepted after its opening.
        opening = ++openings;
        page.opening = opening;
        page.yields = 'never';
        const isAccepted = await greet(device, page, channel, opening);
        if (isAccepted && page.opening === opening && !mustGiveWay(device, page)) {
          page.opening = 0;
          adopt(device, page, channel, opening);
          return channel;
        }
        channel.abort('superseded');
      } catch (error) {
        const theirs = openChannelOf(page);
        if (theirs === undefined) throw error;
        return theirs;
      } finally {
        if (page.opening === opening) page.opening = 0;
      }
      return awaitTheirs(page);
    },

    async accept(device, connection, stream) {
      const page = turnTo(device);
      const channel = bind(device, connection, stream, false);
      try {
        const greeting = decodeGreeting(await receiveFirstFrame(channel, LIMITS.greetingMs));
        const ownChannel = openChannelOf(page)?.outbound === true ? page.channelOpening : 0;
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
        // An opener that knew of our opening replaces it; one that did not may have accepted ours just as we did its.
        if (page.opening !== 0) page.yields = greeting.seenOpening >= page.opening ? 'always' : 'to lower';
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
