/**
 * `npm run fuzz -- [--target NAME] [--seconds N] [--seed S] [--keep]`: feeds every decoder, two processes side by side, for N
 * seconds of each. What is found wrong is left as a file under `corpus`, and with `--keep` the corpus takes in what reached
 * something new. Then what took longest is measured. Ends with 1 where anything was found.
 */
import { parseArgs } from 'node:util';
import { fuzzEverything } from './fuzz-everything.ts';

const { values } = parseArgs({
  options: {
    target: { type: 'string', multiple: true, default: [] },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
if (!(seconds > 0) || !Number.isSafeInteger(seed)) {
  process.stderr.write('Usage: npm run fuzz -- [--target NAME] [--seconds N] [--seed S] [--keep]\n');
  process.exit(2);
}
process.stdout.write(`seed ${seed}\n`);
const problems = await fuzzEverything({
  seconds,
  seed,
  keep: values.keep,
  only: values.target,
  say: (line) => process.stdout.write(`${line}\n`),
});
process.exit(problems.length === 0 ? 0 : 1);
