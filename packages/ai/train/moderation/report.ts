/** What the held-out part says of the weights: a table for each set and label, and of sentences that only name a group. */
import { DEFAULT_POLICY, MODERATION_LABELS } from '@plexi/protocol';
import type { Model } from '../../src/moderation/classifier/model.ts';
import { scoreText } from '../../src/moderation/classifier/score.ts';
import { builtInLexicon } from '../../src/moderation/lexicon/built-in.ts';
import { findWords } from '../../src/moderation/lexicon/lexicon.ts';
import { judgeByRules } from '../../src/moderation/rules/judge.ts';
import { normalise } from '../../src/moderation/text/normalise.ts';
import type { Example } from './example.ts';
import { areaUnderCurve, calibrationError, macroF1 } from './measure.ts';

/** Fewer of a kind say nothing. */
const LEAST = 8;

export const report = (examples: readonly Example[], model: Model): string[] => {
  const judged = examples.map((example) => {
    const normal = normalise(example.text).text;
    const hits = findWords(builtInLexicon(), normal);
    const findings = judgeByRules(normal, hits);
    const { scores } = scoreText(normal, hits, model);
    const both = Object.fromEntries(
      MODERATION_LABELS.map((label) => [
        label,
        findings.reduce(
          (most, found) => (found.label === label ? Math.max(most, found.score) : most),
          scores[label],
        ),
      ]),
    ) as typeof scores;
    return { example, scores, both };
  });
  const lines = [
    '| set | label | held out (with it) | macro-F1 | with rules | AUC | calibration error |',
    '| --- | --- | --- | --- | --- | --- | --- |',
  ];
  for (const set of new Set(examples.map((example) => example.set)))
    for (const label of MODERATION_LABELS) {
      const known = judged.filter(({ example }) => example.set === set && example.truth[label] >= 0);
      const positives = known.filter(({ example }) => example.truth[label] === 1).length;
      if (positives < LEAST || known.length - positives < LEAST) continue;
      const { threshold } = DEFAULT_POLICY.labels[label];
      const alone = known.map(({ example, scores }) => ({
        score: scores[label],
        truth: example.truth[label] === 1,
      }));
      const ruled = known.map(({ example, both }) => ({
        score: both[label],
        truth: example.truth[label] === 1,
      }));
      const figures = [
        macroF1(alone, threshold),
        macroF1(ruled, threshold),
        areaUnderCurve(alone),
        calibrationError(alone),
      ];
      lines.push(
        `| ${set} | ${label} | ${known.length} (${positives}) | ${figures.map((figure) => figure.toFixed(3)).join(' | ')} |`,
      );
    }
  const shareFlagged = (chosen: typeof judged): string => {
    const flagged = chosen.filter(({ both }) =>
      MODERATION_LABELS.some((label) => both[label] >= DEFAULT_POLICY.labels[label].threshold),
    );
    return `${flagged.length} of ${chosen.length} (${((100 * flagged.length) / Math.max(1, chosen.length)).toFixed(1)} %)`;
  };
  lines.push(
    '',
    `- sentences that merely name a group, flagged: ${shareFlagged(judged.filter(({ example }) => example.namesGroup === true))}`,
    ...['Tatoeba, 112 languages', 'Tatoeba, English', 'en CLINC150', 'en Banking77'].map(
      (set) => `- ${set}, flagged: ${shareFlagged(judged.filter(({ example }) => example.set === set))}`,
    ),
  );
  return lines;
};
