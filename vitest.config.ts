import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest begins first, or the run would end with one core waiting for the other. */
const LONGEST = [
  'simulation/test/simulate.test.ts',
  'screens.test.ts',
  'screens-too.test.ts',
  'e2e/test/files.test.ts',
  'e2e/test/bench-ui.test.ts',
  'e2e/test/hostile.test.ts',
  'e2e/test/journey-absence.test.ts',
  'e2e/test/crash.test.ts',
  'journeys.test.ts',
  'fuzz/test/minute.test.ts',
  'e2e/test/account.test.ts',
  'e2e/test/plugins.test.ts',
];

/** What a run of less than fifteen minutes on two cores leaves to `npm run test:long`. */
const LONG_ONLY = [
  'e2e/test/alone.test.ts',
  'e2e/test/week.test.ts',
  'e2e/test/week-panel.test.ts',
  'e2e/test/plugins.test.ts',
  'e2e/test/ai-node.test.ts',
  'e2e/test/ai-share.test.ts',
  'e2e/test/forks.test.ts',
  'e2e/test/hostile-canvas.test.ts',
  'e2e/test/moderation-app.test.ts',
  'e2e/test/screens.test.ts',
  'e2e/test/absence.test.ts',
];

const LEFT_OUT = [...configDefaults.exclude, ...(process.env['PLEXI_LONG'] === undefined ? LONG_ONLY : [])];

const ALL = [
  'packages/*/test/**/*.test.{ts,tsx}',
  'apps/*/test/**/*.test.ts',
  'plugins/*/test/**/*.test.ts',
  'e2e/**/*.test.ts',
  'fuzz/test/**/*.test.ts',
  'scripts/test/**/*.test.ts',
  'simulation/test/**/*.test.ts',
];

/**
 * Files that share a process, one after the other: what is loaded once serves them all, which is half of what they cost.
 * They start no processes, listen nowhere and leave nothing behind; all others have a process each.
 */
const TOGETHER = [
  'packages/{crypto,operations,plugin-api,protocol}/test/**/*.test.ts',
  'packages/ai/test/!(inference)/**/*.test.ts',
  'packages/peer/test/{account-state,awareness,replica,report,search,sync}/**/*.test.ts',
  'packages/ui/test/!(browser)/**/*.test.{ts,tsx}',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId, project }: TestSpecification): number => {
      // Behind all others, and in one row: a process is kept only where the next file shares it too.
      if (project.name === 'together') return LONGEST.length + 1;
      const found = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return found < 0 ? LONGEST.length : found;
    };
    return [...sorted].sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'together', include: TOGETHER, isolate: false } },
      { extends: true, test: { name: 'apart', include: ALL, exclude: [...LEFT_OUT, ...TOGETHER] } },
    ],
    environment: 'node',
    // Native modules and child processes: a process each, and no more of them than the smallest machine has cores.
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2,
    // For what never comes: on a busy machine what does come may take its time.
    testTimeout: 60_000,
    // A poll that asks a command waits for a process each time.
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    // A forgotten `.only` would pass a run that tests nothing else.
    allowOnly: false,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
