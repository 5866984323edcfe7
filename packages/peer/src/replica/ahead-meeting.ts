/**
 * [L5] A log comes to what had come ahead of it: from then on that is what it is. Where the log says something else, its device wrote
 * two histories [L2]: what was shown of the other one goes, and stays as the proof.
 */
import type { ChannelId, Entry, EntryId, Hlc, LogState, SpaceId } from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import type { AheadBook, AheadEntry } from './ahead-book.ts';

export interface Meeting {
  /** To be committed with the log's entries: before what is shown of them, and behind all of it. */
  before: Write[];
  after: Write[];
  /** What is ahead no longer. */
  gone: AheadEntry[];
  /** The other history, from where it begins. */
  branch: AheadEntry[];
}

export interface MeetingDependencies {
  space: SpaceId;
  book: AheadBook;
  isPast: (channel: ChannelId, clock: Hlc) => boolean;
  forget: (id: EntryId) => Write;
}

export const meetAhead = (
  { space, book, isPast, forget }: MeetingDependencies,
  state: LogState,
  entries: readonly Entry[],
  dropped: ReadonlySet<EntryId> = new Set(),
): Meeting => {
  const { log, logId } = state;
  const known = book.of(logId);
  const ids = new Map(entries.map(({ parsed, id }) => [parsed.sequence, id]));
  const end = entries.at(-1)?.parsed.sequence ?? 0;
  const other = known.find(({ sequence, id }) => (ids.get(sequence) ?? id) !== id);
  const branch = other === undefined ? [] : known.filter(({ sequence }) => sequence >= other.sequence);
  const gone = other === undefined ? known.filter(({ sequence }) => sequence <= end) : known;
  // A body that went meanwhile takes with it what was opened of it before; one that only failed to come does not.
  const bodiless = entries.filter(
    ({ id, parsed }) => dropped.has(id) && book.at(logId, parsed.sequence) !== undefined,
  );
  const leaving = Map.groupBy(bodiless, ({ parsed }) =>
    isPast(log.channel, parsed.clock) ? 'nothing' : 'tombstone',
  );
  return {
    before: [
      ...gone.map(({ id }) => forget(id)),
      ...(other === undefined
        ? []
        : [{ type: 'forget-messages' as const, space, logId, after: other.sequence - 1 }]),
    ],
    after: [...leaving].map(([leave, those]) => ({
      type: 'drop-bodies',
      space,
      log,
      logId,
      sequences: those.map(({ parsed }) => parsed.sequence),
      leave,
    })),
    gone,
    branch,
  };
};
