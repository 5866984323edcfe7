import type { DeviceId } from '@plexi/protocol';

/**
 * What the running peer says about a device that has proved its key.
 * `known` stays, `provisional` must be confirmed in time, `refused` is closed before it can open a stream.
 */
export type Admission = 'known' | 'provisional' | 'refused';

/** How often an idle connection is checked, and how long an answer may take; both in milliseconds. */
export interface KeepaliveOptions {
  /** @default 8000 */
  intervalMs?: number;
  /** Generous, because a busy event loop must not look like a dead peer. @default 10000 */
  timeoutMs?: number;
}

export interface NetworkOptions {
  /** Ed25519 seed, 32 bytes. The libp2p PeerId is derived from its public key. */
  deviceSecretKey: Uint8Array;
  /** Multiaddrs to listen on, such as `/ip4/127.0.0.1/tcp/0` or `/ip4/127.0.0.1/tcp/0/ws`; none: dial only. */
  listen: string[];
  /** Where it can be reached from outside, told instead of what it listens on: behind a forwarded port, or by a name. */
  announce?: string[];
  /** Discovery on the local network. @default true */
  mdns?: boolean;
  /** Serve as a circuit relay (v2 hop) for admitted devices. @default false */
  relayServer?: boolean;
  /** Our stream protocols, newest first, such as `['/plexi/sync/1']`: the newest that both know is used [N7]. */
  protocols: string[];
  /**
   * Asked for each connection, in both directions, after Noise has proved the device's key; also before dialling,
   * for each reservation at this relay, and again when a provisional device's time is up.
   */
  admit(device: DeviceId): Admission;
  /** A provisional connection closes unless `confirm`ed within this many milliseconds. @default LIMITS */
  provisionalMs?: number;
  /** A channel is ready, whichever side opened it. Set `onFrame` before returning. */
  onChannel(channel: Channel): void;
  /** A second channel to each device, on a stream of its own, for what must never hold up the first [N6]. */
  bulk?: BulkOptions;
  /** A device announced itself on the local network; again whenever its addresses may have changed. */
  onDiscover?(device: DeviceId, addresses: string[]): void;
  /** Typed events for logs; they hold device ids, codes and addresses, never content. */
  log?: (event: NetworkEvent) => void;
  keepalive?: KeepaliveOptions;
}

export interface BulkOptions {
  /** Its stream protocols, newest first. */
  protocols: string[];
  /** As for the first channel. */
  onChannel(channel: Channel): void;
}

export interface ConnectOptions {
  /** Gives up when aborted; a limit of `LIMITS.connectMs` applies in any case. */
  signal?: AbortSignal;
}

export interface ConnectionView {
  device: DeviceId;
  address: string;
  relayed: boolean;
}

export interface Network {
  readonly device: DeviceId;
  /** Full multiaddrs, each ending in `/p2p/…`, those through relays included. */
  addresses(): string[];
  /**
   * Connects (or reuses) and opens (or reuses) the one channel to a device.
   * Direct and relayed addresses race, direct with a short head start; when the relayed one wins, a direct
   * connection that comes about later takes the channel over (the relayed channel closes as `superseded`,
   * after `onChannel` was called with its successor).
   *
   * Errors: PEER_UNREACHABLE, PEER_REFUSED, PEER_MISMATCH, ADDRESS_INVALID, NETWORK_CLOSED.
   */
  connect(device: DeviceId, addresses: string[], options?: ConnectOptions): Promise<Channel>;
  /**
   * Opens (or reuses) the second channel to a device that is connected; dials nothing. A direct connection is preferred.
   *
   * Errors: PEER_UNREACHABLE, PEER_REFUSED, NETWORK_CLOSED.
   */
  openBulk(device: DeviceId): Promise<Channel>;
  /** Keeps a provisional connection, and later ones of this device while this network lives. */
  confirm(device: DeviceId): void;
  /** Counts something of a device's that came to nothing, by an error's code: what is beyond `LIMITS.faults` is a breach. */
  blame(device: DeviceId, code: string): void;
  /** Closes every connection of a device and takes back its confirmation. */
  disconnect(device: DeviceId): Promise<void>;
  connections(): ConnectionView[];
  /**
   * Keeps a circuit reservation at a relay, made again after each loss until `close`.
   * Rejects when the first attempt fails: RELAY_UNREACHABLE, PEER_MISMATCH, PEER_REFUSED, ADDRESS_INVALID.
   */
  reserve(relayAddress: string, options?: ConnectOptions): Promise<void>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Why a channel ended: `closed` by us, `remote`, `lost` connection, `superseded` by a newer channel, or an error's code. */
export interface ChannelEnd {
  reason: string;
}

/**
 * An ordered, reliable, bounded way for frames between two devices.
 * On the wire a frame is an unsigned 32-bit big-endian length and that many bytes.
 */
export interface Channel {
  readonly device: DeviceId;
  readonly protocol: string;
  readonly outbound: boolean;
  readonly remoteAddress: string;
  /**
   * Queues one frame (1 to LIMITS.frameBytes bytes); frames queued in one turn leave as one write.
   * Returns false above the high-water mark: wait for `drained` then.
   * Errors: NETWORK_QUEUE_FULL past the hard limit, FRAME_SIZE, CHANNEL_CLOSED.
   */
  send(frame: Uint8Array): boolean;
  /** Resolves when the queue is below its low-water mark; at once if it is; rejects CHANNEL_CLOSED. */
  drained(): Promise<void>;
  /**
   * Takes frames in order, each once; one handler, earlier frames wait for it. While a returned promise is
   * pending nothing more is read, so that a slow reader slows the sender. A handler that throws or rejects
   * closes the channel.
   */
  onFrame(handler: (frame: Uint8Array) => void | Promise<void>): void;
  /** Resolves once, when nothing more can be sent or received; never rejects. */
  readonly closed: Promise<ChannelEnd>;
  /** Sends what is queued (for at most LIMITS.channelCloseMs), then closes. */
  close(reason?: string): Promise<void>;
}

/** What happened, for logs: no content, no names. */
export type NetworkEvent =
  | { kind: 'listening'; addresses: string[] }
  | { kind: 'connected'; device: DeviceId; address: string; outbound: boolean; relayed: boolean }
  | { kind: 'disconnected'; device: DeviceId; address: string }
  | { kind: 'refused'; device: DeviceId; reason: 'not-admitted' | 'too-many-provisional' | 'not-confirmed' }
  | { kind: 'channel-open'; device: DeviceId; protocol: string; outbound: boolean; relayed: boolean }
  | { kind: 'channel-closed'; device: DeviceId; protocol: string; reason: string }
  | { kind: 'misbehaved'; device: DeviceId; code: string; strikes: number }
  | { kind: 'discovered'; device: DeviceId; addresses: string[] }
  | { kind: 'discovery-failed'; code: string }
  | { kind: 'punched'; device: DeviceId; address: string }
  | { kind: 'punching-failed'; device: DeviceId }
  | { kind: 'reserved'; relay: DeviceId }
  | { kind: 'reservation-lost'; relay: DeviceId; retryMs: number };
