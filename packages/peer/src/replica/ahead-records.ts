/** [L5] What is kept of entries that came ahead of their log: headers and signatures, by place, and of each channel where its pages end. */
import {
  type ChannelId,
  decodeFrame,
  type EntryId,
  encodeFrame,
  type Hlc,
  type LogRef,
  type Primitives,
  readEntry,
  type SpaceId,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import type { AheadEdge, AheadEntry } from './ahead-book.ts';

const ENTRY = 'ahead';
const ENDS = 'ahead-ends';
const FLOOR = 'ahead-floor';
/** All kinds of records that are about what is ahead. */
export const AHEAD_KINDS = [ENTRY, ENDS, FLOOR] as const;
const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];

export const createAheadRecords = (primitives: Primitives, store: Store, space: SpaceId) => {
  const record = (kind: string, key: string, value: Uint8Array | undefined): Write => ({
    type: 'record',
    scope: space,
    kind,
    key,
    value,
  });
  return {
    keep: (log: LogRef, { raw, id }: AheadEntry): Write =>
      record(ENTRY, id, encodeFrame(space, { kind: 'entries', log, entries: [{ ...raw, body: undefined }] })),
    forget: (id: EntryId): Write => record(ENTRY, id, undefined),
    keepEdge: (channel: ChannelId, edge: AheadEdge | undefined): Write[] => [
      record(FLOOR, channel, edge && encoder.encode(String(edge.floor))),
      record(ENDS, channel, edge && encodeFrame(space, { kind: 'page', channel, ends: edge.ends, runs: [] })),
    ],
    load: async (): Promise<{
      entries: { log: LogRef; entry: AheadEntry }[];
      edges: Map<ChannelId, AheadEdge>;
    }> => {
      const entries = (await store.records(space, ENTRY)).flatMap(({ value }) => {
        const { frame } = decodeFrame(value);
        if (frame.kind !== 'entries') return [];
        return frame.entries.map((raw) => {
          const { id, parsed } = readEntry(primitives, raw);
          const { previous, sequence, clock } = parsed;
          return { log: frame.log, entry: { raw, id, previous, sequence, clock } };
        });
      });
      const floors = new Map(
        (await store.records(space, FLOOR)).map(({ key, value }) => [key, Number(decoder.decode(value))]),
      );
      const edges = new Map<ChannelId, AheadEdge>();
      for (const { key, value } of await store.records(space, ENDS)) {
        const { frame } = decodeFrame(value);
        const floor = floors.get(key);
        if (frame.kind === 'page' && floor !== undefined)
          edges.set(frame.channel, { floor: floor as Hlc, ends: frame.ends });
      }
      return { entries, edges };
    },
  };
};
