/**
 * The queue of those in charge [A4]: reports with what their evidence is worth, and what was decided. Of two who decide at once the
 * earlier one counts, on every device; nobody decides about what they wrote themselves, nor about what they reported where there is
 * anybody else who could.
 */
import type { EvidenceFindings } from '@plexi/crypto/sealing';
import {
  type AccountId,
  decodeEvidence,
  type Evidence,
  ID_BYTES,
  idFromBytes,
  LIMITS,
  type NOTICED_OUTCOMES,
  plexiError,
  type ReportLetter,
  type VerdictLetter,
  type Written,
} from '@plexi/protocol';
import type { SpaceContext } from '../space/context.ts';
import type { Received } from '../space/mailbox.ts';
import { type Appeal, type CaseBook, inOrder, type ReportRecord, type Review, type Verdict } from './case.ts';
import { isTimely, momentOf } from './moment.ts';
import { boxKeysOf, hasSay } from './people.ts';
import type { Verifier } from './verifier.ts';

/** A report with all that came of it. */
export interface Case extends ReportRecord {
  report: string;
  /** What its evidence says, and where that is from. */
  evidence: Evidence;
  findings: EvidenceFindings;
  /** Who wrote what was reported; undefined where the evidence does not hold. */
  author: AccountId | undefined;
  /** Of what somebody reported: what moderation found in the same message. */
  found: ReportRecord['finding'];
  verdict: Verdict | undefined;
  /** What others decided at the same time, too late to count. */
  overruled: Verdict[];
  appeal: Appeal | undefined;
  review: Review | undefined;
}

type Decision = Pick<Verdict, 'outcome' | 'until' | 'words'>;

export interface Queue {
  /** By time, the oldest first. */
  cases(): Promise<Case[]>;
  /** Tells those in charge about a message. Throws NOBODY_IN_CHARGE, TOO_BUSY. */
  send(
    about: { message: string; author: AccountId; evidence: Uint8Array },
    reason: ReportRecord['reason'],
    note: string,
  ): Promise<string>;
  /** Tells the others in charge, whoever reported, and who wrote it where they may appeal. */
  decide(of: Case, decision: Decision): Promise<void>;
  /** The same about what moderation found in the message: who wrote it hears of it once. */
  decideToo(of: Case, decision: Decision): Promise<void>;
  receive: (received: Received<ReportLetter | VerdictLetter>) => Promise<void>;
}

/**
 * Whether a case is not an account's to decide: they wrote it, or reported it to somebody else. What moderation found, nobody
 * reported.
 */
export const isParty = (
  { by, author, alone, finding }: Pick<Case, 'by' | 'author' | 'alone' | 'finding'>,
  account: AccountId,
): boolean => account === author || (account === by && alone !== true && finding === undefined);

type NoticedOutcome = (typeof NOTICED_OUTCOMES)[number];

/** Whether somebody may appeal against that: whoever is out cannot write. */
export const isAppealable = (outcome: Verdict['outcome']): outcome is NoticedOutcome =>
  outcome === 'warned' || outcome === 'hidden' || outcome === 'redacted' || outcome === 'muted';

export const createQueue = (
  context: SpaceContext,
  book: CaseBook,
  mail: (
    boxKeys: readonly Uint8Array[],
    letter: Parameters<Queue['receive']>[0]['letter'],
  ) => Promise<Written | undefined>,
  notify: (of: Case, verdict: Verdict) => Promise<void>,
  verify: Verifier,
): Queue => {
  const { self, replica, primitives } = context;
  const governance = () => replica.governance();
  const keysOf = (matches: (account: AccountId) => boolean) => boxKeysOf(governance(), self, matches);

  const cases = async (): Promise<Case[]> => {
    const [verdicts, appeals, reviews] = [
      await book.said('verdict'),
      await book.said('appeal'),
      await book.said('review'),
    ];
    const all = await book.reports();
    const byMessage = new Map(
      all.flatMap(([, { message, finding }]) => (finding === undefined ? [] : [[message, finding] as const])),
    );
    const found: Case[] = [];
    for (const [report, record] of all) {
      const bytes = await book.evidence(report);
      if (bytes === undefined) continue;
      const evidence = decodeEvidence(bytes);
      const findings = verify(evidence, { report, message: record.message });
      const author = findings.failed.length === 0 ? findings.reported?.account : undefined;
      const known = { ...record, report, evidence, findings, author };
      const isTheirs = (by: AccountId): boolean => isParty(known, by);
      const [verdict, ...overruled] = inOrder(verdicts.get(report) ?? []).filter(({ by }) => !isTheirs(by));
      found.push({
        ...known,
        found: record.finding === undefined ? byMessage.get(record.message) : undefined,
        verdict,
        overruled,
        appeal: (appeals.get(report) ?? []).find(({ by }) => by === author),
        review: inOrder(reviews.get(report) ?? []).find(({ by }) => !isTheirs(by) && by !== verdict?.by),
      });
    }
    return found.sort((a, b) => a.at - b.at);
  };

  /** Whether nobody else could decide what `by` reports about `author`. */
  const aloneIn = (by: AccountId, author: AccountId | undefined): Pick<ReportRecord, 'alone'> => {
    const now = governance();
    const isOther = (account: AccountId): boolean =>
      account !== by && account !== author && hasSay(now, account);
    const accounts = Object.values(now?.state.members ?? {}).map(({ account }) => account);
    return hasSay(now, by) && !accounts.some(isOther) ? { alone: true } : {};
  };

  /** Sees to a place for one more report of somebody's: the oldest goes that nothing more is to be decided about. Throws TOO_BUSY. */
  const makePlace = async (account: AccountId): Promise<void> => {
    // What moderation found takes nobody's place.
    const reported = (await book.reports()).filter(([, { finding }]) => finding === undefined);
    const verdicts = await book.said('verdict');
    const open = reported.filter(([report, { by }]) => by === account && !verdicts.has(report));
    if (open.length >= LIMITS.reportsOfOne) throw plexiError('TOO_BUSY', { detail: 'reports' });
    if (reported.length < LIMITS.reports) return;
    const isOver = ({ finding, verdict, appeal, review }: Case): boolean =>
      finding === undefined && verdict !== undefined && (appeal === undefined || review !== undefined);
    const oldest = (await cases()).find(isOver);
    if (oldest === undefined) throw plexiError('TOO_BUSY', { detail: 'reports' });
    await book.forget(oldest.report);
  };

  const receiveReport = async ({ letter, account }: Received<ReportLetter>): Promise<void> => {
    // One's other devices hear of it too.
    if (!hasSay(governance(), self.account) && account !== self.account) return;
    if ((await book.reports()).some(([report]) => report === letter.report)) return;
    await makePlace(account);
    const { message, reason, note, evidence } = letter;
    const { reported } = verify(decodeEvidence(evidence), letter);
    // It is not theirs to know of.
    if (reported?.account === self.account) return;
    const at = Math.floor(context.now());
    await book.keepReport(
      letter.report,
      { message, reason, note, by: account, at, ...aloneIn(account, reported?.account) },
      evidence,
    );
  };

  /** Keeps a decision, and tells the others in charge and whoever reported. */
  const say = async ({ report, by, author, finding }: Case, decision: Decision): Promise<Verdict> => {
    const isReporter = (account: AccountId): boolean => finding === undefined && account === by;
    const { outcome, until, words } = decision;
    const at = momentOf(context);
    const boxKeys = keysOf(
      (account) => account !== author && (isReporter(account) || hasSay(governance(), account)),
    );
    const letter = { type: 'verdict', report, outcome, until, words, at } as const;
    const written = boxKeys.length > 0 ? await mail(boxKeys, letter) : undefined;
    const verdict = { ...decision, by: self.account, at, ...(written && { written }) };
    await book.keep('verdict', report, verdict);
    return verdict;
  };

  const receiveVerdict = async ({ letter, account, written, ms }: Received<VerdictLetter>): Promise<void> => {
    if (!isTimely(letter.at, { ms })) return;
    const isAbout = (await book.reports()).some(([report]) => report === letter.report);
    // Whoever is not in charge hears of their own reports only; verdicts may come before the report.
    if (!isAbout && !hasSay(governance(), self.account)) return;
    const { outcome, until, words, at } = letter;
    const said = { outcome, until, words, at, by: account, written };
    await book.keep('verdict', letter.report, said);
  };

  return {
    cases,
    send: async ({ message, author, evidence }, reason, note) => {
      const isTold = (account: AccountId): boolean =>
        account !== author && account !== self.account && hasSay(governance(), account);
      const alone = aloneIn(self.account, author);
      if (keysOf(isTold).length === 0 && alone.alone !== true) throw plexiError('NOBODY_IN_CHARGE');
      await makePlace(self.account);
      const boxKeys = keysOf((account) => isTold(account) || account === self.account);
      const report = idFromBytes(primitives.randomBytes(ID_BYTES));
      if (boxKeys.length > 0)
        await mail(boxKeys, { type: 'report', report, message, reason, note, evidence });
      const at = Math.floor(context.now());
      await book.keepReport(report, { message, reason, note, by: self.account, at, ...alone }, evidence);
      return report;
    },
    decide: async (of, decision) => notify(of, await say(of, decision)),
    decideToo: async (of, decision) => {
      await say(of, decision);
    },
    receive: ({ letter, ...from }) =>
      letter.type === 'report' ? receiveReport({ letter, ...from }) : receiveVerdict({ letter, ...from }),
  };
};
