/** [L4] Drop orders that wait, for what they name or for the end of their grace period, as many as the limit has room for. */
import { type DropTarget, LIMITS, type SpaceId } from '@plexi/protocol';
import { placeKey, type Store } from '@plexi/storage';
import type { Draft } from './drop-draft.ts';
import { decodeWaiting, encodeWaiting, type WaitingOrder } from './drop-records.ts';

type Kept = readonly [key: string, order: WaitingOrder];

export interface WaitingOrders {
  readonly isEmpty: boolean;
  isFull(draft: Draft): boolean;
  /** Has an order wait for an entry that is not here. */
  await(draft: Draft, target: DropTarget, order: WaitingOrder): void;
  /** The orders that waited for that place, which do so no longer. */
  meet(draft: Draft, target: Omit<DropTarget, 'entry'>): WaitingOrder[];
  /** Has an order, by a name of its own, wait for its time; `undefined` ends that. */
  delay(draft: Draft, key: string, order: WaitingOrder | undefined): void;
  isDelayed(key: string): boolean;
  delayed(): Kept[];
}

const AWAITING = 'drop-pending';
const DELAYED = 'drop-due';
type Kind = typeof AWAITING | typeof DELAYED;

export const openWaitingOrders = async (store: Store, space: SpaceId): Promise<WaitingOrders> => {
  const load = async (kind: Kind): Promise<Map<string, WaitingOrder>> =>
    new Map((await store.records(space, kind)).map(({ key, value }) => [key, decodeWaiting(value)]));
  const known = { [AWAITING]: await load(AWAITING), [DELAYED]: await load(DELAYED) };
  /** Names of orders by the place that they wait for; several may name one. */
  const places = new Map<string, Set<string>>();
  const placeIn = (key: string): string => key.split('/', 2).join('/');
  const index = (key: string): void => {
    const place = placeIn(key);
    places.set(place, (places.get(place) ?? new Set()).add(key));
  };
  for (const key of known[AWAITING].keys()) index(key);

  const keep = (draft: Draft, kind: Kind, key: string, order: WaitingOrder | undefined): void => {
    const value = order && encodeWaiting(order);
    if (order !== undefined) draft.kept++;
    draft.writes.push({ type: 'record', scope: space, kind, key, value });
    draft.effects.push(() => {
      if (order !== undefined) known[kind].set(key, order);
      else known[kind].delete(key);
      if (kind === DELAYED) return;
      if (order !== undefined) index(key);
      else if (places.get(placeIn(key))?.delete(key) && places.get(placeIn(key))?.size === 0)
        places.delete(placeIn(key));
    });
  };

  return {
    get isEmpty() {
      return known[AWAITING].size === 0;
    },
    isFull: (draft) => known[AWAITING].size + known[DELAYED].size + draft.kept >= LIMITS.dropsWaiting,
    await: (draft, { logId, sequence }, order) => {
      const by = order.at === undefined ? order.by : placeKey(order.at.logId, order.at.sequence);
      keep(draft, AWAITING, `${placeKey(logId, sequence)}/${by}`, order);
    },
    meet: (draft, { logId, sequence }) => {
      const met: WaitingOrder[] = [];
      for (const key of places.get(placeKey(logId, sequence)) ?? []) {
        const order = known[AWAITING].get(key);
        if (order !== undefined) met.push(order);
        keep(draft, AWAITING, key, undefined);
      }
      return met;
    },
    delay: (draft, key, order) => keep(draft, DELAYED, key, order),
    isDelayed: (key) => known[DELAYED].has(key),
    delayed: () => [...known[DELAYED]],
  };
};
