/** Whether what is written reaches the disk is part of where every space stands. */
import type { PeerEvent } from '@plexi/operations';
import type { SpaceId } from '@plexi/protocol';
import type { Store } from '@plexi/storage';

/** Tells views and the log when that changes; returns how to stop it. */
export const tellHealth = (
  store: Pick<Store, 'onHealth'>,
  spaces: ReadonlyMap<SpaceId, unknown>,
  emit: (event: PeerEvent) => void,
  log: (event: string, fields: Record<string, unknown>) => void,
): (() => void) =>
  store.onHealth(({ state }) => {
    log('storage', { state });
    for (const space of spaces.keys()) emit({ type: 'sync', space });
  });
