/** In the place of SQLite: the node's simulated disk. */
import type { openSqliteStore as real } from '@plexi/storage/sqlite';
import { diskHere } from '../world/disks.ts';

export const openSqliteStore: typeof real = async ({ path }) => diskHere().open(path);
