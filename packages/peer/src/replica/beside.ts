/**
 * [L2] Governance logs of which a device wrote two histories: the log here is the one that came first, the others are kept beside it.
 * All of it is void, but somebody may have built on either before they knew, and everybody folds what is cited.
 */
import {
  decodeFrame,
  type Entry,
  type EntryId,
  encodeFrame,
  idToBytes,
  isFromTheFuture,
  LIMITS,
  type LogState,
  type Primitives,
  readEntry,
  type SpaceId,
  vouchesForItself,
  ZERO_ID,
} from '@plexi/protocol';
import { placeKey, type Store } from '@plexi/storage';

export interface Beside {
  /** Keeps what leads off a log, or goes on from there, up to the last entry that is signed; gives what is new. */
  take(state: LogState, run: readonly Entry[]): Promise<Entry[]>;
}

export interface BesideDependencies {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
  now: () => number;
  idAt: (state: LogState, sequence: number) => Promise<EntryId>;
}

const KIND = 'beside';

/** What is kept, as it was received: by log, each behind the one that it builds on. */
export const readBeside = async ({
  primitives,
  store,
  space,
}: Pick<BesideDependencies, 'primitives' | 'store' | 'space'>) =>
  (await store.records(space, KIND)).flatMap(({ value }) => {
    const { frame } = decodeFrame(value);
    if (frame.kind !== 'entries') return [];
    return frame.entries.map((raw) => ({ log: frame.log, entry: readEntry(primitives, raw) }));
  });

export const openBeside = async (dependencies: BesideDependencies): Promise<Beside> => {
  const { primitives, store, space, now, idAt } = dependencies;
  const kept = new Set((await readBeside(dependencies)).map(({ entry }) => entry.id));

  const isIn = async (state: LogState, sequence: number, id: EntryId): Promise<boolean> => {
    if (sequence === 0) return id === ZERO_ID;
    return kept.has(id) || (sequence <= state.tip.sequence && (await idAt(state, sequence)) === id);
  };

  return {
    take: async (state, run) => {
      const linked: Entry[] = [];
      for (const entry of run) {
        const { sequence, previous, clock } = entry.parsed;
        if (await isIn(state, sequence, entry.id)) continue;
        const follows = linked.at(-1)?.id === previous || (await isIn(state, sequence - 1, previous));
        if (!follows || isFromTheFuture(clock, now())) break;
        linked.push(entry);
      }
      const key = idToBytes(state.log.device);
      const end = linked.findLastIndex((entry) => vouchesForItself(primitives, entry, key)) + 1;
      const fresh = linked.slice(0, end);
      if (fresh.length === 0 || kept.size + fresh.length > LIMITS.besideEntries) return [];
      await store.commit(
        fresh.map((entry) => {
          const { header, signature, body } = entry;
          const entries = [{ header, signature, body }];
          return {
            type: 'record',
            scope: space,
            kind: KIND,
            key: `${placeKey(state.logId, entry.parsed.sequence)}/${entry.id}`,
            value: encodeFrame(space, { kind: 'entries', log: state.log, entries }),
          };
        }),
      );
      for (const { id } of fresh) kept.add(id);
      return fresh;
    },
  };
};
