/**
 * How long judging a message takes: real chat lines, and the labelled sets where they are at hand, one call each. The floor
 * is the least that anything could do with them: lower case, normal form and a hash of the same text.
 */
import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { classify } from '@plexi/ai/moderation';
import type { Figure } from './figure.ts';
import { percentile } from './search.ts';
import { chatLines } from './texts.ts';

const DATA = process.env['PLEXI_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const SETS = path.join(DATA, 'moderation');
const OF_EACH_SET = 2000;
const WARM_UP = 2000;

/** The last column of each labelled set is its text. */
const labelledLines = (): string[] =>
  existsSync(SETS)
    ? readdirSync(SETS)
        .filter((name) => name.endsWith('.tsv.gz') && !name.startsWith('ja'))
        .flatMap((name) =>
          gunzipSync(readFileSync(path.join(SETS, name)))
            .toString('utf8')
            .split('\n')
            .slice(1, OF_EACH_SET + 1)
            .map((line) => line.split('\t').at(-1) ?? ''),
        )
        .filter((text) => text !== '')
    : [];

const timesOf = (
  texts: readonly string[],
  work: (text: string) => unknown,
): { each: number[]; seconds: number } => {
  for (const text of texts.slice(0, WARM_UP)) work(text);
  const each: number[] = [];
  const start = performance.now();
  for (const text of texts) {
    const before = performance.now();
    work(text);
    each.push(performance.now() - before);
  }
  return { each, seconds: (performance.now() - start) / 1000 };
};

/** `messages` chat lines, and what there is of the labelled sets. */
export const benchModeration = async (messages: number): Promise<Figure[]> => {
  const labelled = labelledLines();
  if (labelled.length === 0) process.stderr.write(`no ${SETS}: chat lines alone are judged\n`);
  const texts = [...chatLines(messages), ...labelled];
  const start = performance.now();
  classify('the lists and the weights are read with the first one');
  const loading = performance.now() - start;
  const judged = timesOf(texts, (text) => classify(text));
  const floor = timesOf(texts, (text) => hash('sha256', text.normalize('NFKC').toLowerCase(), 'hex'));
  const figure = (metric: string, value: number, unit: string): Figure => ({
    bench: 'moderation',
    metric,
    value,
    unit,
  });
  return Promise.resolve([
    figure('messages', texts.length, ''),
    figure('p50_ms', percentile(judged.each, 0.5), 'ms'),
    figure('p99_ms', percentile(judged.each, 0.99), 'ms'),
    figure('worst_ms', Math.max(...judged.each), 'ms'),
    figure('messages_per_second', texts.length / judged.seconds, '/s'),
    figure('floor_p99_ms', percentile(floor.each, 0.99), 'ms'),
    figure('floor_messages_per_second', texts.length / floor.seconds, '/s'),
    figure('first_ms', loading, 'ms'),
  ]);
};
