/** An AI node as a process of its own. Argument: the model file. Prints its address; its one key is in PLEXI_TEST_KEY's hash. */
import { createEngine } from '../../src/inference/index.ts';
import { openModelFile } from '../../src/model/index.ts';
import { createKey, serveApi } from '../../src/server/index.ts';

const [, , file = ''] = process.argv;
const { key, keys } = createKey([], 'test', new Date());
const engine = createEngine({ models: [{ id: 'tiny', file: openModelFile(file) }], gpu: false });
const api = await serveApi({
  answerer: engine,
  keys: async () => keys,
  host: '127.0.0.1',
  port: 0,
  log: () => undefined,
});
process.stdout.write(`${JSON.stringify({ url: api.url, key })}\n`);
