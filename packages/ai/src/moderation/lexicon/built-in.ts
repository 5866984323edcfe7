/** Our own word lists, one file a language; read once, when the first text is judged. */
import { readdirSync, readFileSync } from 'node:fs';
import { PACKAGE_FOLDER } from '../package-folder.ts';
import { type Entry, readWordList } from './entry.ts';
import { buildLexicon, type Lexicon } from './lexicon.ts';

const FOLDER = new URL('src/moderation/words/', PACKAGE_FOLDER);

let entries: readonly Entry[] | undefined;
export const builtInEntries = (): readonly Entry[] =>
  (entries ??= readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => readWordList(readFileSync(new URL(name, FOLDER), 'utf8'))));

let lexicon: Lexicon | undefined;
export const builtInLexicon = (): Lexicon => (lexicon ??= buildLexicon(builtInEntries()));
