/**
 * [L4] [G4] Orders whose log's visible end moves. One that lies behind it counts no more, as for whoever never got it: what went because of it
 * is missing, and others are asked for it. One that counts again is followed again. The end up to which orders were followed is
 * kept, so that a crash between a decision and what follows from it changes nothing.
 */
import {
  type DropOrder,
  type DropTarget,
  decodeHeader,
  type EntryId,
  idFromBytes,
  isInCharge,
  LIMITS,
  type LogId,
  type LogState,
} from '@plexi/protocol';
import { placeKey } from '@plexi/storage';
import { type Draft, newDraft } from './drop-draft.ts';
import type { DropFollowing, FollowingDependencies } from './drop-following.ts';
import { readDropOrder, targetHere } from './drop-target.ts';
import type { AcceptedEntry } from './load.ts';
import type { Retention } from './retention.ts';

export interface ReversalDependencies extends FollowingDependencies {
  headsAt: (state: LogState, sequence: number) => Promise<EntryId[]>;
  retention: Retention;
}

export interface DropReversal {
  reckon(): Promise<void>;
}

/** Of records: by log, where orders count up to, while that is not the log's end here. */
export const RECKONED = 'drop-reckoned';
const decoder = new TextDecoder();
const encoder = new TextEncoder();
const placeOf = ({ logId, sequence }: Pick<DropTarget, 'logId' | 'sequence'>): string =>
  placeKey(logId, sequence);

export const openDropReversal = async (
  dependencies: ReversalDependencies,
  following: DropFollowing,
  commit: (draft: Draft) => Promise<void>,
): Promise<DropReversal> => {
  const { primitives, store, space, frontier, missing, governance, headsAt, lasting, retention } =
    dependencies;
  const reckoned = new Map<LogId, number>();
  for (const { key, value } of await store.records(space, RECKONED))
    reckoned.set(key as LogId, Number(decoder.decode(value)));

  /** The orders of a log from one place to another. */
  async function* ordersIn(
    state: LogState,
    from: number,
    to: number,
  ): AsyncGenerator<[AcceptedEntry, DropOrder]> {
    for (let at = from; at <= to; ) {
      const bounds = { limit: Math.min(LIMITS.batchEntries, to - at + 1), maxBytes: LIMITS.batchBytes };
      const raws = await store.entries(space, state.log, at, bounds);
      if (raws.length === 0) return;
      for (const raw of raws) {
        const parsed = decodeHeader(raw.header);
        const order = readDropOrder({ parsed, body: raw.body });
        if (order === undefined) continue;
        const id = idFromBytes<EntryId>(primitives.sha256(raw.header));
        yield [{ ...raw, parsed, id, heads: await headsAt(state, parsed.sequence) }, order];
      }
      at += raws.length;
    }
  }

  /** Those whose bodies are not here, and would be if nobody had ordered otherwise. */
  const goneOf = async (targets: readonly DropTarget[]): Promise<DropTarget[]> => {
    const gone: DropTarget[] = [];
    for (const target of targets) {
      const state = frontier.byId(target.logId);
      if (state === undefined || lasting.has(state.log.channel)) continue;
      const raw = await targetHere(dependencies, state, target);
      if (raw === undefined || raw.body !== undefined) continue;
      if (!retention.isPast(state.log.channel, decodeHeader(raw.header).clock)) gone.push(target);
    }
    return gone;
  };

  /** Of those bodies the ones that other orders, which stand, have go. What somebody in charge ordered about others waits anew. */
  const stillOrdered = async (draft: Draft, gone: readonly DropTarget[]): Promise<Set<string>> => {
    const places = new Map(gone.map((target) => [placeOf(target), target]));
    const owners = new Map(
      gone.map((target) => {
        const log = frontier.byId(target.logId)?.log;
        return [placeOf(target), log && following.ownerOf(log)];
      }),
    );
    const concerned = new Set(owners.values());
    const ordered = new Set<string>();
    for (const state of frontier.all()) {
      const by = lasting.has(state.log.channel) ? undefined : following.ownerOf(state.log);
      if (by === undefined) continue;
      if (!concerned.has(by) && !isInCharge(governance()?.state.members[by]?.role)) continue;
      for await (const [entry, order] of ordersIn(state, 1, state.visible.sequence)) {
        const named = order.targets.filter((target) => places.get(placeOf(target))?.entry === target.entry);
        const others = named.filter((target) => owners.get(placeOf(target)) !== by);
        for (const target of named) if (!others.includes(target)) ordered.add(placeOf(target));
        if (others.length > 0) await following.take(draft, state, { ...order, targets: others }, entry);
      }
    }
    return ordered;
  };

  const recall = async (draft: Draft, state: LogState, from: number, to: number): Promise<void> => {
    const gone = new Map<string, DropTarget>();
    for await (const [, { targets }] of ordersIn(state, from, to))
      for (const target of await goneOf(targets)) gone.set(placeOf(target), target);
    if (gone.size === 0) return;
    const ordered = await stillOrdered(draft, [...gone.values()]);
    let count = 0;
    for (const [place, { logId, sequence, entry }] of gone) {
      const log = frontier.byId(logId);
      if (log === undefined || ordered.has(place) || !missing.hasRoomFor(++count)) continue;
      draft.writes.push(missing.note(log, sequence, entry, 'recalled'));
    }
  };

  return {
    reckon: async () => {
      for (const state of frontier.all()) {
        if (lasting.has(state.log.channel)) continue;
        const { tip, visible, logId } = state;
        const before = Math.min(reckoned.get(logId) ?? tip.sequence, tip.sequence);
        const end = visible.sequence;
        if (before === end) continue;
        const draft = newDraft();
        if (end < before) await recall(draft, state, end + 1, before);
        else
          for await (const [entry, order] of ordersIn(state, before + 1, end))
            await following.take(draft, state, order, entry);
        const value = end === tip.sequence ? undefined : encoder.encode(String(end));
        draft.writes.push({ type: 'record', scope: space, kind: RECKONED, key: logId, value });
        draft.effects.push(() => (value === undefined ? reckoned.delete(logId) : reckoned.set(logId, end)));
        await commit(draft);
      }
    },
  };
};
