/**
 * [A4] Gathering the evidence of a report: the reported entry, its author's edits of it, and some messages before it, each with
 * the key of that one entry. What stands between two of them in a log comes along as headers, which link them.
 */
import { entryKey, fitsEntry } from '@plexi/crypto/sealing';
import {
  type ChannelId,
  certificateOf,
  decodeHeader,
  type EvidenceEntry,
  type EvidenceRun,
  encodeEvidence,
  idToBytes,
  isPlexiError,
  isSignedBy,
  LIMITS,
  type LogId,
  type LogRef,
  plexiError,
  type RawEntry,
} from '@plexi/protocol';
import type { StoredMessage } from '@plexi/storage';
import type { SpaceContext } from '../space/context.ts';

/** Entries of one log with more than so many others between them are shown apart. */
const LINKED_GAP = 8;
/** How far to look for a signature that vouches for an entry whose own does not [L3]. */
const VOUCHED_WITHIN = 16;
/** The newest edits that are shown. */
const EDITS = 4;
const THREAD_MESSAGES = 5000;

type GatherContext = Pick<SpaceContext, 'primitives' | 'store' | 'space' | 'replica' | 'keys'>;

/** An entry by its place; what is `needed` cannot be left out. */
interface Wanted {
  logId: LogId;
  sequence: number;
  needed: boolean;
}

interface Stretch {
  log: LogRef;
  from: number;
  to: number;
  wanted: Map<number, Wanted>;
}

/** Where the wanted entries are: stretches of logs, those near each other together. */
const stretchesOf = ({ replica }: GatherContext, wanted: readonly Wanted[]): Stretch[] => {
  const stretches: Stretch[] = [];
  for (const [logId, ofLog] of Map.groupBy(wanted, (one) => one.logId)) {
    const log = replica.frontier.byId(logId)?.log;
    if (log === undefined) continue;
    let last: Stretch | undefined;
    for (const one of ofLog.toSorted((a, b) => a.sequence - b.sequence)) {
      const { sequence } = one;
      if (last === undefined || sequence > last.to + LINKED_GAP) {
        last = { log, from: sequence, to: sequence, wanted: new Map() };
        stretches.push(last);
      }
      last.to = sequence;
      last.wanted.set(sequence, one);
    }
  }
  return stretches;
};

/** An entry with its key where it is wanted; a bare header else. Throws MESSAGE_DELETED, KEY_MISSING. */
const showEntry = (
  { primitives, keys }: GatherContext,
  channel: ChannelId,
  { header, body }: RawEntry,
  wanted: Wanted | undefined,
): EvidenceEntry => {
  const parsed = decodeHeader(header);
  const link: EvidenceEntry = { header, parsed, opening: undefined };
  if (wanted === undefined) return link;
  const secret = keys.secret(parsed.epoch, channel, (some) => fitsEntry(primitives, some, parsed));
  if (body !== undefined && secret !== undefined) {
    const key = entryKey(primitives, secret, parsed.logId, parsed.sequence);
    return { ...link, opening: { body, key } };
  }
  if (wanted.needed) throw plexiError(body === undefined ? 'MESSAGE_DELETED' : 'KEY_MISSING');
  return link;
};

const showStretch = async (context: GatherContext, stretch: Stretch): Promise<EvidenceRun> => {
  const { primitives, store, space, replica } = context;
  const { log, from, to, wanted } = stretch;
  const governance = replica.governance();
  const certificate = governance && certificateOf(governance, log.device, log.generation);
  if (certificate === undefined) throw plexiError('NOT_FOUND', { detail: 'certificate' });
  const entries: EvidenceEntry[] = [];
  for (let sequence = from; sequence <= to + VOUCHED_WITHIN; sequence++) {
    const [raw] = await store.entries(space, log, sequence, { limit: 1, maxBytes: 1 });
    if (raw === undefined) break;
    entries.push(showEntry(context, log.channel, raw, wanted.get(sequence)));
    if (sequence >= to && isSignedBy(primitives, raw, idToBytes(log.device)))
      return {
        device: log.device,
        certificate,
        generation: log.generation,
        signature: raw.signature,
        entries,
      };
  }
  throw plexiError('NOT_FOUND', { detail: 'a signature that vouches for the message' });
};

/** Messages before another, those that are shown with it: of its thread, or of the channel. The oldest first. */
export const messagesBefore = async (
  { store, space }: GatherContext,
  { id, channel, clock, entry, part, root, apart }: StoredMessage,
  count: number,
): Promise<StoredMessage[]> => {
  if (count === 0) return [];
  if (root === undefined || !apart) {
    const page = { limit: count, before: { clock, entry, part }, withoutApart: true };
    return (await store.messages(space, channel, page)).filter(({ dropped }) => !dropped);
  }
  const first = await store.message(space, root);
  const thread = [
    ...(first === undefined ? [] : [first]),
    ...(await store.thread(space, root, THREAD_MESSAGES)),
  ];
  const place = thread.findIndex((message) => message.id === id);
  return thread
    .slice(Math.max(0, place - count), Math.max(0, place))
    .filter((message) => !message.dropped && message.channel === channel);
};

/**
 * The evidence of a message, encoded: with as many of those `before` it as there is room for. Throws MESSAGE_DELETED where its body
 * is gone, KEY_MISSING, TOO_LARGE.
 */
export const gatherEvidence = async (
  context: GatherContext,
  message: StoredMessage,
  edits: readonly { logId: LogId; sequence: number }[],
  before: readonly StoredMessage[],
): Promise<Uint8Array> => {
  const place =
    (needed: boolean) =>
    (of: { logId: LogId; sequence: number }): Wanted => ({
      logId: of.logId,
      sequence: of.sequence,
      needed,
    });
  const needed = [place(true)(message), ...edits.slice(-EDITS).map(place(false))];
  for (let count = Math.min(before.length, LIMITS.reportContext); ; count--) {
    const wanted = [...(count === 0 ? [] : before.slice(-count)).map(place(false)), ...needed];
    const runs: EvidenceRun[] = [];
    for (const stretch of stretchesOf(context, wanted)) runs.push(await showStretch(context, stretch));
    try {
      return encodeEvidence({ space: context.space, channel: message.channel, runs });
    } catch (error) {
      if (count === 0 || !isPlexiError(error) || error.code !== 'TOO_LARGE') throw error;
    }
  }
};
