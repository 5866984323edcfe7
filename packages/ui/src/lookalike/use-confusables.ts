import { useSyncExternalStore } from 'react';

let table: ReadonlyMap<string, string> | undefined;
let asked = false;
const listeners = new Set<() => void>();

const load = async (): Promise<void> => {
  const { readConfusables } = await import('@plexi/operations/confusables');
  table = readConfusables();
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  if (!asked) {
    asked = true;
    void load();
  }
  return () => listeners.delete(listener);
};

/** Which characters look alike; `undefined` until the table is here, which the first screen does not wait for. */
export const useConfusables = (): ReadonlyMap<string, string> | undefined =>
  useSyncExternalStore(subscribe, () => table);
