import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCorpus } from '../src/corpus.ts';
import { TARGETS } from '../src/targets.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** A function of its own that takes bytes or text apart, by what it is called and what it takes. */
const READER =
  /^export const ((?:decode|parse|read|unpack)[A-Z]\w*) = (?!async)(?:<[^>]*>)?\(([\s\S]*?)\)(?::[^=]*)? =>/gmu;
const FROM_OUTSIDE = /: (?:Uint8Array|string|unknown|RawEntry|GgufSource)\b/u;

/** Readers of what is not from outside, or that are reached through another one; why. */
const NOT_FUZZED: Readonly<Record<string, string>> = {
  readCbor: 'every target of CBOR goes through it',
  decodeModel: 'weights that are part of the program',
  readWordList: 'word lists that are part of the program',
  readTime: 'a label that is shown, read by Date',
};

const readers = (): { name: string; file: string }[] => {
  const files = execFileSync('git', ['ls-files', 'packages/*/src/*', 'apps/*/src/*'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return files
    .split('\n')
    .filter((file) => /\.tsx?$/u.test(file))
    .flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(READER)]
        .filter(([, , taken = '']) => FROM_OUTSIDE.test(taken))
        .map(([, name = '']) => ({ name, file })),
    );
};

/** What it throws, or nothing. */
const attempt = async (run: () => unknown): Promise<unknown> => {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error;
  }
};

const fuzzed = new Set(Object.values(TARGETS).flatMap(({ reads }) => Object.keys(reads)));

describe('fuzzing', () => {
  test('every reader of bytes or text from outside is in a target, or it is said why not', () => {
    const found = readers();
    expect(found.length).toBeGreaterThan(40);
    const missed = found.filter(({ name }) => !fuzzed.has(name) && NOT_FUZZED[name] === undefined);
    expect(Object.keys(NOT_FUZZED).filter((name) => !found.some((one) => one.name === name))).toEqual([]);
    expect(missed.map(({ name, file }) => `${name} in ${file}`)).toEqual([]);
  });

  test.each(Object.entries(TARGETS))('%s gets over what was found before', async (name, target) => {
    for (const bytes of [...target.seeds(), ...readCorpus(name)]) {
      const error = await attempt(() => target.run(bytes.slice()));
      if (error !== undefined) expect([error, target.mayThrow(error)]).toEqual([error, true]);
    }
    expect(target.seeds().length).toBeGreaterThan(0);
  });

  test.each(Object.entries(TARGETS))('%s reads what it begins with', async (_, target) => {
    // Fuzzing would begin at nothing otherwise.
    expect(await attempt(() => target.run(target.seeds()[0]?.slice() ?? new Uint8Array()))).toBeUndefined();
  });
});
