/** What benchmarks write: real chat lines where they are at hand (PLEXI_DATA), made-up ones of like length elsewhere. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const DATA = process.env['PLEXI_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const FILE = path.join(DATA, 'chat/irc_disentanglement.ndjson.gz');

/** A line as `message.import` takes it. */
export interface ChatRecord {
  author: string;
  time: string;
  text: string;
}

interface Line {
  file: string;
  t?: string;
  user?: string;
  text?: string;
}

const readLines = (file: string, count: number): Line[] => {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    .toString('utf8')
    .split('\n')
    .slice(0, count)
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('{') ? (JSON.parse(line) as Line) : { file: '', text: line }));
};

/** Lines of `file`, or of the chat that comes with the third-party data. */
export const chatLines = (count: number, file = FILE): string[] => {
  const real = existsSync(file)
    ? readLines(file, count)
        .map(({ text }) => text ?? '')
        .filter((text) => text.length > 0)
    : [];
  return Array.from(
    { length: count },
    (_, i) => real[i % Math.max(1, real.length)] ?? `line ${i} of a chat that nobody wrote, about so long`,
  );
};

/** Lines run together and cut, so that each takes so many bytes. */
export const sizedLines = (count: number, bytes: number): string[] => {
  const lines = chatLines(count).map((line) => line.replaceAll(/[^ -~]/gu, '?'));
  return lines.map((line, i) => {
    let text = line;
    for (let next = i + 1; text.length < bytes; next++) text += ` ${lines[next % lines.length]}`;
    return text.slice(0, bytes);
  });
};

const DAY = /(\d{4}-\d{2}-\d{2})/u;

/** Lines with their authors and days; says on standard error where they are made up. */
export const chatRecords = (count: number): ChatRecord[] => {
  const real = existsSync(FILE)
    ? readLines(FILE, Number.POSITIVE_INFINITY).filter(
        ({ text = '', user = '' }) => text !== '' && user !== '',
      )
    : [];
  if (real.length === 0) process.stderr.write(`no ${FILE}: made-up lines are used\n`);
  return Array.from({ length: count }, (_, i) => {
    const line = real[i % Math.max(1, real.length)];
    const day = DAY.exec(line?.file ?? '')?.[1] ?? '2005-01-01';
    const again = i < real.length ? '' : ` (${Math.floor(i / Math.max(1, real.length))})`;
    return {
      author: line?.user ?? `person${i % 97}`,
      time: `${day}T${line?.t ?? '12:00'}:00Z`,
      text:
        (line?.text ?? `line ${i} of a chat that nobody wrote, word${i % 5003} and word${i % 911}`) + again,
    };
  });
};
