/**
 * [L4] Following drop orders, the same at relays and clients. The author's account has its own bodies go at once. Somebody
 * of rank has others' go after a grace period, so that a hostile admin destroys nothing unnoticed; whoever has no rank is
 * not heard. An order may come before what it is about.
 */
import {
  type AccountId,
  accountOf,
  type ChannelId,
  type DropOrder,
  type DropTarget,
  decodeDropOrder,
  decodeHeader,
  type Entry,
  type EntryId,
  type Governance,
  idFromBytes,
  isClear,
  isPlexiError,
  LIMITS,
  type LogRef,
  type Primitives,
  type SpaceId,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { decodeWaiting, encodeWaiting, type WaitingOrder } from './drop-records.ts';
import type { Frontier, LogState } from './frontier.ts';
import { type MissingBodies, placeKey } from './missing-bodies.ts';
import type { Retention } from './retention.ts';

/** Bodies of one account that went, and the files' chunks that were named with them. */
export interface Dropped {
  owner: AccountId;
  entries: { log: LogRef; sequence: number; entry: EntryId }[];
  blobs: string[];
}

/** Bodies of a channel that went because their time was over. */
export interface Disappeared {
  channel: ChannelId;
}

interface DropPlan {
  /** The entries as they are to be stored. */
  entries: Entry[];
  /** To be committed behind everything else that follows from the entries. */
  writes: Write[];
  /** To be called when that is done. */
  committed(): void;
}

export interface Drops {
  /** What entries of a channel's log bring about; `undefined` where no body is concerned. */
  plan(state: LogState, entries: readonly Entry[]): Promise<DropPlan | undefined>;
  /** Does what is due. Gives when there is more to do, in milliseconds since 1970. */
  sweep(): Promise<number | undefined>;
}

export interface DropsDependencies {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
  now: () => number;
  frontier: Frontier;
  missing: MissingBodies;
  governance: () => Governance | undefined;
  /** Channels whose bodies never go: governance and keys. */
  lasting: ReadonlySet<ChannelId>;
  retention: Retention;
  /** Bodies went; runs in the replica's queue. */
  dropped: (dropped: readonly Dropped[]) => void;
  disappeared: (disappeared: Disappeared) => void;
}

const PENDING = 'drop-pending';
const DUE = 'drop-due';

/** Writes and effects that come together while a plan is made. */
interface Draft {
  bodies: Map<LogState, number[]>;
  writes: Write[];
  effects: (() => void)[];
  dropped: Map<AccountId, Dropped>;
  /** Orders that wait from now on. */
  kept: number;
}

export const openDrops = async (dependencies: DropsDependencies): Promise<Drops> => {
  const { primitives, store, space, now, frontier, missing, lasting, retention } = dependencies;
  /** What an order names that is not here yet, by its place. */
  const pending = new Map<string, WaitingOrder>();
  /** Orders of others than the author, by the order's entry. */
  const due = new Map<string, WaitingOrder>();
  for (const { key, value } of await store.records(space, PENDING)) pending.set(key, decodeWaiting(value));
  for (const { key, value } of await store.records(space, DUE)) due.set(key, decodeWaiting(value));

  const ownerOf = ({ device, generation }: LogRef): AccountId | undefined => {
    const governance = dependencies.governance();
    return governance && accountOf(governance, device, generation);
  };

  const hasRank = (account: AccountId): boolean => {
    const role = dependencies.governance()?.state.members[account]?.role;
    return role === 'owner' || role === 'admin';
  };

  const keep = (draft: Draft, kind: typeof PENDING | typeof DUE, key: string, order?: WaitingOrder): void => {
    const known = kind === PENDING ? pending : due;
    const value = order && encodeWaiting(order);
    if (order !== undefined) draft.kept++;
    draft.writes.push({ type: 'record', scope: space, kind, key, value });
    draft.effects.push(() => (order === undefined ? known.delete(key) : known.set(key, order)));
  };

  const isFull = (draft: Draft): boolean => pending.size + due.size + draft.kept >= LIMITS.dropsWaiting;

  const noteDropped = (draft: Draft, owner: AccountId): Dropped => {
    const noted = draft.dropped.get(owner) ?? { owner, entries: [], blobs: [] };
    draft.dropped.set(owner, noted);
    return noted;
  };

  const dropBody = (
    draft: Draft,
    state: LogState,
    owner: AccountId,
    { sequence, entry }: DropTarget,
  ): void => {
    draft.bodies.set(state, [...(draft.bodies.get(state) ?? []), sequence]);
    draft.writes.push(...missing.settle(state.logId, sequence));
    noteDropped(draft, owner).entries.push({ log: state.log, sequence, entry });
  };

  /** Whether that entry is in that place, and sealed: a clear one says what happened to others. */
  const isThere = async (state: LogState, { sequence, entry }: DropTarget): Promise<boolean> => {
    const [raw] = await store.entries(space, state.log, sequence, { limit: 1, maxBytes: 1 });
    if (raw === undefined || idFromBytes<EntryId>(primitives.sha256(raw.header)) !== entry) return false;
    return !isClear(decodeHeader(raw.header));
  };

  /** Follows an order of `by` about one body that is here. With `isDue`, the grace period is over. */
  const follow = async (
    draft: Draft,
    by: AccountId,
    target: DropTarget,
    isDue: boolean,
  ): Promise<AccountId | undefined> => {
    const state = frontier.byId(target.logId);
    if (state === undefined || lasting.has(state.log.channel)) return undefined;
    const owner = ownerOf(state.log);
    if (owner === undefined || (owner !== by && !(isDue && hasRank(by)))) return undefined;
    if (!(await isThere(state, target))) return undefined;
    dropBody(draft, state, owner, target);
    return owner;
  };

  /** Takes in an order of the log `state`, whose entries up to `end` are there or come with it. */
  const take = async (draft: Draft, state: LogState, order: DropOrder, at: Entry): Promise<void> => {
    const by = ownerOf(state.log);
    if (by === undefined) return;
    const later: DropTarget[] = [];
    for (const target of order.targets) {
      const log = frontier.byId(target.logId);
      const isOwnLog = log === state;
      if (isOwnLog && target.sequence >= at.parsed.sequence) continue;
      const isHere = log !== undefined && target.sequence <= log.tip.sequence;
      if (!isHere && !isOwnLog) {
        if (isFull(draft)) continue;
        keep(draft, PENDING, placeKey(target.logId, target.sequence), {
          by,
          dueMs: 0,
          targets: [target],
          blobs: [],
        });
      } else if (isHere && log !== undefined && ownerOf(log.log) !== by) later.push(target);
      else if (isHere) await follow(draft, by, target, false);
    }
    if (order.blobs.length > 0 && later.length < order.targets.length)
      noteDropped(draft, by).blobs.push(...order.blobs);
    if (later.length === 0 || !hasRank(by) || isFull(draft)) return;
    const dueMs = now() + LIMITS.dropGraceMs;
    keep(draft, DUE, at.id, { by, dueMs, targets: later, blobs: order.blobs });
  };

  const readOrder = (entry: Entry): DropOrder | undefined => {
    if (!isClear(entry.parsed) || entry.body === undefined) return undefined;
    try {
      return decodeDropOrder(entry.body);
    } catch (error) {
      // A clear entry of a later kind, or nonsense: it says nothing here.
      if (isPlexiError(error)) return undefined;
      throw error;
    }
  };

  /** Places of this run that an order within it names: those bodies are not stored at all. */
  const namedWithin = (state: LogState, orders: readonly [Entry, DropOrder][]): Set<EntryId> => {
    const named = new Set<EntryId>();
    for (const [at, { targets }] of orders)
      for (const { logId, sequence, entry } of targets)
        if (logId === state.logId && sequence < at.parsed.sequence && sequence > state.tip.sequence)
          named.add(entry);
    return named;
  };

  /** What an order that came earlier says of an entry that comes now. */
  const meet = (draft: Draft, state: LogState, entry: Entry): boolean => {
    const key = placeKey(state.logId, entry.parsed.sequence);
    const order = pending.get(key);
    if (order === undefined) return false;
    keep(draft, PENDING, key);
    if (order.targets[0]?.entry !== entry.id || isClear(entry.parsed)) return false;
    if (ownerOf(state.log) === order.by) return true;
    const dueMs = now() + LIMITS.dropGraceMs;
    if (hasRank(order.by)) keep(draft, DUE, entry.id, { ...order, dueMs });
    return false;
  };

  const finish = (draft: Draft): Pick<DropPlan, 'writes' | 'committed'> => {
    const writes = [...draft.writes];
    for (const [{ log, logId }, sequences] of draft.bodies)
      writes.push({ type: 'drop-bodies', space, log, logId, sequences, leave: 'tombstone' });
    return {
      writes,
      committed: () => {
        for (const effect of draft.effects) effect();
        missing.committed();
        if (draft.dropped.size > 0) dependencies.dropped([...draft.dropped.values()]);
      },
    };
  };

  const newDraft = (): Draft => ({ bodies: new Map(), writes: [], effects: [], dropped: new Map(), kept: 0 });

  return {
    plan: async (state, entries) => {
      const { channel } = state.log;
      const concerned = entries.some((entry) => isClear(entry.parsed) || entry.body === undefined);
      if (!concerned && pending.size === 0 && !retention.concerns(channel)) return undefined;
      const draft = newDraft();
      const orders = entries.flatMap((entry): [Entry, DropOrder][] => {
        const order = readOrder(entry);
        return order === undefined ? [] : [[entry, order]];
      });
      const named = namedWithin(state, orders);
      const stored = entries.map((entry) => {
        // Clocks differ: what somebody else let go a little early is not missing.
        const slackMs = entry.body === undefined ? LIMITS.clockSkewMs : 0;
        const isSealed = !isClear(entry.parsed);
        const isPast = isSealed && retention.isPast(channel, entry.parsed.clock, slackMs);
        const goes = meet(draft, state, entry) || (named.has(entry.id) && isSealed) || isPast;
        if (!goes && entry.body === undefined)
          draft.writes.push(missing.note(state, entry.parsed.sequence, entry.id));
        return goes ? { ...entry, body: undefined } : entry;
      });
      for (const [at, order] of orders) await take(draft, state, order, at);
      return { entries: stored, ...finish(draft) };
    },
    sweep: async () => {
      const draft = newDraft();
      for (const [key, { by, dueMs, targets, blobs }] of due) {
        if (dueMs > now()) continue;
        keep(draft, DUE, key);
        const owners = new Set<AccountId>();
        for (const target of targets) {
          const owner = await follow(draft, by, target, true);
          if (owner !== undefined) owners.add(owner);
        }
        for (const owner of owners) noteDropped(draft, owner).blobs.push(...blobs);
      }
      const over = await retention.due([...frontier.all()].filter(({ log }) => !lasting.has(log.channel)));
      draft.writes.push(...over.marks);
      for (const { state, sequences } of over.expired) {
        const { log, logId } = state;
        for (const sequence of sequences) draft.writes.push(...missing.settle(logId, sequence));
        draft.writes.push({ type: 'drop-bodies', space, log, logId, sequences, leave: 'nothing' });
      }
      const { writes, committed } = finish(draft);
      if (writes.length > 0) await store.commit(writes);
      committed();
      for (const channel of new Set(over.expired.map(({ state }) => state.log.channel)))
        dependencies.disappeared({ channel });
      const next = [...due.values()].map(({ dueMs }) => dueMs);
      if (over.next !== undefined) next.push(over.next);
      return next.length === 0 ? undefined : Math.min(...next);
    },
  };
};
