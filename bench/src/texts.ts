/** What benchmarks write: real chat lines where they are at hand (PLEXI_DATA), made-up ones of like length elsewhere. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const DATA = process.env['PLEXI_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));

export const chatLines = (count: number): string[] => {
  const file = path.join(DATA, 'chat/irc_disentanglement.ndjson.gz');
  const real = existsSync(file)
    ? gunzipSync(readFileSync(file))
        .toString('utf8')
        .split('\n')
        .slice(0, count)
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { text?: string }).text ?? '')
        .filter((text) => text.length > 0)
    : [];
  return Array.from(
    { length: count },
    (_, i) => real[i % Math.max(1, real.length)] ?? `line ${i} of a chat that nobody wrote, about so long`,
  );
};
