/**
 * The import directions of docs/architecture.md as one table: each folder, and which of ours it may import. What is not
 * in a row is forbidden. Tests may import anything of ours except an app from elsewhere.
 */
const MAY_IMPORT = {
  'packages/bundle': [],
  'packages/protocol': [],
  'packages/crypto': ['packages/protocol'],
  'packages/storage': ['packages/protocol'],
  'packages/network': ['packages/protocol'],
  'packages/ai': ['packages/protocol'],
  'packages/operations': ['packages/protocol'],
  'packages/peer': [
    'packages/ai/src/judge',
    'packages/protocol',
    'packages/crypto',
    'packages/storage',
    'packages/network',
    'packages/operations',
    'packages/plugin-api',
    'packages/plugin-host',
  ],
  'packages/plugin-api': ['packages/protocol', 'packages/operations'],
  'packages/plugin-host': ['packages/protocol', 'packages/operations', 'packages/plugin-api'],
  'packages/ui': ['packages/operations'],
  'apps/relay': [
    'packages/bundle',
    'packages/protocol',
    'packages/crypto',
    'packages/storage',
    'packages/network',
    'packages/peer',
    'packages/operations',
    'packages/ai',
  ],
  'apps/cli': ['packages/bundle', 'packages/operations', 'packages/peer', 'packages/protocol', 'packages/ai'],
  'apps/desktop': [
    'packages/bundle',
    'packages/peer',
    'packages/ui',
    'packages/operations',
    'packages/protocol',
  ],
  bench: [
    'packages/ai',
    'packages/crypto',
    'packages/operations',
    'packages/peer',
    'packages/protocol',
    'packages/storage',
    'scripts/find-browser.ts',
  ],
  simulation: [
    'packages/ai',
    'packages/crypto',
    'packages/network',
    'packages/operations',
    'packages/peer',
    'packages/protocol',
    'packages/storage',
    'apps/relay/src/relay.ts',
  ],
};

/** These run in browsers too, so nothing of Node's own may come in. */
const PORTABLE = '^packages/(protocol|operations|plugin-api|ui)/src|^apps/desktop/src/(shared|renderer)';
const OURS = '^(packages|apps|e2e|bench|fuzz|simulation|scripts)/';

const directions = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `directions:${folder}`,
  comment: `${folder} may import only ${allowed.length === 0 ? 'itself' : allowed.join(', ')}.`,
  severity: 'error',
  from: { path: `^${folder}/src/` },
  to: { path: OURS, pathNot: [folder, ...allowed].map((each) => `^${each}(?:/|$)`) },
}));

module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'folder-without-a-row',
      comment: 'A new package or app needs its row in MAY_IMPORT.',
      severity: 'error',
      from: {
        path: '^(packages|apps)/[^/]+/src/',
        pathNot: Object.keys(MAY_IMPORT).map((each) => `^${each}/`),
      },
      to: { path: OURS },
    },
    {
      name: 'no-app-imports-an-app',
      comment: 'Apps meet over the wire, or by starting each other as programs.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'nothing-imports-apps-or-tests',
      severity: 'error',
      from: { path: '^(packages/|apps/[^/]+/src/)', pathNot: '/test/' },
      to: { path: '^(e2e|bench|fuzz|simulation|scripts)/|/test/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'relay-cannot-open-bodies',
      comment:
        '[N4] Nothing that opens a body can be reached from the relay; an AI node is a member, loaded where that is its role.',
      severity: 'error',
      from: { path: '^apps/relay/src/', pathNot: '^apps/relay/src/(ai/|(main|program)\\.ts$)' },
      to: { path: '^packages/crypto/src/(sealing|key-group)/', reachable: true },
    },
    {
      name: 'ai-role-loads-where-chosen',
      comment: '[N4] A daemon that is no AI node never loads what makes it one.',
      severity: 'error',
      from: { path: '^apps/relay/src/(?!ai/)' },
      to: { path: '^apps/relay/src/ai/', dynamic: false },
    },
    {
      name: 'portable-code-has-no-node',
      severity: 'error',
      from: {
        path: `${PORTABLE}|^packages/crypto/src`,
        pathNot: '^packages/crypto/src/native/',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared',
      comment: 'Every import is in the package.json of the package that has it.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|out|coverage)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
