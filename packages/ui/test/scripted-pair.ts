import type { MessageConnection } from '@plexi/operations';

/** Two ends of one connection in memory; each message arrives in a later task, as over a socket. */
export const createPair = (): [MessageConnection, MessageConnection] => {
  const closers: (() => void)[] = [];
  let open = true;
  const ends = [0, 1].map(() => ({ handlers: [] as ((text: string) => void)[] }));
  const end = (own: number): MessageConnection => ({
    send: (text) => {
      if (open) setTimeout(() => ends[1 - own]?.handlers.forEach((handler) => handler(text)), 0);
    },
    onMessage: (handler) => void ends[own]?.handlers.push(handler),
    onClose: (handler) => void closers.push(handler),
    close: () => {
      if (!open) return;
      open = false;
      for (const close of closers) close();
    },
  });
  return [end(0), end(1)];
};
