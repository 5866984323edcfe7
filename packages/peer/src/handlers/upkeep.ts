/** profile.check: whether what is kept is what was written. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Handlers } from '@plexi/operations';
import { toPlexiError } from '@plexi/protocol';
import { checkStore } from '../upkeep/check-store.ts';
import type { PeerContext } from './context.ts';

export const upkeepHandlers = (context: PeerContext) => {
  let stopping = new AbortController();
  const look = async (caller: AbortSignal) => {
    const { store } = context.profile.open();
    const signal = AbortSignal.any([caller, stopping.signal]);
    const tell = (share: number): void => context.tellStorage({ work: 'check', share });
    const found = await checkStore({ primitives, store, signal, tell }).finally(() => tell(1));
    const isWhole = found.isWhole && store.health().state !== 'damaged';
    return { entries: found.entries, isWhole, isStopped: signal.aborted };
  };
  return {
    'profile.check': async ({ stop }, { signal }) => {
      if (stop === true) {
        stopping.abort();
        stopping = new AbortController();
        return { state: 'stopped', entries: 0, fetching: 0 };
      }
      const first = await look(signal).catch(async (error: unknown) => {
        // What was found had it repaired before this came to its end.
        if (toPlexiError(error).code !== 'STORE_CLOSED') throw error;
        await context.client();
        return look(signal);
      });
      if (first.isWhole)
        return { state: first.isStopped ? 'stopped' : 'whole', entries: first.entries, fetching: 0 };
      // It may have been, by itself, since.
      if (context.profile.open().store.health().state === 'damaged') await context.repair();
      const spaces = (await context.client()).spaces();
      const { entries, isWhole } = await look(signal);
      const fetching = spaces.reduce(
        (sum, { replica }) => sum + replica.logsLacking() + replica.missing.size,
        0,
      );
      return { state: isWhole ? 'repaired' : 'damaged', entries, fetching };
    },
  } satisfies Handlers;
};
