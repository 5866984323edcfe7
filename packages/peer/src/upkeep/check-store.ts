/** Looking through all that a profile or a relay keeps, in steps with pauses between, so that everything else goes on. */
import type { Primitives, SpaceId } from '@plexi/protocol';
import type { Store, StoredHead } from '@plexi/storage';
import { checkLog } from './check-logs.ts';

export interface CheckDependencies {
  primitives: Primitives;
  store: Store;
  signal?: AbortSignal;
  /** Called with the share that is done, from 0 to 1. */
  tell: (share: number) => void;
}

export interface CheckedStore {
  entries: number;
  isWhole: boolean;
}

/** The pages take about as long as the entries on them. */
const PAGES_SHARE = 0.4;

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Ends early, with what was found so far, when `signal` says so. What is damaged is also said by the store's health. */
export const checkStore = async (dependencies: CheckDependencies): Promise<CheckedStore> => {
  const { store, signal, tell } = dependencies;
  const isOver = (): boolean => signal?.aborted === true;
  const found: CheckedStore = { entries: 0, isWhole: true };
  tell(0);
  for (let part = 0, parts = 1; part < parts && !isOver(); part++) {
    const looked = await store.checkPart(part);
    if (looked.isDamaged) return { ...found, isWhole: false };
    parts = looked.parts;
    tell((PAGES_SHARE * (part + 1)) / parts);
    await breathe();
  }
  const logs: { space: SpaceId; head: StoredHead }[] = [];
  for (const space of await store.spaces())
    for (const head of await store.heads(space)) logs.push({ space, head });
  const total = logs.reduce((sum, { head }) => sum + head.tip.sequence, 0);
  for (const { space, head } of logs) {
    const mayGoOn = async (): Promise<boolean> => {
      await breathe();
      return !isOver();
    };
    const { entries, isWhole } = await checkLog({ ...dependencies, mayGoOn }, space, head);
    found.entries += entries;
    if (isOver()) break;
    if (!isWhole) {
      store.noteDamage();
      return { ...found, isWhole: false };
    }
    tell(PAGES_SHARE + ((1 - PAGES_SHARE) * found.entries) / Math.max(1, total));
  }
  return found;
};
