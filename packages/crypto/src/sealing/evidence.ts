/**
 * [A4] Checking evidence: whether the reported words were written, by whom and in what order, by somebody who may hold nothing of
 * the channel. Nothing is taken from whoever reports but the bytes that the devices signed: times, places and the order come from
 * the signed headers, the words from bodies that those name by hash, under keys that those commit to.
 */
import {
  type AccountId,
  type ChannelEvent,
  type DeviceId,
  decodeEvent,
  type EntryId,
  type Evidence,
  type EvidenceEntry,
  type EvidenceRun,
  type Hlc,
  hashToText,
  idFromBytes,
  idToBytes,
  importedLineId,
  isPlexiError,
  isSignedBy,
  type LogRef,
  logIdOf,
  type Primitives,
  readCertificate,
} from '@plexi/protocol';
import { openWith } from './box.ts';
import { keyCommitment } from './entry.ts';

/**
 * What is checked, each by name:
 *
 *   certificate  each device belongs to the account that it is said to be of, and the space knows that
 *   signature    each stretch of a log ends in a header that its device signed
 *   place        each header is of that space, channel and device
 *   links        within a stretch every header names the one before it by hash, number and a later clock
 *   order        stretches of one log don't overlap, and their clocks rise with their numbers
 *   key          each key is the one that the header commits to
 *   body         each body is the one that the header names by hash, and opens under that key as something said
 *   message      the message that was reported is among what was opened, as its author first wrote it
 */
export const EVIDENCE_CHECKS = [
  'certificate',
  'signature',
  'place',
  'links',
  'order',
  'key',
  'body',
  'message',
] as const;
export type EvidenceCheck = (typeof EVIDENCE_CHECKS)[number];

/** An entry that was opened. */
export interface ShownEntry {
  id: EntryId;
  account: AccountId;
  device: DeviceId;
  clock: Hlc;
  log: LogRef;
  sequence: number;
  event: ChannelEvent;
}

export interface EvidenceFindings {
  /** The checks that failed: none where the evidence holds. */
  failed: EvidenceCheck[];
  /** What could be opened, by clock and id: the order in which it stands in the timeline. */
  shown: ShownEntry[];
  /** The entry that the reported message is in. */
  reported: ShownEntry | undefined;
}

export interface EvidenceQuestion {
  /** The message that was reported. */
  message: string;
  /**
   * Whose device that is, as far as the space's governance knows: `undefined` where it does not know the device. An account whose
   * certificate is good counts then, if `isKnown` there.
   */
  ownerOf(device: DeviceId): AccountId | undefined;
  isKnown(account: AccountId): boolean;
}

const idOf = (primitives: Primitives, { header }: EvidenceEntry): EntryId =>
  idFromBytes<EntryId>(primitives.sha256(header));

/** The account that a run's device belongs to. */
const ownerOfRun = (
  primitives: Primitives,
  { device, certificate }: EvidenceRun,
  question: EvidenceQuestion,
): AccountId | undefined => {
  try {
    const said = readCertificate(primitives, certificate);
    const known = question.ownerOf(device);
    const isTheirs = known === undefined ? question.isKnown(said.account) : known === said.account;
    return said.device === device && isTheirs ? said.account : undefined;
  } catch (error) {
    if (isPlexiError(error)) return undefined;
    throw error;
  }
};

const isSigned = (primitives: Primitives, { device, signature, entries }: EvidenceRun): boolean => {
  const last = entries.at(-1);
  return (
    last !== undefined &&
    isSignedBy(primitives, { header: last.header, signature, body: undefined }, idToBytes(device))
  );
};

const areLinked = (primitives: Primitives, entries: readonly EvidenceEntry[]): boolean =>
  entries.every((entry, i) => {
    const before = entries[i - 1];
    return (
      before === undefined ||
      (entry.parsed.previous === idOf(primitives, before) &&
        entry.parsed.sequence === before.parsed.sequence + 1 &&
        entry.parsed.clock > before.parsed.clock)
    );
  });

/** Whether the runs of each log stand apart, and later ones have later clocks. */
const areOrdered = (runs: readonly EvidenceRun[]): boolean =>
  [...Map.groupBy(runs, ({ entries }) => entries[0]?.parsed.logId).values()].every((ofLog) => {
    const inOrder = ofLog.toSorted(
      (a, b) => (a.entries[0]?.parsed.sequence ?? 0) - (b.entries[0]?.parsed.sequence ?? 0),
    );
    return inOrder.every(({ entries }, i) => {
      const last = inOrder[i - 1]?.entries.at(-1)?.parsed;
      const first = entries[0]?.parsed;
      if (last === undefined || first === undefined) return true;
      return last.sequence < first.sequence && last.clock < first.clock;
    });
  });

const isBodyOf = (primitives: Primitives, { parsed, opening }: EvidenceEntry): boolean =>
  opening !== undefined &&
  opening.body.length === parsed.bodyLength &&
  hashToText(primitives.sha256(opening.body)) === parsed.bodyHash;

/** What an entry says; `undefined` where its body does not open as anything. */
const open = (primitives: Primitives, { opening }: EvidenceEntry): ChannelEvent | undefined => {
  const plain = opening && openWith(primitives, opening.key, opening.body);
  if (plain === undefined) return undefined;
  try {
    return decodeEvent(plain);
  } catch (error) {
    if (isPlexiError(error)) return undefined;
    throw error;
  }
};

/** Whether an opened entry is where a message was first written. */
const holdsMessage = (primitives: Primitives, { id, event, log }: ShownEntry, message: string): boolean =>
  event.kind === 'post'
    ? id === message
    : event.kind === 'import' &&
      event.lines.some((line) => importedLineId(primitives, log.channel, line) === message);

const inTimelineOrder = (a: ShownEntry, b: ShownEntry): number =>
  a.clock === b.clock ? (a.id < b.id ? -1 : 1) : a.clock - b.clock;

/** Checks evidence, and opens what it shows. An entry that fails a check of its own is not opened. */
export const verifyEvidence = (
  primitives: Primitives,
  { space, channel, runs }: Evidence,
  question: EvidenceQuestion,
): EvidenceFindings => {
  const failed = new Set<EvidenceCheck>();
  const expect = (check: EvidenceCheck, holds: boolean): boolean => {
    if (!holds) failed.add(check);
    return holds;
  };
  const shown: ShownEntry[] = [];
  for (const run of runs) {
    const { device, generation, entries } = run;
    const account = ownerOfRun(primitives, run, question);
    const log: LogRef = { channel, device, generation };
    const logId = logIdOf(primitives, space, log);
    const isVouchedFor = [
      expect('certificate', account !== undefined),
      expect('signature', isSigned(primitives, run)),
      expect(
        'place',
        entries.every(({ parsed }) => parsed.logId === logId),
      ),
      expect('links', areLinked(primitives, entries)),
    ].every(Boolean);
    for (const entry of entries) {
      const { parsed, opening } = entry;
      if (opening === undefined) continue;
      const isKey = expect('key', keyCommitment(primitives, opening.key) === parsed.keyCommitment);
      const isBody = expect('body', isBodyOf(primitives, entry));
      if (!isKey || !isBody || !isVouchedFor || account === undefined) continue;
      const event = open(primitives, entry);
      if (!expect('body', event !== undefined) || event === undefined) continue;
      const id = idOf(primitives, entry);
      shown.push({ id, account, device, clock: parsed.clock, log, sequence: parsed.sequence, event });
    }
  }
  expect('order', areOrdered(runs));
  shown.sort(inTimelineOrder);
  const reported = shown.find((entry) => holdsMessage(primitives, entry, question.message));
  expect('message', reported !== undefined);
  return { failed: EVIDENCE_CHECKS.filter((check) => failed.has(check)), shown, reported };
};
