import { AI_LIMITS } from './ai-limits.ts';
import { GOVERNANCE_LIMITS } from './governance-limits.ts';
import { NETWORK_LIMITS } from './network-limits.ts';
import { PLUGIN_LIMITS } from './plugin-limits.ts';

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
  /** Heads and marks in one word of what differs: what the largest sketch can tell. */
  sketchMarks: 1024,
  /**
   * A page of a channel: its entries, bytes of them that a sender aims at, and logs that are named in asking for it; pages that one
   * device is given at once, and in a minute; and entries of one space that are kept while the history before them is coming.
   */
  pageEntries: 256,
  pageBytes: 256 * 1024,
  pageLogs: 1024,
  pageBurst: 64,
  pagesPerMinute: 600,
  aheadEntries: 4096,
  /** Entries that one source is asked for at once, stretches of logs in one request, and how long it may bring nothing of one. */
  fetchEntries: 4096,
  fetchRanges: 512,
  fetchPatienceMs: 10_000,
  /**
   * Frames that ask for work which one side of a session may send at once, and then in a second or minute: for a log again or for
   * bodies, to fetch, to compare, for a signed digest. And greetings on one channel.
   */
  wantBurst: 16_384,
  wantsPerSecond: 64,
  fetchBurst: 4096,
  fetchesPerSecond: 1024,
  sketchBurst: 16,
  sketchesPerMinute: 12,
  digestBurst: 64,
  digestsPerSecond: 4,
  helloBurst: 4096,
  hellosPerSecond: 16,
  /** Receipts in one frame. */
  receiptsPerFrame: 2048,
  /** Receipts that a holder is asked about at once; it answers as many. */
  holdingsPerFrame: 256,
  /** How often one device may ask so: so many times at once, and then in a second. */
  holdingBurst: 32,
  holdingQuestionsPerSecond: 1,
  /** A proof that a holder broke its word, as text; and how many are kept of one holder in one space. */
  proofBytes: 4096,
  proofsOfHolder: 16,
  /**
   * In one word of members about what relays signed: logs, receipts, devices. What a device keeps of such words until it knows more,
   * in all and of one other device; and how many of its own it says at once, and then in a minute.
   */
  witnessClaims: 48,
  witnessReceipts: 6,
  witnessViews: 96,
  witnessWaiting: 1024,
  witnessWaitingOfOne: 96,
  witnessBurst: 32,
  witnessWordsPerMinute: 12,
  /** How often one device is answered who says what it has: so many times at once, and then in a minute. */
  witnessAnswerBurst: 8,
  witnessAnswersPerMinute: 2,
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
  /** Entries of one space that came without their body and without a reason, bodies asked for in one frame, and those that a session still owes. */
  missingBodies: 16_384,
  bodiesWanted: 256,
  bodiesOwed: 4096,
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
  /** How long one that a restart broke off is kept for somebody to go on with: seven days. */
  uploadKeptMs: 7 * 24 * 3600_000,
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
  /** Of a table that is made or handed over; what concurrent edits make of it may be larger. */
  canvasTableRows: 500,
  canvasTableColumns: 32,
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
  /** A backup of an account, and what it keeps for itself in it. */
  backupBytes: 1024 * 1024,
  backupItems: 20_000,
  /** A join request. */
  joinRequestBytes: 64 * 1024,
  /** Join requests waiting in one space. */
  joinRequests: 256,
  /** People in one direct message. */
  directPeople: 9,
  /** People that one call adds to a private channel. */
  addedAtOnce: 64,
  /** A mail to the devices of some members: all of it, and devices that one is sealed to. */
  mailBytes: 560 * 1024,
  mailRecipients: 64,
  /** Letters of one device that wait for governance which their author knew. */
  lettersWaiting: 64,
  /** What somebody says in words with a report, a decision or an appeal, UTF-8; reports kept in one space, and open ones of one account. */
  reportNoteBytes: 1024,
  reports: 1024,
  reportsOfOne: 64,
  /** Open reports that somebody is handed who is put in charge: the newest. */
  reportsHandedOver: 64,
  /** What a report shows: room for the longest message; stretches of logs, and entries in all of them. */
  evidenceBytes: 448 * 1024,
  evidenceRuns: 24,
  evidenceEntries: 128,
  /** Messages before the reported one that a report shows with it, at most. */
  reportContext: 8,
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
  /**
   * [K6] What is sealed to devices that read some channels only: scopes and secrets in one share, its sealed bytes, shares in one
   * message, messages written at once; and entries with bad ones that one device names in a message, and in all.
   */
  shareScopes: 256,
  shareSecrets: 2048,
  shareBytes: 96 * 1024,
  shares: 64,
  shareMessages: 16,
  badShares: 64,
  badSharesOfOne: 256,
  /** Epochs of a key group whose MLS state is kept, to commit from and to follow forks: the fork window. */
  epochStates: 64,
  /** Key-group messages that wait for what explains them, and bytes of them. */
  heldKeyMessages: 2048,
  heldKeyBytes: 16 * 1024 * 1024,
  /** Streams that one connection opens, at once and in a second: one beyond ends it. */
  newStreams: 512,
  newStreamsPerSecond: 64,
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
  /** Devices of one person that are remembered with their having been verified. */
  verifiedDevices: 96,
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
  /** A channel's moderation policy, its own words of each kind, and one of them, UTF-8. */
  policyBytes: 64 * 1024,
  policyWords: 256,
  policyWordBytes: 128,
  /** What moderation quotes of one message: words, and one of them, UTF-8. */
  findingWords: 8,
  findingWordBytes: 128,
  /** What moderation found, kept in one space; what waits of that about one author, and from one AI node. */
  findings: 512,
  findingsOfAuthor: 32,
  findingsOfOne: 128,
  /** How long one text may take to be judged. */
  judgeMs: 10_000,
  /** A line of a file whose messages are judged: the longest message, every unit of it escaped, and other fields. */
  moderatedLineBytes: 512 * 1024,
  /** A search's text, its words and phrases, and results on one page. */
  searchQueryChars: 512,
  searchTerms: 32,
  searchResults: 100,
  /** How long a search may wait for the index, in seconds. */
  searchWaitSeconds: 60,
  ...AI_LIMITS,
  ...GOVERNANCE_LIMITS,
  ...NETWORK_LIMITS,
  ...PLUGIN_LIMITS,
} as const;
