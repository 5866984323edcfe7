/**
 * Entries that came without their body while nothing says why it went: their chain is whole, and their words may be with
 * somebody else. They are asked for, filled in when they come, and counted as missing until then. So are those that an order took which
 * counts no more, but these are not counted: whoever followed it may have had the last copy, and its author wanted it gone.
 */
import {
  type EntryId,
  type Frontier,
  idFromBytes,
  idToBytes,
  LIMITS,
  type LogId,
  type LogState,
  type SpaceId,
} from '@plexi/protocol';
import { placeKey, readPlaceKey, type Store, type Write } from '@plexi/storage';

export interface MissingBodies {
  /** How many there are that somebody should have. */
  readonly size: number;
  /** How many there are at all, those among them that nobody shows now. */
  readonly total: number;
  /** The id of the entry whose body is missing in a place. */
  at(logId: LogId, sequence: number): EntryId | undefined;
  /** Sequence numbers by log, ascending: those that somebody should have. */
  list(): Map<LogId, number[]>;
  /** The same of all that others are asked for. */
  wanted(): Map<LogId, number[]>;
  /** What remembers that nothing is missing behind that place of a log. */
  settleBehind(logId: LogId, end: number): Write[];
  /** Room for so many more. */
  hasRoomFor(count: number): boolean;
  /** What remembers, or forgets, that a body is missing; `recalled` where it went by an order that counts no more. */
  note(state: LogState, sequence: number, entry: EntryId, why?: 'recalled'): Write;
  settle(logId: LogId, sequence: number): Write[];
  /** Takes over what was noted and settled among writes that are on disk now. */
  committed(writes: readonly Write[]): void;
}

interface Missing {
  entry: EntryId;
  isRecalled: boolean;
}

/** Of records: by place, the id of an entry that is here without its body; behind it a byte where an order was recalled. */
export const MISSING_BODY = 'missing-body';
const ID_BYTES = 32;

export interface MissingDependencies {
  store: Store;
  space: SpaceId;
  frontier: Pick<Frontier, 'byId'>;
  /** Whether a log ends where its device was put out: an order behind that end may have taken bodies before it. */
  isCut: (state: LogState) => boolean;
}

export const openMissingBodies = async ({
  store,
  space,
  frontier,
  isCut,
}: MissingDependencies): Promise<MissingBodies> => {
  const places = new Map<string, Missing>();
  const take = (key: string, value: Uint8Array | undefined): void => {
    if (value === undefined) places.delete(key);
    else
      places.set(key, {
        entry: idFromBytes<EntryId>(value.subarray(0, ID_BYTES)),
        isRecalled: value.length > ID_BYTES,
      });
  };
  for (const { key, value } of await store.records(space, MISSING_BODY)) take(key, value);
  const record = (key: string, value: Uint8Array | undefined): Write => ({
    type: 'record',
    scope: space,
    kind: MISSING_BODY,
    key,
    value,
  });

  const listWhere = (counts: (state: LogState, missing: Missing) => boolean): Map<LogId, number[]> => {
    const found = new Map<LogId, number[]>();
    for (const [key, missing] of [...places].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const { logId, sequence } = readPlaceKey(key);
      const state = frontier.byId(logId);
      if (state === undefined || sequence > state.visible.sequence || !counts(state, missing)) continue;
      const ofLog = found.get(logId) ?? [];
      ofLog.push(sequence);
      found.set(logId, ofLog);
    }
    return found;
  };
  const list = (): Map<LogId, number[]> => listWhere((state, { isRecalled }) => !isRecalled && !isCut(state));

  const settle = (logId: LogId, sequence: number): Write[] => {
    const key = placeKey(logId, sequence);
    return places.has(key) ? [record(key, undefined)] : [];
  };

  return {
    get size() {
      return places.size === 0 ? 0 : [...list().values()].reduce((sum, { length }) => sum + length, 0);
    },
    get total() {
      return places.size;
    },
    at: (logId, sequence) => places.get(placeKey(logId, sequence))?.entry,
    list,
    wanted: () => listWhere(() => true),
    settleBehind: (logId, end) =>
      [...places.keys()]
        .map(readPlaceKey)
        .filter((place) => place.logId === logId && place.sequence > end)
        .flatMap((place) => settle(place.logId, place.sequence)),
    hasRoomFor: (count) => places.size + count <= LIMITS.missingBodies,
    note: (state, sequence, entry, why) => {
      const key = placeKey(state.logId, sequence);
      return record(key, Uint8Array.from([...idToBytes(entry), ...(why === 'recalled' ? [1] : [])]));
    },
    settle,
    committed: (writes) => {
      for (const write of writes)
        if (write.type === 'record' && write.scope === space && write.kind === MISSING_BODY)
          take(write.key, write.value);
    },
  };
};
