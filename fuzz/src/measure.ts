/**
 * Measures what inputs cost, in code as it is shipped: lines of a target's name and an input in Base64 on standard input; a line
 * for each that takes too long or too much on standard output. CPU time, the best of several runs, since others use this machine
 * too; memory as the process's peak grows.
 */
import { createInterface } from 'node:readline';
import { TARGETS } from './targets.ts';

/** What 64 KiB from outside may cost. */
const MOST = { ms: 50, bytes: 64 * 1024 * 1024 };
const TRIES = 5;

const cost = async (run: () => unknown): Promise<number> => {
  const before = process.cpuUsage();
  try {
    await run();
  } catch {
    // What it may throw is the fuzzer's question.
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const peak = (): number => process.resourceUsage().maxRSS * 1024;

for await (const line of createInterface({ input: process.stdin })) {
  const [name = '', base64 = ''] = line.split(' ');
  const target = TARGETS[name];
  if (target === undefined || target.unmeasured !== undefined) continue;
  const most = target.most ?? MOST;
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const run = () => target.run(bytes.slice());
  // What is loaded and compiled at the first call is no cost of the input.
  for (const seed of target.seeds()) await cost(() => target.run(seed.slice()));
  globalThis.gc?.();
  const before = peak();
  let ms = await cost(run);
  const grown = peak() - before;
  for (let left = TRIES; ms > most.ms && left > 0; left--) ms = Math.min(ms, await cost(run));
  if (ms > most.ms || grown > most.bytes)
    process.stdout.write(
      `${name}: ${Math.round(ms)} ms and ${Math.round(grown / 2 ** 20)} MiB for ${bytes.length} bytes: ${base64.slice(0, 200)}\n`,
    );
}
