/**
 * [L6] Every bound on what comes from outside, by name. Each has a test that crosses it.
 * Sizes are bytes, times milliseconds, everything else a count.
 */
export const LIMITS = {
  /** An entry's header. */
  headerBytes: 1024,
  /** An entry's sealed body: room for an MLS commit in a space of thousands of devices. */
  bodyBytes: 1024 * 1024,
  /** Governance heads that one header may cite. */
  governanceHeads: 16,
  /** How far ahead of our clock an entry may be before it is held. */
  clockSkewMs: 5 * 60_000,
  /** One frame on a stream. */
  frameBytes: 4 * 1024 * 1024,
  /** Entries in one frame. */
  batchEntries: 2048,
  /** Bytes of entries that a sender aims at in one frame; one larger entry travels alone. */
  batchBytes: 256 * 1024,
  /** Bytes of entries on their way to one peer that it has not yet granted credit for. */
  creditBytes: 1024 * 1024,
  /** Logs in one frontier frame. */
  frontierLogs: 4096,
  /** Receipts in one frame. */
  receiptsPerFrame: 2048,
  /** Spaces that two devices share. */
  sessionsPerChannel: 1024,
  /** Logs in one space. */
  logsPerSpace: 100_000,
  /** Entries held per space until governance or an earlier entry explains them. */
  heldEntries: 4096,
  /** Bytes of the same. */
  heldBytes: 16 * 1024 * 1024,
  /** A message's text, UTF-8. */
  messageBytes: 64 * 1024,
  /** People whom one message names. */
  mentions: 1024,
  /** Options of a poll, and one option's text, UTF-8. */
  pollOptions: 32,
  pollOptionBytes: 512,
  /** A channel's topic, UTF-8. */
  topicBytes: 1024,
  /** An emoji that is reacted with, UTF-8: the longest of Unicode's are families of four with their skin tones. */
  emojiBytes: 64,
  /** Different emoji by one account on one message that count, and different ones shown on a message. */
  reactionsPerAccount: 20,
  reactionsPerMessage: 50,
  /** Bodies and files' chunks that one drop order names, and orders in one space that wait for their target or their time. */
  dropTargets: 1024,
  dropBlobs: 4096,
  dropsWaiting: 16_384,
  /** How long a drop order of somebody else than the author waits: seven days in which a hostile one can be noticed. */
  dropGraceMs: 7 * 24 * 3600_000,
  /** Entries of one space that came without their body and without a reason, and bodies asked for in one frame. */
  missingBodies: 16_384,
  bodiesWanted: 256,
  /** The longest time after which messages of a channel disappear: ten years. */
  retentionMs: 10 * 365 * 24 * 3600_000,
  /** A name of an account, a space or a channel, UTF-8. */
  nameBytes: 128,
  /** An imported line's author or time, UTF-8. */
  importLabelBytes: 256,
  /** A file; its name and media type, UTF-8; the small picture that travels with it; files of one message. */
  fileBytes: 100 * 1024 * 1024,
  fileNameBytes: 255,
  fileTypeBytes: 127,
  filePreviewBytes: 24 * 1024,
  filesPerMessage: 10,
  /** Files of one space that are being handed over to the peer at once. */
  uploads: 64,
  /** A sealed chunk of a file, and the part of one that travels in one frame. */
  blobBytes: 1024 * 1024 + 16,
  blobPieceBytes: 64 * 1024,
  /** Chunks that one question names; answers and gifts under way on one channel. */
  blobsPerQuestion: 512,
  blobGets: 8,
  blobPuts: 4,
  /** How long a holder may send nothing of a chunk that was asked of it. */
  blobIdleMs: 15_000,
  /** Sealed chunks kept by a client, beyond those of its own that no relay has yet. */
  blobCacheBytes: 2 * 1024 * 1024 * 1024,
  /** One Yjs update of a channel's canvas. */
  canvasUpdateBytes: 256 * 1024,
  /** A channel's canvas altogether, as one encoded state without what was erased. */
  canvasBytes: 8 * 1024 * 1024,
  /** Blocks within blocks, and bytes of what a block or mark says of itself (a link's address). */
  canvasDepth: 24,
  canvasAttributeBytes: 2048,
  /** Updates that wait for what they build on, in one canvas. */
  canvasWaiting: 512,
  /** Markdown handed over to become a canvas. */
  canvasTextBytes: 1024 * 1024,
  /** Where somebody's selection is; and people shown in one canvas at once. */
  canvasCursorBytes: 1024,
  canvasCursors: 64,
  /** An invite link. */
  linkBytes: 4096,
  /** A device link, and spaces in it. */
  deviceLinkBytes: 128 * 1024,
  deviceLinkSpaces: 512,
  /** People that one invite may admit. */
  inviteUses: 1000,
  /** A join request. */
  joinRequestBytes: 64 * 1024,
  /** Join requests waiting in one space. */
  joinRequests: 256,
  /** People in one direct message. */
  directPeople: 9,
  /** People that one call adds to a private channel. */
  addedAtOnce: 64,
  /** A mail to the devices of some members: all of it, and devices that one is sealed to. */
  mailBytes: 8 * 1024,
  mailRecipients: 64,
  /** What somebody adds to a report in words, UTF-8; reports kept in one space, and open ones of one account. */
  reportNoteBytes: 1024,
  reports: 1024,
  reportsOfOne: 64,
  /** Small spaces that one profile takes part in: direct messages and private channels. */
  smallSpaces: 1024,
  /** Those of them that one other person introduced. */
  smallSpacesOfOne: 128,
  /** Direct messages of people who are not known that wait for an answer, in all and of one person. */
  directRequests: 64,
  directRequestsOfOne: 8,
  /** A certificate. */
  certificateBytes: 1024,
  /** An MLS commit and a Welcome within one key-group message; a KeyPackage. */
  mlsMessageBytes: 480 * 1024,
  keyPackageBytes: 8 * 1024,
  /** History secrets wrapped, and KeyPackages offered, in one key-group message. */
  historyWraps: 512,
  keyPackages: 16,
  /** Epochs of a key group whose MLS state is kept, to commit from and to follow forks: the fork window. */
  epochStates: 64,
  /** Key-group messages that wait for what explains them, and bytes of them. */
  heldKeyMessages: 2048,
  heldKeyBytes: 16 * 1024 * 1024,
  /** Relays that a space may list, and addresses of each. */
  relays: 8,
  relayAddresses: 8,
  addressBytes: 256,
  /** A governance act's encoded size: room for a removal's cutoffs. */
  actBytes: 768 * 1024,
  /** Words sealed to members within an act: a name. */
  sealedWordsBytes: 1024,
  /** Log cutoffs in one removal. */
  cutoffs: 10_000,
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
  /** Addresses tried for one device. */
  dialAddresses: 16,
  /** Connections that have not proved their key yet; and new ones from one host in a second. */
  pendingConnections: 256,
  connectionsPerSecond: 200,
  /** Breaches of the protocol until a device is refused, and for how long after the last one they count. */
  strikes: 3,
  strikesMs: 60_000,
  /** Devices remembered from the local network. */
  discoveredDevices: 256,
  /** Spaces that one relay keeps, and bytes of entries in each: its default quotas. */
  relaySpaces: 10_000,
  relaySpaceBytes: 10 * 1024 * 1024 * 1024,
  /** Operation calls under way on one interface connection, and one call's encoded size. */
  callsInFlight: 64,
  callBytes: 2 * 1024 * 1024,
  /** One reply to a call, and bytes of replies and events that wait for a view to read them. */
  replyBytes: 256 * 1024 * 1024,
  replyQueueBytes: 256 * 1024 * 1024,
  /** Interface connections to one peer process. */
  interfaceConnections: 32,
  /** Devices that one thing is sealed to, one by one. */
  devicesPerSealing: 64,
  /** A register's sealed body, registers of one device, its slot's name. */
  registerBytes: 64 * 1024,
  registersPerDevice: 16,
  registerSlotBytes: 32,
  /** Registers named in one frame; times that they are named to one peer while nothing is governed anew. */
  registerHeads: 4096,
  registerRounds: 16,
  /** New registers of one device: so many at once, and so many a minute. */
  registerBurst: 64,
  registersPerMinute: 60,
  /** A passing word of a device (presence, typing, a cursor), sealed; so many at once, and so many a second. */
  ephemeralBytes: 4 * 1024,
  ephemeralBurst: 60,
  ephemeralPerSecond: 15,
  /** A status in words, a profile's words about oneself, its picture. */
  statusBytes: 256,
  profileAboutBytes: 2048,
  avatarBytes: 24 * 1024,
  /** A setting's value. */
  settingBytes: 4096,
  /** Unread messages of one channel that are counted one by one. */
  unreadCounted: 1000,
  /** Messages on one page of a list across channels. */
  pageMessages: 500,
  /** Messages that wait on a device to be sent later. */
  scheduledMessages: 500,
  /** Lines in one import file, and one line's bytes. */
  importLines: 1_000_000,
  importLineBytes: 128 * 1024,
  /** A search's text, its words and phrases, and results on one page. */
  searchQueryChars: 512,
  searchTerms: 32,
  searchResults: 100,
  /** How long a search may wait for the index, in seconds. */
  searchWaitSeconds: 60,
} as const;
