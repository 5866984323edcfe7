/** [A2] An inference process that was taken over, as far as the node knows: whatever it says, the node does not take more than a limit. */
import type * as ChildProcess from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LIMITS } from '@plexi/protocol';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startInferenceProcess } from '../../src/inference/inference-process.ts';

/** In place of the program that loads models. */
let program = '';
vi.mock('node:child_process', async (original) => {
  const real = await original<typeof ChildProcess>();
  const spawn = (command: string, _: readonly string[], options: object) =>
    real.spawn(command, [program], options);
  return { ...real, spawn };
});

const ENDLESS = `
import { createWriteStream } from 'node:fs';
const out = createWriteStream('', { fd: 3 });
const say = (message) => new Promise((resolve) => out.write(JSON.stringify(message) + '\\n', resolve));
await say({ kind: 'loaded', device: 'cpu', contextTokens: 64 });
for (;;) await say({ kind: 'text', id: 0, text: 'and so on '.repeat(10_000) });
`;

test('LIMITS.inferenceMessageBytes: an answer without an end ends with its process', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-endless-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  program = path.join(folder, 'endless.mjs');
  writeFileSync(program, ENDLESS);
  const running = await startInferenceProcess({
    path: 'none',
    purpose: 'chat',
    contextTokens: 64,
    gpu: false,
  });
  let chars = 0;
  const onText = (text: string): void => {
    chars += text.length;
  };
  const answer = running.chat({ messages: [{ role: 'user', text: 'Hello' }], maxTokens: 8 }, { onText });
  await expect(answer).rejects.toMatchObject({ code: 'INFERENCE_FAILED' });
  await running.ended;
  expect(chars).toBeGreaterThan(LIMITS.inferenceMessageBytes);
  expect(chars).toBeLessThan(3 * LIMITS.inferenceMessageBytes);
});
