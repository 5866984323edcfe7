import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../src/index.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** All that stands in the sources of our packages and apps, but for the limits' own file. */
const readSources = async (): Promise<string> => {
  const texts: string[] = [];
  for (const group of ['packages', 'apps']) {
    for (const name of await readdir(join(ROOT, group))) {
      const folder = join(ROOT, group, name, 'src');
      const files = await readdir(folder, { recursive: true }).catch(() => []);
      for (const file of files)
        if (/\.tsx?$/.test(file) && !file.endsWith('limits.ts'))
          texts.push(await readFile(join(folder, file), 'utf8'));
    }
  }
  return texts.join('\n');
};

describe('[L6] a limit', () => {
  test('is a whole number above zero', () => {
    for (const [name, value] of Object.entries(LIMITS))
      expect([name, Number.isSafeInteger(value) && value > 0]).toEqual([name, true]);
  });

  test('is enforced somewhere: one that no source names bounds nothing', async () => {
    const sources = await readSources();
    const idle = Object.keys(LIMITS).filter((name) => !new RegExp(`LIMITS\\.${name}\\b`).test(sources));
    expect(idle).toEqual([]);
  });

  test('leaves room for what it contains', () => {
    expect(LIMITS.frameBytes).toBeGreaterThan(LIMITS.bodyBytes + LIMITS.headerBytes + 200);
    expect(LIMITS.bodyBytes).toBeGreaterThan(LIMITS.actBytes);
    expect(LIMITS.bodyBytes).toBeGreaterThan(2 * LIMITS.mlsMessageBytes);
    expect(LIMITS.bodyBytes).toBeGreaterThan(LIMITS.canvasUpdateBytes);
    expect(LIMITS.bodyBytes).toBeGreaterThan(LIMITS.messageBytes);
    expect(LIMITS.heldBytes).toBeGreaterThan(LIMITS.bodyBytes);
    expect(LIMITS.sendQueueHardBytes).toBeGreaterThan(LIMITS.frameBytes);
    expect(LIMITS.creditBytes).toBeGreaterThanOrEqual(LIMITS.batchBytes);
    // The largest frontier, and the largest frame of receipts.
    expect(LIMITS.frameBytes).toBeGreaterThan(LIMITS.frontierLogs * 130);
    expect(LIMITS.frameBytes).toBeGreaterThan(LIMITS.receiptsPerFrame * 199);
  });
});
