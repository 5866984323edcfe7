/** The blob channels of one peer with all others: opened when there is something to ask, answered whoever opened them. */
import type { Channel, Network } from '@plexi/network';
import {
  type ChannelId,
  type DeviceId,
  type Governance,
  isMemberOf,
  judgeStanding,
  type Primitives,
  plexiError,
  readsChannel,
  type SpaceId,
} from '@plexi/protocol';
import { type BlobLink, createBlobLink } from './blob-link.ts';
import type { BlobStore } from './blob-store.ts';

export interface BlobExchangeDependencies {
  primitives: Primitives;
  self: DeviceId;
  now: () => number;
  blobs: BlobStore;
  network: () => Network | undefined;
  /** By which a device's right is judged; undefined where it is not to hear of the space. */
  governance: (space: SpaceId, device: DeviceId) => Governance | undefined;
  /** Relays take chunks in; clients fetch theirs. */
  role: 'relay' | 'client';
  /** Takes so many bytes off what a space may still store; false where there is no room. Negative gives back. */
  reserve: (space: SpaceId, bytes: number) => boolean;
}

export interface BlobExchange {
  onChannel: (channel: Channel) => void;
  /** A channel to a device that is connected. Throws PEER_UNREACHABLE, PEER_REFUSED, NETWORK_CLOSED. */
  link(device: DeviceId): Promise<BlobLink>;
}

export const createBlobExchange = (dependencies: BlobExchangeDependencies): BlobExchange => {
  const { primitives, self, now, blobs, role, reserve } = dependencies;
  const links = new WeakMap<Channel, BlobLink>();

  const rightsOf = (device: DeviceId) => (space: SpaceId) => {
    const governance = dependencies.governance(space, device);
    if (governance === undefined) return { read: false, putIn: () => undefined };
    const question = {
      primitives,
      space,
      governance,
      device,
      self,
      proof: undefined,
      isLearning: false,
      nowMs: now(),
    };
    const { standing } = judgeStanding(question);
    return {
      read: isMemberOf(standing) || standing === 'relay',
      putIn: (channel: ChannelId) =>
        role === 'relay' && isMemberOf(standing) && readsChannel(governance, device, channel, now())
          ? governance.state.devices[device]
          : undefined,
    };
  };

  const linkOver = (channel: Channel): BlobLink => {
    const rights = rightsOf(channel.device);
    const link = links.get(channel) ?? createBlobLink(channel, { primitives, blobs, rights, reserve });
    links.set(channel, link);
    return link;
  };

  return {
    onChannel: (channel) => void linkOver(channel),
    link: async (device) => {
      const network = dependencies.network();
      if (network === undefined) throw plexiError('PEER_UNREACHABLE', { detail: 'offline' });
      return linkOver(await network.openBulk(device));
    },
  };
};
