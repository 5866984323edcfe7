/** `npm run bench -- sync --messages N [--json]`, `npm run bench -- latency|search|ui [--messages N] [--json]`. */
import { parseArgs } from 'node:util';
import { type Figure, rounded } from './figure.ts';
import { benchLatency } from './latency.ts';
import { benchSearch } from './search.ts';
import { benchSync } from './sync.ts';
import { benchUi } from './ui.ts';

const BENCHES: Record<string, { run: (messages: number) => Promise<Figure[]>; messages: number }> = {
  sync: { run: benchSync, messages: 10_000 },
  search: { run: benchSearch, messages: 250_000 },
  ui: { run: benchUi, messages: 50_000 },
  latency: { run: benchLatency, messages: 300 },
};

const usage = (): never => {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(BENCHES).join('|')} [--messages N] [--json]\n`);
  process.exit(2);
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { messages: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const bench = BENCHES[positionals[0] ?? ''] ?? usage();
const messages = Number(values.messages ?? bench.messages);
if (!Number.isSafeInteger(messages) || messages < 1) usage();
for (const figure of (await bench.run(messages)).map(rounded)) {
  process.stdout.write(
    values.json
      ? `${JSON.stringify(figure)}\n`
      : `${figure.bench} ${figure.metric}: ${figure.value} ${figure.unit}\n`,
  );
}
process.exit(0);
