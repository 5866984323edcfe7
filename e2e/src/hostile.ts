/** Other people's collections of hostile text, as things that somebody might write. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { REPOSITORY } from './world.ts';

const DATA = process.env['PLEXI_DATA'] ?? path.join(REPOSITORY, '../shared/data');
const HOSTILE = path.join(DATA, 'hostile');

/** Why the collections can't be had; `undefined` where they can. */
export const WITHOUT_DATA: string | undefined = existsSync(HOSTILE) ? undefined : `${HOSTILE} is not there`;

/** With PLEXI_LONG set every text, else each so-many-th. */
const STEP = process.env['PLEXI_LONG'] === undefined ? 12 : 1;

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

/** Those that fit where a name goes: one line of at most 128 bytes. */
export const hostileNames = (count: number): string[] => {
  const fitting = xss()
    .map((text) => text.trim())
    .filter(
      (text) =>
        text !== '' &&
        isText(text) &&
        Buffer.byteLength(text) <= 120 &&
        !/\p{Cc}/u.test(text) &&
        /[<(]/u.test(text),
    );
  const step = Math.max(1, Math.floor(fitting.length / count));
  return [
    ...new Set(fitting.filter((_, place) => place % step === 0).map((text) => text.replace(/^#/u, ''))),
  ].slice(0, count);
};
