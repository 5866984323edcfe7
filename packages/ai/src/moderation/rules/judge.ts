/** [A3] The first tier: what words and links say by themselves. */
import { MODERATION_LABELS, type ModerationLabel } from '@plexi/protocol';
import type { SevereSection } from '../lexicon/entry.ts';
import type { WordHit } from '../lexicon/lexicon.ts';
import { findLinks, isImpostor, isInvite, isLogger, isShortener, type Link } from './links.ts';
import { quotedIn } from './quoted.ts';

export interface RuleFinding {
  readonly label: ModerationLabel;
  readonly score: number;
  /** Units of the normalised text. */
  readonly from: number;
  readonly to: number;
}

/** What a word of a section is worth, by label. */
const WORTH: Record<SevereSection | 'block', Partial<Record<ModerationLabel, number>>> = {
  slur: { hate: 0.9, toxicity: 0.85 },
  abuse: { toxicity: 0.88 },
  profane: { toxicity: 0.7 },
  sexual: { sexual: 0.85 },
  threat: { threat: 0.9, toxicity: 0.7 },
  spam: { spam: 0.75 },
  scam: { scam: 0.85, spam: 0.6 },
  block: { toxicity: 1 },
};
/** A quoted word is somebody else's. */
const QUOTED = 0.45;
const IMPOSTOR = 0.92;
const LOGGER = 0.85;
const ADVERTISED = 0.7;
const SUSPECT = 0.75;
const MANY_LINKS = 6;
const SAME_LINKS = 3;
const REPEATED = 15;
const REPEATED_SHARE = 0.7;
/** What somebody is lured with. */
const LURES = ['prize', 'money', 'urgent', 'credential', 'erotic'] as const;

const lureCount = (hits: readonly WordHit[]): number =>
  LURES.filter((lure) => hits.some(({ entry }) => entry.section === lure)).length;

const judgeWords = (text: string, hits: readonly WordHit[]): RuleFinding[] => {
  const severe = hits.filter(({ entry }) => entry.section in WORTH);
  if (severe.length === 0) return [];
  const isQuotedIn = quotedIn(text);
  return severe.flatMap(({ entry, from, to }) => {
    const isBlocked = entry.section === 'block';
    const isQuoted = !isBlocked && isQuotedIn(from, to);
    const worth = WORTH[entry.section as SevereSection | 'block'];
    return MODERATION_LABELS.flatMap((label) => {
      const score = worth[label];
      return score === undefined ? [] : [{ label, score: isQuoted ? score * QUOTED : score, from, to }];
    });
  });
};

const judgeLinks = (links: readonly Link[], lures: number): RuleFinding[] => {
  const found: RuleFinding[] = [];
  const add = (label: ModerationLabel, score: number, { from, to }: Link): number =>
    found.push({ label, score, from, to });
  for (const link of links) {
    if (isImpostor(link.host)) add('scam', IMPOSTOR, link);
    else if (isLogger(link.host)) add('scam', LOGGER, link);
    else if (isInvite(link.address) && lures > 0) add('spam', ADVERTISED, link);
    else if (isShortener(link.host) && lures > 1) add('scam', SUSPECT, link);
  }
  const [first] = links;
  if (first === undefined) return found;
  const addresses = new Map<string, number>();
  for (const { address } of links) addresses.set(address, (addresses.get(address) ?? 0) + 1);
  if (links.length >= MANY_LINKS || Math.max(...addresses.values()) >= SAME_LINKS)
    add('spam', ADVERTISED, first);
  return found;
};

/** The same word over and over. */
const judgeRepetition = (text: string): RuleFinding[] => {
  const tokens = text.split(' ');
  if (tokens.length < REPEATED) return [];
  const counts = new Map<string, number>();
  for (const token of tokens) {
    counts.set(token, (counts.get(token) ?? 0) + 1);
    // So many different ones leave no room for one that is most of all: nearly every text ends here.
    if (counts.size > tokens.length * (1 - REPEATED_SHARE) + 1) return [];
  }
  const most = Math.max(...counts.values());
  return most >= REPEATED && most >= tokens.length * REPEATED_SHARE
    ? [{ label: 'spam', score: ADVERTISED, from: 0, to: (tokens[0] ?? '').length }]
    : [];
};

/** What speaks against a normalised text whose words are found. */
export const judgeByRules = (text: string, hits: readonly WordHit[]): RuleFinding[] => [
  ...judgeWords(text, hits),
  ...(text.includes('.') ? judgeLinks(findLinks(text), lureCount(hits)) : []),
  ...judgeRepetition(text),
];
