/** Small real models in a folder of their own, for as long as the tests of a file run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ModelFile, openModelFile } from '../../src/model/index.ts';

export { crashingModel, tinyChatModel } from './tiny-chat-model.ts';
export { tinyEmbeddingModel } from './tiny-embedding-model.ts';

/** Writes the model to disk; `finished` is told how to remove it: `onTestFinished`, or `afterAll` for all of a file's tests. */
export const saveModel = (bytes: Uint8Array, finished: (remove: () => void) => void): ModelFile => {
  const folder = mkdtempSync(join(tmpdir(), 'plexi-model-'));
  finished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'model.gguf');
  writeFileSync(file, bytes);
  return openModelFile(file);
};
