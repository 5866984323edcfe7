/** Opens a store, which upgrades it, and closes it: `node open-store.ts PATH KEY`, the key hexadecimal. */
import { openSqliteStore } from '../src/sqlite/index.ts';

const [path = '', key = ''] = process.argv.slice(2);
await (await openSqliteStore({ path, key: new Uint8Array(Buffer.from(key, 'hex')) })).close();
