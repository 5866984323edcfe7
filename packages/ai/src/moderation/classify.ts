/** [A3] A message's verdict: what the rules find, what the classifier thinks, and the channel's thresholds over both. */
import {
  DEFAULT_POLICY,
  LIMITS,
  MODERATION_LABELS,
  type ModerationLabel,
  type ModerationPolicy,
  type ModerationScores,
} from '@plexi/protocol';
import { scoreText } from './classifier/score.ts';
import { builtInLexicon } from './lexicon/built-in.ts';
import { readEntry } from './lexicon/entry.ts';
import { buildLexicon, findWords, type Lexicon, type WordHit } from './lexicon/lexicon.ts';
import { judgeByRules, type RuleFinding } from './rules/judge.ts';
import { normalise, quoteFrom } from './text/normalise.ts';
import type { Verdict } from './verdict.ts';

/** Words quoted in one verdict. */
const MOST_WORDS = 8;
const THOUSANDTHS = 1000;

const ownLexicons = new WeakMap<ModerationPolicy['words'], Lexicon>();

/** A channel's own words; nothing where it has none. */
const ownLexicon = (words: ModerationPolicy['words']): Lexicon | undefined => {
  if (words.block.length + words.allow.length === 0) return undefined;
  const known = ownLexicons.get(words);
  if (known !== undefined) return known;
  const entries = (['block', 'allow'] as const).flatMap((section) =>
    words[section].flatMap((word) => readEntry(word, section) ?? []),
  );
  const lexicon = buildLexicon(entries);
  ownLexicons.set(words, lexicon);
  return lexicon;
};

/** The words found, and the text as the classifier shall see it: what a channel allows is blank. */
const readWords = (text: string, words: ModerationPolicy['words']): { hits: WordHit[]; seen: string } => {
  const hits = findWords(builtInLexicon(), text);
  const own = ownLexicon(words);
  if (own === undefined) return { hits, seen: text };
  const ownHits = findWords(own, text);
  const allowed = new Uint8Array(text.length);
  for (const { entry, from, to } of ownHits) if (entry.section === 'allow') allowed.fill(1, from, to);
  return {
    hits: [...ownHits, ...hits].filter(
      ({ entry, from, to }) => entry.section === 'block' || allowed[from] !== 1 || allowed[to - 1] !== 1,
    ),
    seen: text.replace(/[^]/gu, (sign, at: number) => (allowed[at] === 1 ? ' '.repeat(sign.length) : sign)),
  };
};

const highest = (findings: readonly RuleFinding[], label: ModerationLabel): number =>
  findings.reduce((most, finding) => (finding.label === label ? Math.max(most, finding.score) : most), 0);

const rounded = (score: number): number => Math.round(score * THOUSANDTHS) / THOUSANDTHS;

/** What a channel's own blocked words count as. */
const BLOCKED_AS: ModerationLabel = 'toxicity';

/** Labels that say less than others: what is hateful is toxic too, a scam is spam. */
const BROAD: Partial<Record<ModerationLabel, readonly ModerationLabel[]>> = {
  toxicity: ['hate', 'threat'],
  spam: ['scam'],
};

/** The label with the highest score of those that the policy looks for and that are over their threshold; a broad one gives way to what says more. */
const labelOf = (
  scores: ModerationScores,
  policy: ModerationPolicy,
  isBlocked: boolean,
): ModerationLabel | undefined => {
  // A word that a channel blocks counts where nothing else of its kind is looked for.
  const isSought = (label: ModerationLabel): boolean =>
    policy.labels[label].action !== 'none' || (isBlocked && label === BLOCKED_AS);
  const over = MODERATION_LABELS.filter(
    (label) => isSought(label) && scores[label] >= policy.labels[label].threshold,
  );
  return over
    .filter((label) => BROAD[label]?.some((other) => over.includes(other)) !== true)
    .toSorted((a, b) => scores[b] - scores[a])[0];
};

/**
 * Judges a message's text. Pure; the word lists and weights are read at the first call. Of a text that is longer than a
 * message may be, the beginning is judged.
 */
export const classify = (text: string, policy: ModerationPolicy = DEFAULT_POLICY): Verdict => {
  const original = text.length > LIMITS.messageBytes ? text.slice(0, LIMITS.messageBytes) : text;
  const normal = normalise(original);
  const { hits, seen } = readWords(normal.text, policy.words);
  const findings = judgeByRules(normal.text, hits);
  const learned = scoreText(seen, hits);
  const scores = Object.fromEntries(
    MODERATION_LABELS.map((label) => [
      label,
      rounded(Math.max(highest(findings, label), learned.scores[label])),
    ]),
  ) as Record<ModerationLabel, number>;
  const isBlocked = hits.some(({ entry }) => entry.section === 'block');
  const label = labelOf(scores, policy, isBlocked);
  if (label === undefined)
    return {
      flagged: false,
      label: 'none',
      confidence: rounded(1 - Math.max(...Object.values(scores))),
      scores,
      tier: 'classifier',
      words: [],
    };
  const { threshold } = policy.labels[label];
  const reasons = findings.filter((finding) => finding.label === label && finding.score >= threshold);
  const spans = reasons.length > 0 ? reasons : learned.reasons(label);
  const words = spans.map(({ from, to }) => quoteFrom(original, normal, from, to));
  return {
    flagged: true,
    label,
    confidence: scores[label],
    scores,
    tier: reasons.length > 0 ? 'rules' : 'classifier',
    words: [...new Set(words)].slice(0, MOST_WORDS),
  };
};
