/** A report in words: what was written and by whom, what proves it, what came of it, and what the reader may do. */
import type { Report } from '../report.ts';
import { harmlessLine, harmlessText } from './harmless.ts';

const CONTINUED = '    ';

/** Somebody's words behind what they did; their further lines cannot pose as ours. */
const withWords = (what: string, words: string): string =>
  words === '' ? `  ${what}` : `  ${what}: ${harmlessText(words, CONTINUED)}`;

const linesOfOutcome = (report: Report, formatTime: (iso: string) => string): string[] => {
  const { outcome, decidedBy = '', until, words = '', overruled, author = '', appeal, review } = report;
  const end = until === undefined ? '' : `, until ${formatTime(until)}`;
  return [
    ...(outcome === undefined ? [] : [withWords(`${outcome} by ${harmlessLine(decidedBy)}${end}`, words)]),
    ...overruled.map((other) => `  too late: ${other.outcome} by ${harmlessLine(other.by)}`),
    ...(appeal === undefined ? [] : [withWords(`appeal by ${harmlessLine(author)}`, appeal.words)]),
    ...(review === undefined
      ? []
      : [withWords(`${review.outcome} by ${harmlessLine(review.by)}`, review.words)]),
  ];
};

export const renderReport = (report: Report, formatTime: (iso: string) => string): string => {
  const { reason, state, evidence, elsewhere, channelName = '', author = '', text, reporter } = report;
  const head = [reason, state, `evidence ${evidence}`, formatTime(report.time)];
  if (elsewhere) head.push('from where not all of the space read');
  else if (channelName !== '') head.push(`#${harmlessLine(channelName)}`);
  return [
    head.join(' · '),
    ...(text === undefined ? [] : [withWords(`written by ${harmlessLine(author)}`, text)]),
    withWords(`reported by ${harmlessLine(reporter)}`, report.note),
    ...linesOfOutcome(report, formatTime),
    ...(report.actions.length === 0 ? [] : [`  you may decide: ${report.actions.join(', ')}`]),
    ...(report.mayReview ? ['  you may decide the appeal: upheld, reversed'] : []),
    `  ${report.id}`,
  ].join('\n');
};
