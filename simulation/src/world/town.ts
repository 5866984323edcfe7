/** The nodes of one run with what is known of them from outside: who did what, and who was told that it is done. */
import type { SpaceId } from '@plexi/protocol';
import type { AnyNode, DeviceNode, RelayNode } from './world.ts';

/** A message that somebody was told is written. */
export interface Sent {
  text: string;
  id: string | undefined;
  person: string;
  /** The device that it was written on, and when: virtual milliseconds. */
  node: string;
  at: number;
  channel: string;
  /** Whether all of the space read the channel, and whoever comes later. */
  open: boolean;
  /** People who could read the channel, as far as its author knew. */
  audience: ReadonlySet<string>;
  /** Whether `message.send` gave an answer. */
  acknowledged: boolean;
}

export interface Town {
  devices: DeviceNode[];
  relays: RelayNode[];
  space: SpaceId;
  link: string;
  sent: Sent[];
  /** By account the acts that removed it, whether they count in the end or not: from the space or a channel, and when they began. */
  removed: Map<string, { from: string; at: number }[]>;
  /**
   * Accounts that were let into the space, or into a private channel, and until when, by its id: they read what was written
   * before. Who is on the way in is so until the end of time.
   */
  letIn: Map<string, Map<string, number>>;
  /** The account that came as a guest, and the only channel that it is let into. */
  guest: { account: string; channel: string } | undefined;
  /** Ids of messages that somebody set out to delete. */
  deleted: Set<string>;
  /** Account ids by person. */
  accounts: Map<string, string>;
  /** What should never happen, as soon as it did. */
  breaches: { rule: string; detail: string }[];
  lan: boolean;
}

export const nodesOf = (town: Town): AnyNode[] => [...town.devices, ...town.relays];
