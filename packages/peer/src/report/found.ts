/**
 * What moderation found [A3], as reports of nobody's: one for each message, under the same id on every device, so that what one
 * person decides about it counts at all of them. An AI node decides nothing: it tells those in charge.
 */
import {
  type AccountId,
  decodeEvidence,
  type Finding,
  type FindingLetter,
  findingReportId,
  isInCharge,
  LIMITS,
  reasonOfLabel,
} from '@plexi/protocol';
import { FLOOD_MS } from '../moderation/flood.ts';
import type { SpaceContext } from '../space/context.ts';
import type { Received } from '../space/mailbox.ts';
import type { RankOf } from '../space/ranks.ts';
import type { CaseBook, ReportRecord } from './case.ts';
import { boxKeysOf, hasSay } from './people.ts';
import type { Verifier } from './verifier.ts';

/** A message that something was found in; what proves it is made when it is needed. */
interface FoundAbout {
  message: string;
  author: AccountId;
  evidence: () => Promise<Uint8Array>;
}

export interface FoundReports {
  /** Puts it before this account, where it is in charge; a node tells those who are. */
  find(about: FoundAbout, finding: Finding): Promise<void>;
  receive(received: Received<FindingLetter>): Promise<void>;
}

type Kept = [string, ReportRecord];

interface FoundDependencies {
  book: CaseBook;
  mail: (boxKeys: readonly Uint8Array[], letter: FindingLetter) => Promise<unknown>;
  verify: Verifier;
  rankOf: RankOf;
}

export const createFoundReports = (
  context: SpaceContext,
  { book, mail, verify, rankOf }: FoundDependencies,
): FoundReports => {
  const { primitives, space, self, replica } = context;
  const governance = () => replica.governance();
  const roleOf = (account: AccountId) => governance()?.state.members[account]?.role;
  /** Of a node: how much it told about each author since it began. */
  const told = new Map<AccountId, number>();

  /** Makes room by what was decided the longest ago; false where nothing was. */
  const makeRoom = async (kept: readonly Kept[], decided: ReadonlyMap<string, unknown>): Promise<boolean> => {
    if (kept.length < LIMITS.findings) return true;
    const [oldest] = kept.filter(([report]) => decided.has(report)).toSorted(([, a], [, b]) => a.at - b.at);
    if (oldest === undefined) return false;
    await book.forget(oldest[0]);
    return true;
  };

  /** Whether there is room for one more about that author, from that account. */
  const hasRoom = async (author: AccountId, by: AccountId): Promise<boolean> => {
    const kept = (await book.reports()).filter(([, { finding }]) => finding !== undefined);
    const decided = await book.said('verdict');
    const open = kept.filter(([report]) => !decided.has(report)).map(([, record]) => record);
    const ofAuthor = open.filter((record) => record.author === author).length;
    const ofNode = open.filter((record) => record.by === by).length;
    if (ofAuthor >= LIMITS.findingsOfAuthor) return false;
    if (by !== self.account && ofNode >= LIMITS.findingsOfOne) return false;
    return makeRoom(kept, decided);
  };

  /** Two devices may hear a flood's messages in another order, and begin it with another one. */
  const isFloodKnown = async (author: AccountId): Promise<boolean> =>
    (await book.reports()).some(
      ([, kept]) =>
        kept.finding?.tier === 'flood' && kept.author === author && context.now() - kept.at < FLOOD_MS,
    );

  const keep = async (
    { message, author }: Pick<FoundAbout, 'message' | 'author'>,
    finding: Finding,
    by: AccountId,
    evidence: () => Promise<Uint8Array>,
  ): Promise<void> => {
    const report = findingReportId(primitives, space, message);
    if ((await book.evidence(report)) !== undefined || !(await hasRoom(author, by))) return;
    if (finding.tier === 'flood' && (await isFloodKnown(author))) return;
    const at = Math.floor(context.now());
    const reason = reasonOfLabel(finding.label);
    await book.keepReport(report, { message, reason, note: '', by, at, finding, author }, await evidence());
  };

  const tell = async ({ message, author, evidence }: FoundAbout, finding: Finding): Promise<void> => {
    const count = told.get(author) ?? 0;
    const boxKeys = boxKeysOf(
      governance(),
      self,
      (account) => account !== author && hasSay(governance(), account),
    );
    if (count >= LIMITS.findingsOfAuthor || boxKeys.length === 0) return;
    told.set(author, count + 1);
    const report = findingReportId(primitives, space, message);
    await mail(boxKeys, { type: 'finding', report, message, finding, evidence: await evidence() });
  };

  return {
    find: async (about, finding) => {
      if (isInCharge(roleOf(self.account))) await keep(about, finding, self.account, about.evidence);
      else if (roleOf(self.account) === 'ai') await tell(about, finding);
    },
    receive: async ({ letter, account, written }) => {
      const { report, message, finding, evidence } = letter;
      if (!hasSay(governance(), self.account) || rankOf(written) !== 'ai') return;
      if (report !== findingReportId(primitives, space, message)) return;
      const decoded = decodeEvidence(evidence);
      const { failed, reported } = verify(decoded, letter);
      const author = reported?.account;
      // Of what is not proven nothing is kept, nor of what one wrote oneself.
      if (failed.length > 0 || decoded.space !== space || author === undefined || author === self.account)
        return;
      await keep({ message, author }, finding, account, async () => evidence);
    },
  };
};
