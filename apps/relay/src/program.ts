/**
 * The one daemon for every headless role; each role's code is loaded only where it is chosen.
 *
 *   main.ts [--role relay] --listen ADDR [--listen ADDR…] --data DIR [--control] [--linger SECONDS]
 *   main.ts --role ai --model FILE|hf:OWNER/REPO:QUANT [--model …] --data DIR [--listen HOST:PORT] …
 *
 * The first line on standard output is where it is reached; everything else is a line of JSON on standard error.
 */
import { isPlexiError, toPlexiError } from '@plexi/protocol';

type Role = (args: string[]) => Promise<void>;

const ROLES: Readonly<Record<string, () => Promise<Role>>> = {
  relay: async () => (await import('./run-relay.ts')).runRelay,
  ai: async () => (await import('./ai/run-ai.ts')).runAi,
};

const run = async (): Promise<void> => {
  const args = process.argv.slice(2);
  const place = args.indexOf('--role');
  const [, name = 'relay'] = place < 0 ? [] : args.splice(place, 2);
  const role = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
  if (role === undefined) throw new TypeError(`--role is one of ${Object.keys(ROLES).join(', ')}`);
  await (await role())(args);
};

run().catch((error: unknown) => {
  if (error instanceof TypeError && !isPlexiError(error)) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  const { code, message, next } = toPlexiError(error);
  process.stderr.write(`${code}: ${message}\n${next}\n`);
  if (code === 'INTERNAL') process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
