/**
 * [L5] The newest page of a channel, beside what sync sends in order: given to whoever is to have the channel, in a time that
 * does not depend on how long it is; and asked for by whoever lacks its history as yet.
 */

import { createAllowance } from '../../allowance.ts';
import { equalBytes } from '../../bytes.ts';
import { isSignedBy, type RawEntry } from '../../entry/entry.ts';
import { decodeHeader } from '../../entry/header.ts';
import { type LogRef, logKey } from '../../entry/log.ts';
import { type ErrorCode, plexiError } from '../../errors.ts';
import { type ChannelId, idToBytes } from '../../ids.ts';
import { LIMITS } from '../../limits.ts';
import type { Primitives } from '../../primitives.ts';
import { entryWireBytes } from '../entries-frame.ts';
import type { LogState } from '../frontier.ts';
import type { Page, PageAsk, PagePlace } from '../page-frame.ts';
import type { SyncReplica } from '../replica-port.ts';
import { SYNC_PROTOCOLS, type SyncFrame } from '../sync-frame.ts';
import type { SyncTime } from '../time-port.ts';

export interface PagesDependencies {
  primitives: Primitives;
  replica: Pick<SyncReplica, 'frontier' | 'channels' | 'read'>;
  /** The version that both sides speak [N7]. */
  protocol: string;
  time: Pick<SyncTime, 'now'>;
  drained: () => Promise<void>;
  fetching: { pageCame(): void };
}

export interface PagesSession {
  /** How far the other side may read a log. */
  readableEnd: (state: LogState) => number;
  /** Whether the other side is one to be asked. */
  isAsked: () => boolean;
  send: (frame: SyncFrame) => boolean;
  /** Takes a page that was asked for; gives why something of it was refused. */
  take: (page: Page) => Promise<ErrorCode | undefined>;
  refused: (code: ErrorCode) => void;
}

export interface Pages {
  /** Both sides said hello, with these digests. */
  met(ours: Uint8Array, theirs: Uint8Array): void;
  /** Whether there may be something to ask for. */
  isWorthAsking(): boolean;
  /** Asks for the newest of a channel, but for what is here of those places. */
  ask(channel: ChannelId, count: number, places: readonly PagePlace[]): void;
  /** Throws FRAME_INVALID where too much is asked for, or what nobody asked for comes. */
  handle(frame: PageAsk | Page): Promise<void>;
}

/** Entries of a log that are read at once, backwards. */
const READ_ENTRIES = 32;
/** Entries at the end of a log that are looked at for one that is signed. */
const UNSIGNED_ENTRIES = 16;

/** A log that is read from its end on. `top` is the next one, of which `waiting` is the end. */
interface Cursor {
  state: LogState;
  top: number;
  bottom: number;
  /** Whether the other side has what follows its top. */
  isLinked: boolean;
  waiting: RawEntry[];
  /** Of the next one, to be compared. */
  clock: number;
  taken: RawEntry[];
}

const [, OLDEST] = SYNC_PROTOCOLS;

export const createPages = (dependencies: PagesDependencies, session: PagesSession): Pages => {
  const { primitives, replica } = dependencies;
  const { send } = session;
  const { governance, keys, mail } = replica.channels;
  const asked = new Map<ChannelId, number>();
  let differs = false;
  const allowance = createAllowance(
    { burst: LIMITS.pageBurst, perMs: LIMITS.pagesPerMinute / 60_000 },
    dependencies.time.now,
  );

  const read = (log: LogRef, from: number, until: number): Promise<RawEntry[]> =>
    replica.read(log, from, LIMITS.pageBytes, until - from + 1);

  /** Has the entry at a cursor's top wait to be taken; false where there is none. */
  const fill = async (cursor: Cursor): Promise<boolean> => {
    const { state, top, bottom } = cursor;
    if (top <= bottom) return false;
    if (cursor.waiting.length === 0) {
      const from = Math.max(bottom + 1, top - READ_ENTRIES + 1);
      const some = await read(state.log, from, top);
      cursor.waiting = some.length === top - from + 1 ? some : await read(state.log, top, top);
    }
    const next = cursor.waiting.at(-1);
    if (next === undefined) return false;
    cursor.clock = decodeHeader(next.header).clock;
    return true;
  };

  const pop = (cursor: Cursor): RawEntry | undefined => {
    cursor.top--;
    return cursor.waiting.pop();
  };

  /** Begins at an entry that vouches for those before it. */
  const toSigned = async (cursor: Cursor): Promise<boolean> => {
    const publicKey = idToBytes(cursor.state.log.device);
    for (let looked = 0; looked < UNSIGNED_ENTRIES && (await fill(cursor)); looked++) {
      const next = cursor.waiting.at(-1);
      if (next !== undefined && isSignedBy(primitives, next, publicKey)) return true;
      pop(cursor);
    }
    return false;
  };

  /** The newest entry of all that has not been taken. */
  const newestOf = (cursors: readonly Cursor[]): Cursor | undefined => {
    let newest: Cursor | undefined;
    for (const cursor of cursors)
      if (cursor.top > cursor.bottom && (newest === undefined || cursor.clock > newest.clock))
        newest = cursor;
    return newest;
  };

  const cursorsFor = ({ channel, places }: PageAsk): { cursors: Cursor[]; ends: Page['ends'] } => {
    const named = new Map(places.map((place) => [logKey(place.log), place]));
    const cursors: Cursor[] = [];
    const ends: Page['ends'] = [];
    for (const state of replica.frontier.inChannel(channel)) {
      const { after = 0, before = 0 } = named.get(logKey(state.log)) ?? {};
      const end = session.readableEnd(state);
      if (end <= after) continue;
      ends.push({ log: state.log, sequence: end });
      const top = before === 0 ? end : Math.min(end, before - 1);
      // Until it is read, its log's newest clock: no entry of it is later.
      if (top <= after) continue;
      // What is before a run that is there, that run vouches for.
      const isLinked = top < end;
      cursors.push({ state, top, bottom: after, isLinked, waiting: [], clock: state.tip.clock, taken: [] });
    }
    return { cursors, ends: ends.slice(0, LIMITS.pageLogs) };
  };

  const give = async (ask: PageAsk): Promise<void> => {
    const { channel, count } = ask;
    if (channel === governance || channel === keys || channel === mail)
      throw plexiError('FRAME_INVALID', { detail: 'no channel of messages' });
    if (!allowance.take('')) throw plexiError('FRAME_INVALID', { detail: 'too many pages' });
    const { cursors, ends } = cursorsFor(ask);
    let left: Cursor[] = cursors;
    let bytes = 0;
    for (let taken = 0; taken < count; ) {
      const cursor = newestOf(left);
      if (cursor === undefined) break;
      if (cursor.waiting.length === 0) {
        const isFirst = cursor.taken.length === 0 && !cursor.isLinked;
        // Its clock is known now: it may not be the newest after all.
        if (!(await (isFirst ? toSigned(cursor) : fill(cursor)))) left = left.filter((it) => it !== cursor);
        continue;
      }
      const entry = pop(cursor);
      if (entry === undefined) break;
      bytes += entryWireBytes(entry);
      if (taken > 0 && bytes > LIMITS.pageBytes) break;
      cursor.taken.push(entry);
      taken++;
      const next = cursor.waiting.at(-1);
      if (next !== undefined) cursor.clock = decodeHeader(next.header).clock;
    }
    const runs = cursors
      .filter(({ taken }) => taken.length > 0)
      .map(({ state, taken }) => ({ log: state.log, entries: taken.toReversed() }));
    if (!send({ kind: 'page', channel, ends, runs })) await dependencies.drained();
  };

  const take = async (page: Page): Promise<void> => {
    const count = asked.get(page.channel) ?? 0;
    if (count === 0) throw plexiError('FRAME_INVALID', { detail: 'a page that was not asked for' });
    asked.set(page.channel, count - 1);
    const code = await session.take(page);
    dependencies.fetching.pageCame();
    if (code !== undefined) session.refused(code);
  };

  return {
    met: (ours, theirs) => {
      differs = !equalBytes(ours, theirs);
    },
    isWorthAsking: () => differs && dependencies.protocol !== OLDEST && session.isAsked(),
    ask: (channel, count, places) => {
      asked.set(channel, (asked.get(channel) ?? 0) + 1);
      send({ kind: 'ask-page', channel, count, places: places.slice(0, LIMITS.pageLogs) });
    },
    handle: (frame) => (frame.kind === 'page' ? take(frame) : give(frame)),
  };
};
