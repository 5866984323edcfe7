/**
 * Reports for those who are put in charge later [A4]: whoever puts them there hands over what nobody has decided yet, and whoever
 * reported tells them too, so that what was under way at the same time is missed by nobody. What is there twice is one report.
 */
import {
  type AccountId,
  type HandoverLetter,
  idField,
  isInCharge,
  isPlexiError,
  LIMITS,
  plexiError,
  type ReportLetter,
  readCbor,
  writeCbor,
} from '@plexi/protocol';
import { z } from 'zod';
import type { SpaceContext } from '../space/context.ts';
import type { Received } from '../space/mailbox.ts';
import type { RankOf } from '../space/ranks.ts';
import type { CaseBook } from './case.ts';
import { boxKeysOf, hasSay } from './people.ts';
import type { Case } from './queue.ts';

export interface Handovers {
  /** Gives what is open to somebody whom this account has put in charge, but what they wrote or reported themselves. */
  handOver: (account: AccountId) => Promise<void>;
  /** A report of this account is about to go to all who are in charge now; gives what remembers that it did. */
  sending: () => (report: string) => Promise<void>;
  /** Governance changed: who is in charge now, and was not told of this account's reports, is told. */
  look: () => void;
  receive: (received: Received<HandoverLetter>) => Promise<void>;
}

interface HandoverDependencies {
  book: CaseBook;
  cases: () => Promise<Case[]>;
  mail: (boxKeys: readonly Uint8Array[], letter: ReportLetter | HandoverLetter) => Promise<unknown>;
  rankOf: RankOf;
  receiveReport: (received: Received<ReportLetter>) => Promise<void>;
}

const KIND = 'case-told';
const RECORD_BYTES = 1024 * 1024;
const toldShape = z.array(idField<AccountId>());

export const createHandovers = (
  context: SpaceContext,
  { book, cases, mail, rankOf, receiveReport }: HandoverDependencies,
): Handovers => {
  const { store, space, self, replica } = context;
  const governance = () => replica.governance();
  const inCharge = (): AccountId[] =>
    Object.values(governance()?.state.members ?? {})
      .map(({ account }) => account)
      .filter((account) => hasSay(governance(), account));

  const keep = async (report: string, told: readonly AccountId[] | undefined): Promise<void> => {
    const value = told === undefined ? undefined : writeCbor(toldShape, [...told]);
    await store.commit([{ type: 'record', scope: space, kind: KIND, key: report, value }]);
  };

  /** What is open, with what it takes to tell of it again; the newest. */
  const openCases = async (): Promise<(Case & { bytes: Uint8Array })[]> => {
    const open: (Case & { bytes: Uint8Array })[] = [];
    for (const one of (await cases()).toReversed()) {
      if (one.verdict !== undefined || one.finding !== undefined || one.author === undefined) continue;
      const bytes = await book.evidence(one.report);
      if (bytes !== undefined) open.push({ ...one, bytes });
      if (open.length >= LIMITS.reportsHandedOver) break;
    }
    return open;
  };

  const letterOf = ({ report, message, reason, note, bytes }: Case & { bytes: Uint8Array }) => ({
    report,
    message,
    reason,
    note,
    evidence: bytes,
  });

  const tellNewcomers = async (): Promise<void> => {
    const records = await store.records(space, KIND);
    if (records.length === 0) return;
    const open = new Map((await openCases()).map((one) => [one.report, one]));
    for (const { key, value } of records) {
      const one = open.get(key);
      if (one === undefined) {
        // Decided, or too old to be told of again.
        await keep(key, undefined);
        continue;
      }
      const told = readCbor(toldShape, value, RECORD_BYTES, 'STORE_CORRUPT');
      const fresh = inCharge().filter(
        (account) => account !== self.account && account !== one.author && !told.includes(account),
      );
      if (fresh.length === 0) continue;
      const boxKeys = boxKeysOf(governance(), self, (account) => fresh.includes(account));
      if (boxKeys.length > 0) await mail(boxKeys, { type: 'report', ...letterOf(one) });
      await keep(key, [...told, ...fresh]);
    }
  };

  let looking: Promise<void> = Promise.resolve();
  return {
    handOver: async (account) => {
      const boxKeys = boxKeysOf(governance(), self, (one) => one === account);
      if (boxKeys.length === 0 || !hasSay(governance(), account)) return;
      for (const one of await openCases())
        if (account !== one.author && account !== one.by)
          await mail(boxKeys, { type: 'handover', by: one.by, ...letterOf(one) });
    },
    sending: () => {
      const told = inCharge();
      return async (report) => keep(report, told);
    },
    look: () => {
      looking = looking.then(tellNewcomers).catch((error: unknown) => {
        if (isPlexiError(error)) context.problem(error.code, error.detail);
        else context.problem('INTERNAL', String(error));
      });
    },
    receive: async ({ letter, ...from }) => {
      const { by, report, message, reason, note, evidence } = letter;
      const now = governance();
      const isKnown = now?.state.members[by] !== undefined || now?.state.formerMembers[by] !== undefined;
      if (!isInCharge(rankOf(from.written)) || !hasSay(now, self.account) || by === self.account) return;
      if (!isKnown) throw plexiError('ENTRY_MALFORMED', { detail: 'handover: nobody of that name' });
      const made = { type: 'report', report, message, reason, note, evidence } as const;
      await receiveReport({ ...from, letter: made, account: by });
    },
  };
};
