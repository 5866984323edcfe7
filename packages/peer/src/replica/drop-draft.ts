/** [L4] What comes of drop orders while it is worked out: writes, what was dropped for whom, and what to do once all is on disk. */
import type { AccountId, EntryId, LogRef, LogState, SpaceId } from '@plexi/protocol';
import type { Write } from '@plexi/storage';

/** Bodies of one account that went, and the files' chunks that were named with them. */
export interface Dropped {
  owner: AccountId;
  entries: { log: LogRef; sequence: number; entry: EntryId }[];
  blobs: string[];
}

export interface Draft {
  bodies: Map<LogState, number[]>;
  writes: Write[];
  effects: (() => void)[];
  dropped: Map<AccountId, Dropped>;
  /** Orders that wait from now on. */
  kept: number;
}

export const newDraft = (): Draft => ({
  bodies: new Map(),
  writes: [],
  effects: [],
  dropped: new Map(),
  kept: 0,
});

/** What went of an account so far. */
export const droppedOf = (draft: Draft, owner: AccountId): Dropped => {
  const noted = draft.dropped.get(owner) ?? { owner, entries: [], blobs: [] };
  draft.dropped.set(owner, noted);
  return noted;
};

/** All writes of a draft, the bodies that go last. */
export const writesOf = (draft: Draft, space: SpaceId): Write[] => [
  ...draft.writes,
  ...[...draft.bodies].map(
    ([{ log, logId }, sequences]): Write => ({
      type: 'drop-bodies',
      space,
      log,
      logId,
      sequences,
      leave: 'tombstone',
    }),
  ),
];
