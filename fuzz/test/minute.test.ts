/** Half a minute of fuzzing, in two processes. `npm run fuzz -- --seconds 1800 --keep` is the hour. */
import { expect, test } from 'vitest';
import { fuzzEverything } from '../src/fuzz-everything.ts';

test('half a minute of fuzzing finds nothing', { timeout: 120_000 }, async ({ annotate }) => {
  const seed = Date.now() % 2 ** 31;
  const said: string[] = [];
  const problems = await fuzzEverything({
    seconds: 12,
    seed,
    keep: false,
    only: [],
    say: (line) => said.push(line),
  });
  await annotate(`seed ${seed}, ${said.join('; ')}`);
  expect(problems).toEqual([]);
});
