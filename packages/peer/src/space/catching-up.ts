/** What follows from governance and keys, and was refused by this disk: done again when it may take it. */
import { isPlexiError } from '@plexi/protocol';
import type { SpaceContext } from './context.ts';

export interface CatchingUp {
  /** Something that follows from what is stored was not done: says so, and where it was for the disk, does it all again later. */
  failed: (error: unknown) => void;
  close(): void;
}

/** After which time a disk may take what it refused. */
const RETRY_MS = 10_000;

/** `follow` does whatever follows from what is stored, as a start does. */
export const createCatchingUp = (context: SpaceContext, follow: () => Promise<void>): CatchingUp => {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const tryAgain = (): Promise<void> => context.replica.run(follow).catch(failed);

  function failed(error: unknown): void {
    const isDisk = isPlexiError(error) && error.code === 'STORE_FAILED';
    context.problem(isDisk ? error.code : 'INTERNAL', String(error));
    if (!isDisk || closed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      void tryAgain();
    }, RETRY_MS);
    timer.unref();
  }

  return {
    failed,
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
};
