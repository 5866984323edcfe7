/** Other people's collections of hostile text, as things that somebody might write. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { REPOSITORY } from './world.ts';

const DATA = process.env['PLEXI_DATA'] ?? path.join(REPOSITORY, '../shared/data');
const HOSTILE = path.join(DATA, 'hostile');

/** Why the collections can't be had; `undefined` where they can. */
export const WITHOUT_DATA: string | undefined = existsSync(HOSTILE) ? undefined : `${HOSTILE} is not there`;

/** With PLEXI_LONG set every text, else each so-many-th: no multiple of the three forms that an address is put into. */
const STEP = process.env['PLEXI_LONG'] === undefined ? 11 : 1;

const read = (file: string): Buffer => readFileSync(path.join(HOSTILE, file));

const xss = (): string[] => read('xss/payloadbox_xss_payloads.txt').toString('utf8').split('\n');

const naughty = (): string[] => JSON.parse(read('strings/blns.json').toString('utf8')) as string[];

const addresses = (): string[] =>
  (JSON.parse(gunzipSync(read('url/urltestdata.json.gz')).toString('utf8')) as (string | { input: string })[])
    .filter((entry) => typeof entry !== 'string')
    .flatMap(({ input }) => [input, `[a link](${input})`, `![a picture](${input})`]);

/** A lone surrogate is no text: it can't be written as UTF-8, and comes back as U+FFFD. */
const isText = (text: string): boolean => text.isWellFormed();

/** Texts that do their harm where they are shown: scripts, addresses, strings that break layouts and parsers. */
export const hostileTexts = (): string[] => {
  const sampled = [...xss(), ...addresses()].filter((_, place) => place % STEP === 0);
  return [...new Set([...naughty(), ...sampled])].filter((text) => text !== '' && isText(text));
};

const CONTROL = /\p{Cc}/u;

/** Those that fit where a name goes: one line of at most 128 bytes. */
export const hostileNames = (count: number): string[] => spread(oneLine(120), count);

/** Those that a file may be called, beside those that lead out of a folder or hide what a file is. */
export const hostileFileNames = (count: number): string[] => [
  ...spread(oneLine(200), count).map((text) => text.replaceAll(/[/\\]/gu, '∕')),
  '..',
  '.bashrc',
  'CON',
  'photo\u202egpj.exe',
  'invoice.pdf.html',
  'javascript:alert(1)',
  'two\nlines.txt',
  'data:text/html,<script>alert(1)<∕script>',
];

/** One-line texts of at most `bytes`, as many hostile ones in each as fit; no two share any. */
export const bundles = (count: number, bytes: number): string[] => {
  const found: string[] = [];
  let bundle = '';
  for (const text of oneLine(bytes)) {
    if (found.length === count) return found;
    const more = bundle === '' ? text : `${bundle} ${text}`;
    if (Buffer.byteLength(more) <= bytes) {
      bundle = more;
    } else {
      found.push(bundle);
      bundle = text;
    }
  }
  return [...found, bundle].slice(0, count);
};

/** Scripts of one line, at most so many bytes. */
const oneLine = (bytes: number): string[] => [
  ...new Set(
    xss()
      .map((text) => text.trim().replace(/^#/u, '').trim())
      .filter(
        (text) =>
          text !== '' &&
          isText(text) &&
          Buffer.byteLength(text) <= bytes &&
          !CONTROL.test(text) &&
          /[<(]/u.test(text),
      ),
  ),
];

/** So many of them, from everywhere among them. */
const spread = (texts: readonly string[], count: number): string[] => {
  const step = Math.max(1, Math.floor(texts.length / count));
  return texts.filter((_, place) => place % step === 0).slice(0, count);
};
