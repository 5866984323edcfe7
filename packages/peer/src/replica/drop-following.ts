/** [L4] What one drop order brings about: its author's own bodies go at once, those of others wait for their time. */
import {
  type AccountId,
  accountOf,
  type ChannelId,
  type DropOrder,
  type DropTarget,
  type Entry,
  type Frontier,
  type Governance,
  isClear,
  LIMITS,
  type LogRef,
  type LogState,
  type Primitives,
  type SpaceId,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import { type Draft, droppedOf } from './drop-draft.ts';
import type { DropRank } from './drop-rank.ts';
import type { WaitingOrder } from './drop-records.ts';
import { targetHere } from './drop-target.ts';
import type { WaitingOrders } from './drop-waiting.ts';
import type { AcceptedEntry } from './load.ts';
import type { MissingBodies } from './missing-bodies.ts';

export interface FollowingDependencies {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
  now: () => number;
  frontier: Frontier;
  missing: MissingBodies;
  governance: () => Governance | undefined;
  /** Channels whose bodies never go: governance and keys. */
  lasting: ReadonlySet<ChannelId>;
}

export interface DropFollowing {
  ownerOf(log: LogRef): AccountId | undefined;
  /** Follows an order of `by` about one body that is here. With `mayAll`, somebody in charge wrote it and the grace period is over. */
  follow(draft: Draft, by: AccountId, target: DropTarget, mayAll: boolean): Promise<AccountId | undefined>;
  /** Takes in an order of the log `state`, whose entries up to its own are there or come with it. */
  take(draft: Draft, state: LogState, order: DropOrder, entry: AcceptedEntry): Promise<void>;
  /** What orders that came earlier say of an entry that comes now: whether its body is gone. */
  meet(draft: Draft, state: LogState, entry: Entry): boolean;
}

export const createDropFollowing = (
  dependencies: FollowingDependencies,
  waiting: WaitingOrders,
  rank: DropRank,
): DropFollowing => {
  const { now, frontier, missing, lasting } = dependencies;

  const ownerOf = ({ device, generation }: LogRef): AccountId | undefined => {
    const governance = dependencies.governance();
    return governance && accountOf(governance, device, generation);
  };

  /** Whether an order counts: behind a cutoff it does not. What an earlier version kept says not where the order is. */
  const stands = ({ at }: WaitingOrder): boolean =>
    at === undefined || at.sequence <= (frontier.byId(at.logId)?.visible.sequence ?? 0);

  const follow: DropFollowing['follow'] = async (draft, by, target, mayAll) => {
    const state = frontier.byId(target.logId);
    if (state === undefined || lasting.has(state.log.channel)) return undefined;
    const owner = ownerOf(state.log);
    if (owner === undefined || (owner !== by && !mayAll)) return undefined;
    if ((await targetHere(dependencies, state, target)) === undefined) return undefined;
    const { logId, sequence, entry } = target;
    draft.bodies.set(state, [...(draft.bodies.get(state) ?? []), sequence]);
    draft.writes.push(...missing.settle(logId, sequence));
    droppedOf(draft, owner).entries.push({ log: state.log, sequence, entry });
    return owner;
  };

  return {
    ownerOf,
    follow,
    take: async (draft, state, order, entry) => {
      const { sequence } = entry.parsed;
      const at = { logId: state.logId, sequence };
      const by = ownerOf(state.log);
      if (by === undefined) return;
      const later: DropTarget[] = [];
      for (const target of order.targets) {
        const log = frontier.byId(target.logId);
        const isOwnLog = log === state;
        if (isOwnLog && target.sequence >= sequence) continue;
        const isHere = log !== undefined && target.sequence <= log.tip.sequence;
        if (!isHere && !isOwnLog) {
          if (waiting.isFull(draft)) continue;
          waiting.await(draft, target, { by, at, dueMs: 0, targets: [target], blobs: [] });
        } else if (isHere && ownerOf(log.log) !== by) later.push(target);
        else if (isHere) await follow(draft, by, target, false);
      }
      if (order.blobs.length > 0 && later.length < order.targets.length)
        droppedOf(draft, by).blobs.push(...order.blobs);
      const isRefused = rank.isBacked({ ...at, heads: entry.heads }) === false;
      if (later.length === 0 || isRefused || waiting.isFull(draft) || waiting.isDelayed(entry.id)) return;
      const dueMs = now() + LIMITS.dropGraceMs;
      waiting.delay(draft, entry.id, { by, at, dueMs, targets: later, blobs: order.blobs });
    },
    meet: (draft, state, entry) => {
      const { logId, sequence } = entry.parsed;
      let isGone = false;
      for (const order of waiting.meet(draft, { logId, sequence })) {
        if (order.targets[0]?.entry !== entry.id || isClear(entry.parsed)) continue;
        if (ownerOf(state.log) === order.by) isGone ||= stands(order);
        else waiting.delay(draft, `${entry.id}/${order.by}`, { ...order, dueMs: now() + LIMITS.dropGraceMs });
      }
      return isGone;
    },
  };
};
