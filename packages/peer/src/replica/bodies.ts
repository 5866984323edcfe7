/** Bodies apart from their entries: put back where they were missing, and given to who lacks them. */
import type { ChannelId, Entry, LogState, RawEntry, SpaceId } from '@plexi/protocol';
import { LOST, type Store, type Write } from '@plexi/storage';
import { withHeads } from './load.ts';
import type { MissingBodies } from './missing-bodies.ts';
import type { Prepared, ReplicaHooks } from './replica-port.ts';
import type { Tails } from './tails.ts';

export interface Bodies {
  /** Puts bodies back that were missing, and has what they say come out as if they had come with their entries. */
  fill(state: LogState, entries: readonly Entry[]): Promise<void>;
  /** Entries with their bodies, of those places; what is not here or has no body is left out. */
  at(state: LogState, sequences: readonly number[], maxBytes: number): Promise<RawEntry[]>;
}

interface BodiesDependencies {
  store: Store;
  space: SpaceId;
  hooks: ReplicaHooks | undefined;
  missing: MissingBodies;
  tails: Tails;
  filled: (state: LogState, some: { wereDeleted: boolean }) => void;
}

/** With a deleted message went what others said about it, which their entries still say. */
const toBeOpened = (space: SpaceId, channel: ChannelId): Write => ({
  type: 'record',
  scope: space,
  kind: LOST.opened,
  key: channel,
  value: new Uint8Array(),
});

export const createBodies = ({
  store,
  space,
  hooks,
  missing,
  tails,
  filled,
}: BodiesDependencies): Bodies => ({
  fill: async (state, entries) => {
    const ids = entries.map(({ id }) => id);
    const wereDeleted = (await store.messagesById(space, ids)).some(({ dropped }) => dropped);
    const prepared: Prepared = (await hooks?.prepare?.(state, withHeads(state.heads, entries))) ?? {
      writes: [],
    };
    const writes = entries.flatMap(({ parsed, body }): Write[] =>
      body === undefined
        ? []
        : [
            { type: 'fill-body', space, log: state.log, sequence: parsed.sequence, body },
            ...missing.settle(state.logId, parsed.sequence),
          ],
    );
    if (wereDeleted) writes.push(toBeOpened(space, state.log.channel));
    await store.commit([...writes, ...prepared.writes]).catch(async (error: unknown) => {
      await prepared.failed?.();
      throw error;
    });
    missing.committed(writes);
    tails.forget(state);
    prepared.committed?.();
    filled(state, { wereDeleted });
  },
  at: async ({ log, visible }, sequences, maxBytes) => {
    const found: RawEntry[] = [];
    let bytes = 0;
    for (const sequence of [...new Set(sequences)].sort((a, b) => a - b)) {
      if (sequence < 1 || sequence > visible.sequence || bytes > maxBytes) continue;
      const [raw] = await store.entries(space, log, sequence, { limit: 1, maxBytes: 1 });
      if (raw?.body === undefined) continue;
      bytes += raw.header.length + raw.body.length;
      found.push(raw);
    }
    return found;
  },
});
