/** In the place of a lock that dies with its process: one that dies with the node's life. */
import type { lockFolder as realLock } from '@plexi/peer/host';
import { plexiError } from '@plexi/protocol';
import { diskHere } from '../world/disks.ts';

export const lockFolder: typeof realLock = async (folder) => {
  const { locks } = diskHere();
  if (locks.has(folder)) throw plexiError('PROFILE_IN_USE');
  locks.add(folder);
  return { release: () => void locks.delete(folder) };
};
