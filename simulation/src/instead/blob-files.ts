/** In the place of chunks of files: the node's simulated disk. */
import type { openBlobFiles as real } from '../../../packages/peer/src/blob/blob-files.ts';
import { diskHere } from '../world/disks.ts';

export const openBlobFiles: typeof real = (folder) => {
  const { files } = diskHere();
  const placeOf = (hash: string): string => `${folder}/${hash}`;
  return {
    read: async (hash, offset, length) => files.get(placeOf(hash))?.slice(offset, offset + length),
    write: async (hash, bytes) => {
      files.set(placeOf(hash), bytes.slice());
    },
    remove: async (hash) => {
      files.delete(placeOf(hash));
    },
    sweep: async (isKnown) => {
      for (const place of files.keys()) {
        const [, hash] = place.split(`${folder}/`);
        if (hash !== undefined && !isKnown(hash)) files.delete(place);
      }
    },
  };
};
