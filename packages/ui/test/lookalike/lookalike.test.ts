import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readConfusables } from '@plexi/operations/confusables';
import { describe, expect, it } from 'vitest';
import { flagName } from '../../src/lookalike/flag-name.ts';
import { deriveSkeleton } from '../../src/lookalike/skeleton.ts';

const confusables = readConfusables();
const DATA = process.env['PLEXI_DATA'] ?? path.join(import.meta.dirname, '../../../../../shared/data');
const FILE = path.join(DATA, 'hostile/unicode/confusables-14.0.0.txt.gz');

const kinds = (name: string, ...others: string[]) =>
  flagName(
    { id: 'own', name },
    [{ id: 'own', name }, ...others.map((other) => ({ id: other, name: other }))],
    confusables,
  ).map(({ kind }) => kind);

describe('names that can be taken for others', () => {
  it.skipIf(!existsSync(FILE))(
    'every pair of Unicode’s confusables has one skeleton (skipped without PLEXI_DATA)',
    () => {
      const fromHex = (codes: string): string =>
        String.fromCodePoint(
          ...codes
            .trim()
            .split(/\s+/u)
            .map((code) => Number.parseInt(code, 16)),
        );
      const pairs = gunzipSync(readFileSync(FILE))
        .toString('utf8')
        .split('\n')
        .flatMap((line) => {
          const match = /^([0-9A-F]+) ;\t([0-9A-F ]+) ;/u.exec(line);
          return match === null ? [] : [[fromHex(match[1] ?? ''), fromHex(match[2] ?? '')] as const];
        });
      expect(pairs.length).toBeGreaterThan(6000);
      const apart = pairs.filter(
        ([sign, target]) => deriveSkeleton(sign, confusables) !== deriveSkeleton(target, confusables),
      );
      expect(apart).toEqual([]);
    },
  );

  it('the table fits into 40 kB', () => {
    const file = path.join(import.meta.dirname, '../../../protocol/src/confusables/table.ts');
    expect(statSync(file).size).toBeLessThanOrEqual(40 * 1024);
  });

  it('a disguise is said, with whom it is taken for', () => {
    const ada = { id: 'a', name: 'Ada' };
    const disguised = { id: 'b', name: '\u0410d\u0430' };
    expect(flagName(disguised, [ada, disguised], confusables)).toContainEqual({
      kind: 'twin',
      of: 'Ada',
      id: ada.id,
    });
    expect(flagName(ada, [ada, disguised], confusables)).toEqual([
      { kind: 'twin', of: disguised.name, id: disguised.id },
    ]);
    expect(kinds('paypa1', 'paypal')).toContain('twin');
    expect(kinds('rnaria', 'maria')).toContain('twin');
    expect(kinds('genera\u217c', 'general')).toContain('twin');
    expect(kinds('Ben\u200b', 'Ben')).toEqual(['twin', 'invisible']);
    expect(kinds('BEN', 'Ben')).toContain('twin');
  });

  it('what turns a line or cannot be seen is said', () => {
    expect(kinds('admin\u202enimda')).toContain('direction');
    expect(kinds('Be\u2060n')).toContain('invisible');
    expect(kinds('Be\u200dn')).toContain('invisible');
    expect(kinds('\u3164')).toContain('invisible');
  });

  it('names of every script are left alone', () => {
    const plain = [
      'Ada',
      'Ада',
      'ליאור כהן',
      'ليلى',
      'Zoë',
      '山田 太郎',
      'ヤマダ花子',
      '김철수',
      'علی\u200cرضا',
      'Ада Lovelace',
      '👩\u200d🚀 Eva',
      'राम',
      'O’Brien',
    ];
    for (const name of plain) expect(kinds(name, ...plain.filter((other) => other !== name))).toEqual([]);
  });
});
