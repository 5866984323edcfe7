import { join } from 'node:path';
import { describeStore } from '../src/conformance/index.ts';
import { openMemoryStore } from '../src/memory/index.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';
import { makeFolder, makeKey } from './folder.ts';

describeStore('in memory', async () => openMemoryStore());
describeStore('on disk', () => openSqliteStore({ path: join(makeFolder(), 'store.db'), key: makeKey() }));
