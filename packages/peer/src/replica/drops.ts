/**
 * [L4] Following drop orders, the same at relays and clients. The author's account has its own bodies go at once. Somebody of rank
 * has others' go after a grace period, so that a hostile admin destroys nothing unnoticed. An order may come before what it is about.
 */
import {
  type AccountId,
  type DropOrder,
  type Entry,
  type EntryId,
  isClear,
  LIMITS,
  type LogState,
} from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import { type Draft, type Dropped, droppedOf, newDraft, writesOf } from './drop-draft.ts';
import { createDropFollowing } from './drop-following.ts';
import { createDropRank } from './drop-rank.ts';
import { openDropReversal, type ReversalDependencies } from './drop-reversal.ts';
import { readDropOrder } from './drop-target.ts';
import { openWaitingOrders } from './drop-waiting.ts';
import { type AcceptedEntry, withHeads } from './load.ts';

/** Bodies of a channel that went because their time was over. */
export interface Disappeared {
  channel: LogState['log']['channel'];
}

interface DropPlan {
  /** The entries as they are to be stored, and those of them whose bodies are gone for good. */
  entries: Entry[];
  gone: ReadonlySet<EntryId>;
  /** To be committed behind everything else that follows from the entries. */
  writes: Write[];
  /** To be called when that is done. */
  committed(): void;
}

export interface Drops {
  /** What entries of a channel's log bring about; `undefined` where no body is concerned. */
  plan(state: LogState, entries: readonly Entry[]): Promise<DropPlan | undefined>;
  /** Visible ends moved: orders that count no more are taken back, as far as bodies come again, and those that do again are followed. */
  reckon(): Promise<void>;
  /** Does what is due. Gives when there is more to do, in milliseconds since 1970. */
  sweep(): Promise<number | undefined>;
}

export interface DropsDependencies extends ReversalDependencies {
  /** Bodies went; runs in the replica's queue. */
  dropped: (dropped: readonly Dropped[]) => void;
  disappeared: (disappeared: Disappeared) => void;
}

export const openDrops = async (dependencies: DropsDependencies): Promise<Drops> => {
  const { store, space, now, frontier, missing, lasting, retention } = dependencies;
  const waiting = await openWaitingOrders(store, space);
  const rank = createDropRank(dependencies);
  const following = createDropFollowing(dependencies, waiting, rank);

  /** Places of this run that an order within it names: those bodies are not stored at all. */
  const namedWithin = (state: LogState, orders: readonly [Entry, DropOrder][]): Set<EntryId> => {
    const named = new Set<EntryId>();
    for (const [at, { targets }] of orders)
      for (const { logId, sequence, entry } of targets)
        if (logId === state.logId && sequence < at.parsed.sequence && sequence > state.tip.sequence)
          named.add(entry);
    return named;
  };

  const committed = (draft: Draft): void => {
    for (const effect of draft.effects) effect();
    missing.committed(draft.writes);
    if (draft.dropped.size > 0) dependencies.dropped([...draft.dropped.values()]);
  };

  const commit = async (draft: Draft): Promise<void> => {
    const writes = writesOf(draft, space);
    if (writes.length > 0) await store.commit(writes);
    committed(draft);
  };

  const reversal = await openDropReversal(dependencies, following, commit);

  return {
    plan: async (state, entries) => {
      const { channel } = state.log;
      const concerned = entries.some((entry) => isClear(entry.parsed) || entry.body === undefined);
      if (!concerned && waiting.isEmpty && !retention.concerns(channel)) return undefined;
      const draft = newDraft();
      const orders = withHeads(state.heads, entries).flatMap((entry): [AcceptedEntry, DropOrder][] => {
        const order = readDropOrder(entry);
        return order === undefined ? [] : [[entry, order]];
      });
      const named = namedWithin(state, orders);
      const gone = new Set<EntryId>();
      const stored = entries.map((entry) => {
        // Clocks differ: what somebody else let go a little early is not missing.
        const slackMs = entry.body === undefined ? LIMITS.clockSkewMs : 0;
        const isSealed = !isClear(entry.parsed);
        const isPast = isSealed && retention.isPast(channel, entry.parsed.clock, slackMs);
        if (following.meet(draft, state, entry) || (named.has(entry.id) && isSealed) || isPast)
          gone.add(entry.id);
        else if (entry.body === undefined)
          draft.writes.push(missing.note(state, entry.parsed.sequence, entry.id));
        return gone.has(entry.id) ? { ...entry, body: undefined } : entry;
      });
      for (const [at, order] of orders) await following.take(draft, state, order, at);
      return { entries: stored, gone, writes: writesOf(draft, space), committed: () => committed(draft) };
    },
    reckon: () => reversal.reckon(),
    sweep: async () => {
      const draft = newDraft();
      for (const [key, order] of waiting.delayed()) {
        const { by, dueMs, targets, blobs } = order;
        if (dueMs > now()) continue;
        const mayAll = await rank.isBackedNow(order);
        const later = { ...order, dueMs: now() + LIMITS.dropGraceMs };
        waiting.delay(draft, key, mayAll === undefined ? later : undefined);
        const owners = new Set<AccountId>();
        for (const target of targets) {
          const owner = await following.follow(draft, by, target, mayAll === true);
          if (owner !== undefined) owners.add(owner);
        }
        for (const owner of owners) droppedOf(draft, owner).blobs.push(...blobs);
      }
      const over = await retention.due([...frontier.all()].filter(({ log }) => !lasting.has(log.channel)));
      draft.writes.push(...over.marks);
      for (const { state, sequences } of over.expired) {
        const { log, logId } = state;
        for (const sequence of sequences) draft.writes.push(...missing.settle(logId, sequence));
        draft.writes.push({ type: 'drop-bodies', space, log, logId, sequences, leave: 'nothing' });
      }
      await commit(draft);
      for (const channel of new Set(over.expired.map(({ state }) => state.log.channel)))
        dependencies.disappeared({ channel });
      const next = waiting.delayed().map(([, { dueMs }]) => dueMs);
      if (over.next !== undefined) next.push(over.next);
      return next.length === 0 ? undefined : Math.min(...next);
    },
  };
};
