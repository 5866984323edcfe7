/**
 * What was opened of entries, and went while they are here, is opened again, a batch at a time, beside everything else: messages that a damaged
 * database lost, and what was said about a deleted message that is there again [L4].
 */
import { decodeHeader, type EntryId, idFromBytes, LIMITS, type LogState } from '@plexi/protocol';
import { LOST, type Write } from '@plexi/storage';
import type { SpaceContext } from './context.ts';
import { openEntries } from './timeline.ts';

/** What other parts keep of entries was not lost with the messages, or is settled since. */
const isOpened = ({ type }: Write): boolean => type === 'messages' || type === 'annotations';

const rebuildOpened = async (context: SpaceContext): Promise<void> => {
  const { primitives, store, space, replica, emit } = context;
  const lost = new Set((await store.records(space, LOST.opened)).map(({ key }) => key));
  if (lost.size === 0) return;
  const others: ReadonlySet<string> = new Set(Object.values(replica.channels));
  const logs = [...replica.frontier.all()].filter(
    ({ log: { channel } }) => !others.has(channel) && (lost.has('all') || lost.has(channel)),
  );

  /** Opens what comes behind `from`; gives how many entries that were. */
  const openBehind = async (state: LogState, from: number): Promise<number> => {
    const bounds = { limit: LIMITS.batchEntries, maxBytes: LIMITS.batchBytes };
    const raws = (await store.entries(space, state.log, from + 1, bounds)).slice(
      0,
      Math.max(0, state.visible.sequence - from),
    );
    const entries = raws.map((raw) => ({
      ...raw,
      parsed: decodeHeader(raw.header),
      id: idFromBytes<EntryId>(primitives.sha256(raw.header)),
    }));
    const writes = openEntries(context, state, entries).writes.filter(isOpened);
    if (writes.length > 0) await store.commit(writes);
    return entries.length;
  };

  for (const state of logs) {
    for (let from = 0; ; ) {
      const opened = await replica.run(() => openBehind(state, from));
      if (opened === 0) break;
      from += opened;
    }
  }
  await store.commit(
    [...lost].map(
      (key): Write => ({ type: 'record', scope: space, kind: LOST.opened, key, value: undefined }),
    ),
  );
  for (const channel of new Set(logs.map(({ log }) => log.channel))) emit({ type: 'reset', space, channel });
};

/** Opens what has to be opened again, now and whenever deleted messages come back. */
export const keepOpened = (context: SpaceContext, failed: (error: unknown) => void): void => {
  const rebuild = (): void => void rebuildOpened(context).catch(failed);
  context.replica.onFilled((_, { wereDeleted }) => {
    if (wereDeleted) rebuild();
  });
  rebuild();
};
