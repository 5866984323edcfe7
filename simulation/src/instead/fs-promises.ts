/** In the place of `node:fs/promises` where all that it is used for is to delete. */
import { diskHere } from '../world/disks.ts';

export const rm = async (file: string): Promise<void> => {
  diskHere().files.delete(file);
};
