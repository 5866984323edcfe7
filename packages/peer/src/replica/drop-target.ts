/** [L4] What an entry orders to go, and whether that is here. */
import {
  type DropOrder,
  type DropTarget,
  decodeDropOrder,
  decodeHeader,
  type Entry,
  type EntryId,
  idFromBytes,
  isClear,
  isPlexiError,
  type LogState,
  type Primitives,
  type RawEntry,
  type SpaceId,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';

/** The order that an entry is; `undefined` where it is none. */
export const readDropOrder = ({ parsed, body }: Pick<Entry, 'parsed' | 'body'>): DropOrder | undefined => {
  if (!isClear(parsed) || body === undefined) return undefined;
  try {
    return decodeDropOrder(body);
  } catch (error) {
    // A clear entry of a later kind, or nonsense: it says nothing here.
    if (isPlexiError(error)) return undefined;
    throw error;
  }
};

export interface TargetDependencies {
  primitives: Primitives;
  store: Pick<Store, 'entries'>;
  space: SpaceId;
}

/** The entry in that place of a log here, where it is that one, and sealed: a clear one says what happened to others. */
export const targetHere = async (
  { primitives, store, space }: TargetDependencies,
  state: LogState,
  { sequence, entry }: DropTarget,
): Promise<RawEntry | undefined> => {
  const [raw] = await store.entries(space, state.log, sequence, { limit: 1, maxBytes: 1 });
  if (raw === undefined || idFromBytes<EntryId>(primitives.sha256(raw.header)) !== entry) return undefined;
  return isClear(decodeHeader(raw.header)) ? undefined : raw;
};
