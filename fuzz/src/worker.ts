/**
 * A process that fuzzes some targets one after the other: `worker.ts SECONDS SEED keep|leave TARGET…`. Writes a line of JSON for
 * each, with what took longest.
 */
import { join, sep } from 'node:path';
import { folderOf, keepFinding, readCorpus, writeCorpus } from './corpus.ts';
import { instrument } from './engine/coverage.ts';
import { createRandom } from './engine/random.ts';
import { fuzzTarget } from './engine/session.ts';
import { startWatch } from './engine/watch.ts';
import type { Report } from './report.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const [seconds = '1', seed = '1', keep = 'leave', ...names] = process.argv.slice(2);

instrument([
  ...['packages', 'apps'].map((folder) => join(ROOT, folder) + sep),
  ...['cborg', 'ts-mls'].map((name) => `${sep}node_modules${sep}${name}${sep}`),
]);
const { TARGETS } = await import('./targets.ts');
for (const name of names) {
  const target = TARGETS[name];
  if (target === undefined) throw new RangeError(`no target ${name}`);
  const watch = startWatch(folderOf(name));
  const outcome = await fuzzTarget(target, [...target.seeds(), ...readCorpus(name)], {
    ms: (Number(seconds) * 1000) / names.length,
    random: createRandom(Number(seed) + names.indexOf(name)),
    watch,
  });
  await watch.close();
  if (keep === 'keep' && outcome.finding === undefined) writeCorpus(name, outcome.corpus);
  const report: Report = {
    target: name,
    runs: outcome.runs,
    edges: outcome.edges,
    inputs: outcome.corpus.length,
    slowest: outcome.slowest.map(({ bytes }) => Buffer.from(bytes).toString('base64')),
    ...(outcome.finding === undefined
      ? {}
      : {
          finding: {
            file: keepFinding(name, outcome.finding.bytes),
            error:
              outcome.finding.error instanceof Error
                ? (outcome.finding.error.stack ?? '')
                : String(outcome.finding.error),
          },
        }),
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
