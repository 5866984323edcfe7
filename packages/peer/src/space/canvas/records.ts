/**
 * How a canvas lies in the store. Every update that counts is kept by its place; those that the compacted state does not
 * cover yet are kept a second time, so that opening a canvas costs what it holds and not how often it was edited.
 */
import {
  type ChannelId,
  concatBytes,
  decodeCbor,
  encodeCbor,
  type Hlc,
  LIMITS,
  type LogId,
  type SpaceId,
} from '@plexi/protocol';
import type { Store, StoredRecord, Write } from '@plexi/storage';

export const canvasKinds = (channel: ChannelId) => ({
  /** Every update, by place: clock 8 | update. */
  all: `canvas:${channel}`,
  /** Those that are newer than the state. */
  fresh: `canvas-new:${channel}`,
  /** The compacted state; absent after a cutoff took something away. */
  state: `canvas-state:${channel}`,
  /** Names of versions, by place: CBOR [clock, name]. */
  versions: `canvas-version:${channel}`,
});

export const STATE_KEY = '1';

/** Sorts as text as the number sorts. */
const placeKey = (logId: string, sequence: number): string =>
  `${logId}/${String(sequence).padStart(15, '0')}`;

/** An update with where it stands. */
export interface KeptUpdate {
  key: string;
  logId: LogId;
  clock: Hlc;
  update: Uint8Array;
}

const CLOCK_BYTES = 8;

const withClock = (clock: number, update: Uint8Array): Uint8Array => {
  const head = new Uint8Array(CLOCK_BYTES);
  new DataView(head.buffer).setBigUint64(0, BigInt(clock));
  return concatBytes(head, update);
};

/** What of a place a record tells. */
export interface Place {
  space: SpaceId;
  channel: ChannelId;
  logId: LogId;
  sequence: number;
  clock: Hlc;
}

export const keptUpdate = (place: Place, update: Uint8Array): KeptUpdate => ({
  key: placeKey(place.logId, place.sequence),
  logId: place.logId,
  clock: place.clock,
  update,
});

export const writesOfUpdate = (place: Place, update: Uint8Array): Write[] => {
  const { all, fresh } = canvasKinds(place.channel);
  const key = placeKey(place.logId, place.sequence);
  const value = withClock(place.clock, update);
  return [all, fresh].map((kind) => ({ type: 'record', scope: place.space, kind, key, value }));
};

export const writesOfVersion = (place: Place, name: string): Write[] => [
  {
    type: 'record',
    scope: place.space,
    kind: canvasKinds(place.channel).versions,
    key: placeKey(place.logId, place.sequence),
    value: encodeCbor([place.clock, name]),
  },
];

const readKept = ({ key, value }: StoredRecord): KeptUpdate => ({
  key,
  logId: key.slice(0, key.indexOf('/')) as LogId,
  clock: Number(new DataView(value.buffer, value.byteOffset).getBigUint64(0)) as Hlc,
  update: value.subarray(CLOCK_BYTES),
});

export interface NamedVersion {
  clock: number;
  name: string;
}

export const readVersion = ({ value }: StoredRecord): NamedVersion => {
  const [clock, name] = decodeCbor(value, LIMITS.nameBytes + 64) as [number, string];
  return { clock, name };
};

/** By clock, so that an update comes after what its author had seen; then by place, the same everywhere. */
const inOrder = (updates: KeptUpdate[]): KeptUpdate[] =>
  updates.sort((a, b) => a.clock - b.clock || (a.key < b.key ? -1 : 1));

export const listUpdates = async (store: Store, space: SpaceId, kind: string): Promise<KeptUpdate[]> =>
  inOrder((await store.records(space, kind)).map(readKept));

/** [G4] [C2] What takes a log's updates behind a cutoff away; the state goes with them and is built anew. */
export const forgetCanvasBehind = async (
  store: Store,
  place: { space: SpaceId; channel: ChannelId; logId: LogId },
  behind: { after: number; end: number },
): Promise<Write[]> => {
  const { all, fresh, state, versions } = canvasKinds(place.channel);
  const first = placeKey(place.logId, behind.after + 1);
  const last = placeKey(place.logId, behind.end);
  const writes: Write[] = [];
  for (const kind of [all, fresh, versions])
    for (const { key } of await store.records(place.space, kind))
      if (key >= first && key <= last)
        writes.push({ type: 'record', scope: place.space, kind, key, value: undefined });
  if (writes.length > 0)
    writes.push({ type: 'record', scope: place.space, kind: state, key: STATE_KEY, value: undefined });
  return writes;
};

/** Whether writes take something out of a channel's canvas. */
export const touchesCanvas = (writes: readonly Write[], channel: ChannelId): boolean =>
  writes.some((write) => write.type === 'record' && write.kind === canvasKinds(channel).state);
