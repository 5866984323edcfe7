/**
 * Where every command starts: needs nothing but Node 20 and npm, and hands over to the Node that PlexiChat runs under.
 *
 *     node scripts/boot.mjs start|test|test:long|check|bench|fuzz|simulate|train|setup|run ...
 */
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) {
  process.stderr.write(
    `PlexiChat needs Node 20 or newer to start from; this is Node ${process.versions.node}.\n`,
  );
  process.stderr.write(
    'What to do: install Node from nodejs.org or your system, then run the same command again.\n',
  );
  process.exit(1);
}

/** @type {Record<string, string[]>} */
const COMMANDS = {
  start: ['scripts/start.ts'],
  test: ['scripts/test.ts'],
  'test:long': ['scripts/test.ts', '--long'],
  check: ['scripts/check.ts'],
  bench: ['bench/src/main.ts'],
  simulate: ['simulation/src/main.ts'],
  fuzz: ['fuzz/src/main.ts'],
  train: ['packages/ai/train/main.ts'],
  run: [],
  setup: [],
};

// Loaded only now: an older Node could not even read these files, and would say so in riddles.
const path = await import('node:path');
const { fileURLToPath } = await import('node:url');
const { makeReady } = await import('./setup/ready.mjs');
const { handOver } = await import('./setup/handover.mjs');
const { searchFirst } = await import('./setup/search-path.mjs');
const { sayFailure } = await import('./setup/report.mjs');

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [command = '', ...rest] = process.argv.slice(2);
const script = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
if (script === undefined) {
  process.stderr.write(`usage: node scripts/boot.mjs ${Object.keys(COMMANDS).join('|')} [...]\n`);
  process.exit(2);
}

try {
  const toolchain = await makeReady(root);
  if (command !== 'setup') {
    const [first, ...fixed] = script;
    const env = {
      ...searchFirst([path.dirname(toolchain.node), path.dirname(toolchain.pnpm)]),
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, '.plexi', 'compile-cache'),
    };
    const args = first === undefined ? rest : [path.join(root, first), ...fixed, ...rest];
    process.exitCode = await handOver(toolchain.node, args, env);
  }
} catch (failure) {
  sayFailure(failure);
  process.exitCode = 1;
}
