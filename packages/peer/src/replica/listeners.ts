/** Those who want to hear of one thing. */
export interface Listeners<Words extends unknown[]> {
  tell: (...words: Words) => void;
  /** Gives what ends it. */
  add: (listener: (...words: Words) => void) => () => void;
}

export const createListeners = <Words extends unknown[]>(): Listeners<Words> => {
  const listeners = new Set<(...words: Words) => void>();
  return {
    tell: (...words) => {
      for (const listener of listeners) listener(...words);
    },
    add: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
