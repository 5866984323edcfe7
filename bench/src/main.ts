/** `npm run bench -- NAME [--messages N] [--data FILE] [--receivers N] [--channels N] [--clients N] [--json]`. */
import { parseArgs } from 'node:util';
import { benchCrypto } from './crypto.ts';
import { benchFanout } from './fanout.ts';
import { type Figure, rounded } from './figure.ts';
import { benchFirstPage } from './first-page.ts';
import { benchFlood } from './flood.ts';
import { benchGroup } from './group.ts';
import { benchGrowth } from './growth.ts';
import { benchLatency } from './latency.ts';
import { benchModeration } from './moderation.ts';
import type { BenchOptions } from './options.ts';
import { benchReconnect } from './reconnect.ts';
import { benchSearch } from './search.ts';
import { benchStorage } from './storage.ts';
import { benchStorm } from './storm.ts';
import { benchSync } from './sync.ts';
import { benchUi } from './ui.ts';

const BENCHES: Record<string, { run: (options: BenchOptions) => Promise<Figure[]>; messages: number }> = {
  sync: { run: benchSync, messages: 10_000 },
  search: { run: ({ messages }) => benchSearch(messages), messages: 250_000 },
  ui: { run: ({ messages }) => benchUi(messages), messages: 50_000 },
  moderation: { run: ({ messages }) => benchModeration(messages), messages: 20_000 },
  latency: { run: benchLatency, messages: 500 },
  flood: { run: benchFlood, messages: 500 },
  'first-page': { run: benchFirstPage, messages: 1_000_000 },
  fanout: { run: benchFanout, messages: 1000 },
  reconnect: { run: benchReconnect, messages: 1 },
  storm: { run: benchStorm, messages: 1000 },
  storage: { run: ({ messages }) => benchStorage(messages), messages: 100_000 },
  crypto: { run: ({ messages }) => benchCrypto(messages), messages: 20_000 },
  group: { run: benchGroup, messages: 1 },
  growth: { run: ({ messages }) => benchGrowth(messages), messages: 1_000_000 },
};

const usage = (): never => {
  const names = Object.keys(BENCHES).join('|');
  process.stderr.write(
    `Usage: npm run bench -- ${names} [--messages N] [--data FILE] [--receivers N] [--channels N] [--clients N] [--json]\n`,
  );
  process.exit(2);
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    messages: { type: 'string' },
    data: { type: 'string' },
    receivers: { type: 'string', default: '100' },
    channels: { type: 'string', default: '10000' },
    clients: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
  },
});
const bench = BENCHES[positionals[0] ?? ''] ?? usage();
const numberOf = (text: string | number): number => {
  const number = Number(text);
  return Number.isSafeInteger(number) && number >= 1 ? number : usage();
};
const options: BenchOptions = {
  messages: numberOf(values.messages ?? bench.messages),
  data: values.data,
  receivers: numberOf(values.receivers),
  channels: numberOf(values.channels),
  clients: numberOf(values.clients),
};
for (const figure of (await bench.run(options)).map(rounded)) {
  process.stdout.write(
    values.json
      ? `${JSON.stringify(figure)}\n`
      : `${figure.bench} ${figure.metric}: ${figure.value} ${figure.unit}\n`,
  );
}
process.exit(0);
