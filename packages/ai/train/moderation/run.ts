/** Trains the moderation classifier: reads, learns, calibrates, writes the weights, and prints how good they are. */
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MODERATION_LABELS } from '@plexi/protocol';
import { encodeModel, type Model } from '../../src/moderation/classifier/model.ts';
import { sumsByLabel } from '../../src/moderation/classifier/score.ts';
import { builtInLexicon } from '../../src/moderation/lexicon/built-in.ts';
import { findWords } from '../../src/moderation/lexicon/lexicon.ts';
import { judgeByRules } from '../../src/moderation/rules/judge.ts';
import { normalise } from '../../src/moderation/text/normalise.ts';
import { fitPlatt } from './calibrate.ts';
import { writeCard } from './card.ts';
import type { Example } from './example.ts';
import { learn } from './learn.ts';
import { recipeHash } from './recipe.ts';
import { report } from './report.ts';
import { readSeeds } from './seeds.ts';
import { readEveryday, readIntents, readSets } from './sets.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');
const DATA = process.env['PLEXI_DATA'] ?? path.join(ROOT, '../shared/data');
const WEIGHTS = path.join(import.meta.dirname, '../../models/moderation/weights.bin');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** An everyday sentence that the word lists object to is not everyday. */
const isHarmless = ({ text }: Example): boolean => {
  const normal = normalise(text).text;
  return judgeByRules(normal, findWords(builtInLexicon(), normal)).length === 0;
};

const calibrate = (examples: readonly Example[], raw: Model): Model => {
  const sums = examples.map((example) => ({ example, sums: sumsByLabel(example.text, raw) }));
  const fits = MODERATION_LABELS.map((label, i) =>
    fitPlatt(
      sums
        .filter(({ example }) => example.truth[label] >= 0)
        .map(({ example, sums: each }) => ({ sum: each[i] ?? 0, truth: example.truth[label] })),
    ),
  );
  return { ...raw, slopes: fits.map(({ slope }) => slope), offsets: fits.map(({ offset }) => offset) };
};

/** Whether all went well; with `check`, whether the weights that ship are the ones made. */
export const trainModeration = ({ check }: { check: boolean }): boolean => {
  const sets = path.join(DATA, 'moderation/SOURCE.txt');
  if (!existsSync(sets)) {
    process.stderr.write(
      `No labelled messages at ${sets}. What to do: set PLEXI_DATA to the folder that has them.\n`,
    );
    return false;
  }
  const examples = [
    ...readSets(DATA),
    ...[...readEveryday(DATA), ...readIntents(DATA)].filter(isHarmless),
    ...readSeeds(),
  ];
  const part = (name: Example['part']): Example[] => examples.filter((example) => example.part === name);
  say(
    `${examples.length} examples: ${part('training').length} to learn from, ${part('validation').length} to calibrate with, ${part('held out').length} held out`,
  );
  const ones = MODERATION_LABELS.map(() => 1);
  const learnt = learn(part('training'), say);
  const model = calibrate(part('validation'), { ...learnt, slopes: ones, offsets: ones.map(() => 0) });
  const bytes = encodeModel(model);
  const digest = hash('sha256', bytes, 'hex');
  const isSame = existsSync(WEIGHTS) && Buffer.compare(readFileSync(WEIGHTS), bytes) === 0;
  if (check) {
    say(`made ${digest}: ${isSame ? 'the weights that ship' : 'NOT the weights that ship'}`);
    return isSame;
  }
  mkdirSync(path.dirname(WEIGHTS), { recursive: true });
  writeFileSync(WEIGHTS, bytes);
  say(`${WEIGHTS}: ${bytes.length} bytes, sha256 ${digest}${isSame ? ', as before' : ''}`);
  const figures = report(part('held out'), model);
  for (const line of figures) say(line);
  writeCard([`Weights: sha256 \`${digest}\`, made by the recipe \`${recipeHash()}\`.`, '', ...figures]);
  return true;
};
