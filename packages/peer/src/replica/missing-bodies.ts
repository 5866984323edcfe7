/**
 * Entries that came without their body while nothing says why it went: their chain is whole, and their words may be with
 * somebody else. They are asked for, filled in when they come, and counted as missing until then.
 */
import { type EntryId, idFromBytes, idToBytes, LIMITS, type LogId, type SpaceId } from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import type { LogState } from './frontier.ts';

export interface MissingBodies {
  readonly size: number;
  /** The id of the entry whose body is missing in a place. */
  at(logId: LogId, sequence: number): EntryId | undefined;
  /** Sequence numbers by log, ascending. */
  list(): Map<LogId, number[]>;
  /** Room for so many more. */
  hasRoomFor(count: number): boolean;
  /** What remembers, or forgets, that a body is missing. */
  note(state: LogState, sequence: number, entry: EntryId): Write;
  settle(logId: LogId, sequence: number): Write[];
  /** Takes over what was noted and settled; to be called once that is on disk. */
  committed(): void;
}

const KIND = 'missing-body';
/** Sorts as text as the number sorts. */
export const placeKey = (logId: string, sequence: number): string =>
  `${logId}/${String(sequence).padStart(15, '0')}`;
const readPlaceKey = (key: string): { logId: LogId; sequence: number } => {
  const [logId = '', sequence] = key.split('/');
  return { logId: logId as LogId, sequence: Number(sequence) };
};

export const openMissingBodies = async (store: Store, space: SpaceId): Promise<MissingBodies> => {
  const places = new Map<string, EntryId>();
  const changes: (() => void)[] = [];
  for (const { key, value } of await store.records(space, KIND)) places.set(key, idFromBytes<EntryId>(value));
  const record = (key: string, value: Uint8Array | undefined): Write => ({
    type: 'record',
    scope: space,
    kind: KIND,
    key,
    value,
  });
  return {
    get size() {
      return places.size;
    },
    at: (logId, sequence) => places.get(placeKey(logId, sequence)),
    list: () => {
      const found = new Map<LogId, number[]>();
      for (const key of [...places.keys()].sort()) {
        const { logId, sequence } = readPlaceKey(key);
        const ofLog = found.get(logId) ?? [];
        ofLog.push(sequence);
        found.set(logId, ofLog);
      }
      return found;
    },
    hasRoomFor: (count) => places.size + count <= LIMITS.missingBodies,
    note: (state, sequence, entry) => {
      const key = placeKey(state.logId, sequence);
      changes.push(() => places.set(key, entry));
      return record(key, idToBytes(entry));
    },
    settle: (logId, sequence) => {
      const key = placeKey(logId, sequence);
      if (!places.has(key)) return [];
      changes.push(() => places.delete(key));
      return [record(key, undefined)];
    },
    committed: () => {
      for (const change of changes.splice(0)) change();
    },
  };
};
