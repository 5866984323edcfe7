/** The interface on 50,000 real messages: sizes are held as they are promised, times so far that a slow machine's noise fits. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PATIENCE_MS = 300_000;
/** Other tests run beside this one: a time that is this many times its goal has another cause. */
const NOISE = 12;

const figuresOf = (lines: string): Map<string, number> =>
  new Map(
    lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { metric: string; value: number })
      .map(({ metric, value }) => [metric, value]),
  );

describe.skipIf(process.env['PLEXI_BROWSER'] === undefined)('npm run bench -- ui', () => {
  it(
    'holds its goals on 50,000 messages',
    async () => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [path.join(ROOT, 'bench/src/main.ts'), 'ui', '--messages', '50000', '--json'],
        { cwd: ROOT, timeout: PATIENCE_MS },
      );
      // The run's record has the figures, whatever they are held to.
      process.stdout.write(stdout);
      const figures = figuresOf(stdout);
      expect(figures.get('messages')).toBe(50_000);
      expect(figures.get('initial_script_kb')).toBeLessThan(400);
      expect(figures.get('renderer_mb')).toBeLessThan(300);
      const goals = {
        interactive_ms: 2000,
        channel_switch_ms: 100,
        key_to_paint_ms: 50,
        longest_task_ms: 50,
      };
      const missed = Object.entries(goals).filter(
        ([metric, goal]) => !((figures.get(metric) ?? Number.NaN) < goal * NOISE),
      );
      expect(missed).toEqual([]);
    },
    PATIENCE_MS,
  );
});
