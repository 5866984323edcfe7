/** [L6] Bounds on connections, streams and what other devices may cost. Part of `LIMITS`. */
export const NETWORK_LIMITS = {
  /** Connections not yet known to be a member, a relay or an invited person; and how long they may stay so. */
  provisionalConnections: 32,
  provisionalMs: 15_000,
  /** Connections in all. */
  connections: 2048,
  /** Bytes queued to one peer before the sender waits, and before the channel is given up. */
  sendQueueSoftBytes: 1024 * 1024,
  sendQueueHardBytes: 16 * 1024 * 1024,
  /** Channels open with one peer. */
  channelsPerPeer: 64,
  /** Streams of every kind on one connection, circuits through a relay among them. */
  streamsPerConnection: 2048,
  /** How far a sender may run ahead of a reader on one stream. */
  streamWindowBytes: 2 * 1024 * 1024,
  /** Time for one address to answer, for a whole connect, for the greeting on a new stream, for a channel to close. */
  dialMs: 10_000,
  connectMs: 20_000,
  greetingMs: 5_000,
  channelCloseMs: 2_000,
  /** Time for two devices to meet half way between their NATs, and the longest word about it. */
  punchMs: 3_000,
  punchBytes: 4096,
  /** How long a member's device is talked to through a relay while a direct way is looked for. */
  bridgeMs: 30_000,
  /** Addresses tried for one device. */
  dialAddresses: 16,
  /** Connections that have not proved their key yet; and new ones from one host in a second. */
  pendingConnections: 256,
  connectionsPerSecond: 200,
  /** Breaches of the protocol until a device is refused, and for how long after the last one they count. */
  strikes: 3,
  strikesMs: 60_000,
  /** Things from one device that came to nothing, such as forged entries, at once and in a minute: each beyond is a breach. */
  faults: 256,
  faultsPerMinute: 60,
} as const;
