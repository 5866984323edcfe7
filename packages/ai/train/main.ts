/** `npm run train -- moderation [--check]`: makes the weights that ship, or says whether the ones that ship are what it makes. */
import { trainModeration } from './moderation/run.ts';

const [what, ...options] = process.argv.slice(2);
if (what !== 'moderation' || options.some((option) => option !== '--check')) {
  process.stderr.write('Usage: npm run train -- moderation [--check]\n');
  process.exit(2);
}
process.exitCode = trainModeration({ check: options.includes('--check') }) ? 0 : 1;
