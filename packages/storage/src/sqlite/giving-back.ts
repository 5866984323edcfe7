/**
 * [L4] Pages that are no longer needed are given back to the file system, in short steps while nothing else is written. What was in
 * them was overwritten when it was deleted (`secure_delete`); the file gets shorter once the log is put in its place.
 */
import type { Connection } from './driver.ts';

export interface GivingBack {
  /** Much may have been deleted. */
  poke(): void;
  close(): void;
}

/** Pages of one step: some ten milliseconds. */
const STEP_PAGES = 256;
/** Between steps, and before the first: what deletes often does so many times in a row. */
const PAUSE_MS = 25;
/** Free pages that stay when nothing was deleted: what is written next takes them. */
const KEPT_SHARE = 0.1;

export const createGivingBack = (
  connection: Connection,
  run: (task: () => void) => Promise<void>,
): GivingBack => {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const read = (pragma: string): number => connection.pragma(pragma, { simple: true }) as number;

  const step = async (): Promise<void> => {
    timer = undefined;
    await run(() => connection.exec(`PRAGMA incremental_vacuum(${STEP_PAGES})`));
    if (closed) return;
    if (read('freelist_count') > 0) poke();
    else connection.pragma('wal_checkpoint(PASSIVE)');
  };
  const poke = (): void => {
    if (closed || timer !== undefined) return;
    timer = setTimeout(() => {
      // Whoever asks how the store is learns of it; there is another time.
      step().catch(() => undefined);
    }, PAUSE_MS);
    timer.unref();
  };
  // An earlier run may not have come to the end of it.
  if (read('freelist_count') > KEPT_SHARE * read('page_count')) poke();
  return {
    poke,
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
};
