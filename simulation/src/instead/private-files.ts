/** In the place of files that only their owner may read: the node's simulated disk, on which nobody else is. */
import { plexiError } from '@plexi/protocol';
import type * as real from '../../../packages/peer/src/host/private-files.ts';
import { diskHere } from '../world/disks.ts';

export const isAbsent: typeof real.isAbsent = () => false;
export const makePrivateFolder: typeof real.makePrivateFolder = async () => undefined;
export const isPrivateFolder: typeof real.isPrivateFolder = async () => true;

export const writePrivateFile: typeof real.writePrivateFile = async (file, content) => {
  const { files, mood } = diskHere();
  if (mood.full) throw plexiError('PROFILE_INVALID', { detail: 'cannot write' });
  files.set(file, typeof content === 'string' ? new TextEncoder().encode(content) : content.slice());
};

export const readSmallFile: typeof real.readSmallFile = async (file) => diskHere().files.get(file)?.slice();
