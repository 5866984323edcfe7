/**
 * Notices and appeals [A4]: whoever wrote what was reported hears what was decided, from whom and why, and may appeal once; somebody
 * else in charge looks at it again, and that stands.
 */
import {
  type AccountId,
  type AppealLetter,
  type NoticeLetter,
  plexiError,
  type ReviewLetter,
  type Written,
} from '@plexi/protocol';
import type { SpaceContext } from '../space/context.ts';
import type { Received } from '../space/mailbox.ts';
import { type Appeal, type CaseBook, inOrder, type Notice, type Review } from './case.ts';
import { isTimely, momentOf } from './moment.ts';
import { boxKeysOf, hasSay, reviewersOf } from './people.ts';
import { type Case, isAppealable } from './queue.ts';

/** A decision about what this account wrote. */
export interface KeptNotice extends Notice {
  report: string;
  appeal: Appeal | undefined;
  review: Review | undefined;
}

type AppealLetters = NoticeLetter | AppealLetter | ReviewLetter;

export interface Appeals {
  notices(): Promise<KeptNotice[]>;
  /** Its owner has read it. */
  acknowledge(notice: KeptNotice): Promise<void>;
  /** Tells who wrote it what was decided, where they may appeal. */
  notify: (of: Case, verdict: NonNullable<Case['verdict']>) => Promise<void>;
  /** Throws APPEALED_ALREADY, NOBODY_ELSE_IN_CHARGE. */
  appeal(notice: KeptNotice, words: string): Promise<void>;
  /** Tells everybody concerned what came of an appeal. */
  review(of: Case, outcome: Review['outcome'], words: string): Promise<void>;
  receive: (received: Received<AppealLetters>) => Promise<void>;
}

export const createAppeals = (
  context: SpaceContext,
  book: CaseBook,
  mail: (boxKeys: readonly Uint8Array[], letter: AppealLetters) => Promise<Written | undefined>,
): Appeals => {
  const { self, replica } = context;
  const governance = () => replica.governance();
  const keysOf = (matches: (account: AccountId) => boolean) => boxKeysOf(governance(), self, matches);
  const now = (): number => momentOf(context);

  const notices = async (): Promise<KeptNotice[]> => {
    const [appeals, reviews] = [await book.said('appeal'), await book.said('review')];
    return [...(await book.notices())]
      .flatMap(([report, all]) => {
        // Of two who decided at once the first one counts here too.
        const [notice] = all;
        if (notice === undefined) return [];
        const isOthers = ({ by }: Review): boolean => by !== notice.by && by !== self.account;
        return {
          ...notice,
          seen: all.some(({ seen }) => seen),
          report,
          appeal: (appeals.get(report) ?? []).find(({ by }) => by === self.account),
          review: inOrder(reviews.get(report) ?? []).find(isOthers),
        };
      })
      .sort((a, b) => a.at - b.at);
  };

  const receiveNotice = async ({ letter, account, written, ms }: Received<NoticeLetter>): Promise<void> => {
    if (!isTimely(letter.at, { ms })) return;
    const { report, message, reason, outcome, until, words, at } = letter;
    const notice = { message, reason, outcome, until, words, at, by: account, seen: false };
    await book.keep('notice', report, { ...notice, written });
  };

  return {
    notices,
    acknowledge: ({ report }) => book.see(report),
    notify: async ({ report, author, message, reason }, { outcome, until, words, at }) => {
      if (author === undefined || !isAppealable(outcome)) return;
      const boxKeys = keysOf((account) => account === author);
      if (boxKeys.length === 0) return;
      await mail(boxKeys, { type: 'notice', report, message, reason, outcome, until, words, at });
    },
    appeal: async ({ report, by, appeal }, words) => {
      if (appeal !== undefined) throw plexiError('APPEALED_ALREADY');
      const reviewers = new Set(reviewersOf(governance(), by, [self.account]));
      if (reviewers.size === 0) throw plexiError('NOBODY_ELSE_IN_CHARGE');
      // One's other devices know of it too: an appeal is made once.
      const boxKeys = keysOf((account) => reviewers.has(account) || account === self.account);
      const at = now();
      await mail(boxKeys, { type: 'appeal', report, words, at });
      await book.keep('appeal', report, { words, at, by: self.account });
    },
    review: async ({ report, author, by }, outcome, words) => {
      const at = now();
      const boxKeys = keysOf(
        (account) => account === author || account === by || hasSay(governance(), account),
      );
      const letter = { type: 'review', report, outcome, words, at } as const;
      const written = boxKeys.length > 0 ? await mail(boxKeys, letter) : undefined;
      await book.keep('review', report, {
        outcome,
        words,
        at,
        by: self.account,
        ...(written && { written }),
      });
    },
    receive: async ({ letter, ...from }) => {
      if (letter.type === 'notice') return receiveNotice({ letter, ...from });
      const { report, words, at } = letter;
      const { account } = from;
      if (!isTimely(at, from)) return;
      if (letter.type === 'appeal') {
        if (hasSay(governance(), self.account) || account === self.account)
          await book.keep('appeal', report, { words, at, by: account });
        return;
      }
      const said = { outcome: letter.outcome, words, at, by: account };
      await book.keep('review', report, { ...said, written: from.written });
    },
  };
};
