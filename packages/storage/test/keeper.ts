/**
 * A process of its own that opens a store, for the tests that need another one or one to kill:
 * `node keeper.ts PATH KEY-HEX hold` or `... write`. Says `open`, then the sequence of each acknowledged entry.
 */

import { writeSync } from 'node:fs';
import { ADA, appending, GENERAL, LAB, message, startLog } from '../src/conformance/fixtures.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';

const [path = '', key = '', task = ''] = process.argv.slice(2);
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

try {
  const store = await openSqliteStore({ path, key: new Uint8Array(Buffer.from(key, 'hex')) });
  say('open');
  if (task === 'hold') setInterval(() => undefined, 1000);
  const generation = (await store.heads(LAB)).length;
  const ada = startLog(LAB, GENERAL, ADA, generation);
  if (task === 'hold') await new Promise(() => undefined);
  for (;;) {
    const batch = [ada.write(1), ada.write(3), ada.write(1)];
    await Promise.all(
      batch.map(async (entries) => {
        const messages = entries.map((entry) =>
          message({
            id: entry.id,
            entry: entry.id,
            clock: entry.parsed.clock,
            sequence: entry.parsed.sequence,
            logId: ada.logId,
          }),
        );
        await store.commit([appending(ada, entries), { type: 'messages', messages }]);
        say(`${generation} ${entries.at(-1)?.parsed.sequence}`);
      }),
    );
  }
} catch (error) {
  say(error instanceof Error && 'code' in error ? String(error.code) : 'failed');
  process.exit(1);
}
