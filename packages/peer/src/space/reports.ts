/**
 * Reports [A4], in their first form: a member tells those in charge of a space about a message by mail; one of them decides, and
 * the others and whoever reported learn of it. The evidence is the entry itself, signed, which those in charge hold and read.
 */
import {
  type AccountId,
  type Governance,
  ID_BYTES,
  idField,
  idFromBytes,
  LIMITS,
  msField,
  plexiError,
  REPORT_OUTCOMES,
  REPORT_REASONS,
  type ReportLetter,
  readCbor,
  type VerdictLetter,
  writeCbor,
} from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import { z } from 'zod';
import type { SpaceContext } from './context.ts';
import type { Received } from './mailbox.ts';

const REPORT = 'report';
const VERDICT = 'verdict';
const RECORD_BYTES = 4096;

const reportShape = z.strictObject({
  message: idField(),
  reason: z.enum(REPORT_REASONS),
  note: z.string(),
  by: idField<AccountId>(),
  at: msField,
});
const verdictShape = z.strictObject({
  outcome: z.enum(REPORT_OUTCOMES),
  by: idField<AccountId>(),
  at: msField,
});

type ReportReason = ReportLetter['reason'];
type ReportOutcome = VerdictLetter['outcome'];

/** A report as it is kept, with what came of it. */
export interface KeptReport extends z.output<typeof reportShape> {
  report: string;
  verdict: z.output<typeof verdictShape> | undefined;
}

export interface Reports {
  /** By time, the oldest first. */
  list(): Promise<KeptReport[]>;
  /** Tells those in charge. Throws NOBODY_IN_CHARGE. */
  send(message: { id: string; author: AccountId }, reason: ReportReason, note: string): Promise<string>;
  /** Tells the others in charge, and whoever reported. */
  decide(report: KeptReport, outcome: ReportOutcome): Promise<void>;
  receive(received: Received<ReportLetter | VerdictLetter>): Promise<void>;
}

/** Whether an account is one of those who may remove people. */
const isInCharge = (governance: Governance | undefined, account: AccountId): boolean =>
  (governance?.state.members[account]?.role ?? 'member') !== 'member';

export const createReports = (
  context: SpaceContext,
  mail: (boxKeys: readonly Uint8Array[], letter: ReportLetter | VerdictLetter) => Promise<void>,
): Reports => {
  const { store, space, self, replica, primitives, emit } = context;

  const keep = (kind: string, key: string, value: Uint8Array): Write => ({
    type: 'record',
    scope: space,
    kind,
    key,
    value,
  });

  const tell = (): void => emit({ type: 'reports', space });

  const boxKeysOf = (matches: (account: AccountId) => boolean): Uint8Array[] =>
    Object.values(replica.governance()?.state.members ?? {})
      .filter(({ account }) => matches(account))
      .flatMap(({ devices }) => Object.values(devices).map(({ certificate }) => certificate))
      .filter(({ device }) => device !== self.device)
      .map(({ boxKey }) => boxKey);

  const verdicts = async (): Promise<Map<string, z.output<typeof verdictShape>>> => {
    const found = new Map<string, z.output<typeof verdictShape>>();
    for (const { key, value } of await store.records(space, VERDICT)) {
      const verdict = readCbor(verdictShape, value, RECORD_BYTES, 'STORE_CORRUPT');
      const report = key.slice(0, ID_BYTES * 2);
      const other = found.get(report);
      // Two may decide at once: the first one counts, on every device.
      const isFirst =
        other === undefined || verdict.at < other.at || (verdict.at === other.at && verdict.by < other.by);
      if (isFirst) found.set(report, verdict);
    }
    return found;
  };

  const list = async (): Promise<KeptReport[]> => {
    const decided = await verdicts();
    return (await store.records(space, REPORT))
      .map(({ key, value }) => ({
        ...readCbor(reportShape, value, RECORD_BYTES, 'STORE_CORRUPT'),
        report: key,
        verdict: decided.get(key),
      }))
      .sort((a, b) => a.at - b.at);
  };

  const keepVerdict = async (report: string, verdict: z.output<typeof verdictShape>): Promise<void> => {
    await store.commit([keep(VERDICT, `${report}/${verdict.by}`, writeCbor(verdictShape, verdict))]);
    tell();
  };

  const keepReport = async (report: string, kept: z.output<typeof reportShape>): Promise<void> => {
    await store.commit([keep(REPORT, report, writeCbor(reportShape, kept))]);
    tell();
  };

  const receiveReport = async ({ letter, account }: Received<ReportLetter>): Promise<void> => {
    if (!isInCharge(replica.governance(), self.account)) return;
    const known = await list();
    const open = known.filter(({ by, verdict }) => by === account && verdict === undefined);
    if (known.some(({ report }) => report === letter.report)) return;
    if (known.length >= LIMITS.reports || open.length >= LIMITS.reportsOfOne)
      throw plexiError('TOO_BUSY', { detail: 'reports' });
    const { message, reason, note } = letter;
    await keepReport(letter.report, { message, reason, note, by: account, at: Math.floor(context.now()) });
  };

  return {
    list,
    send: async ({ id, author }, reason, note) => {
      const governance = replica.governance();
      const boxKeys = boxKeysOf((account) => account !== author && isInCharge(governance, account));
      if (boxKeys.length === 0) throw plexiError('NOBODY_IN_CHARGE');
      const report = idFromBytes(primitives.randomBytes(ID_BYTES));
      await mail(boxKeys, { type: 'report', report, message: id, reason, note });
      await keepReport(report, {
        message: id,
        reason,
        note,
        by: self.account,
        at: Math.floor(context.now()),
      });
      return report;
    },
    decide: async ({ report, by }, outcome) => {
      const at = Math.floor(context.now());
      await keepVerdict(report, { outcome, by: self.account, at });
      const governance = replica.governance();
      const boxKeys = boxKeysOf((account) => account === by || isInCharge(governance, account));
      if (boxKeys.length > 0) await mail(boxKeys, { type: 'verdict', report, outcome, at });
    },
    receive: async (received) => {
      const { letter, account } = received;
      if (letter.type === 'report') return receiveReport({ ...received, letter });
      if (!isInCharge(replica.governance(), account)) return;
      const about = (await list()).find(({ report }) => report === letter.report);
      // Whoever is not in charge hears of their own reports only; verdicts may come before the report.
      if (about === undefined && !isInCharge(replica.governance(), self.account)) return;
      await keepVerdict(letter.report, { outcome: letter.outcome, by: account, at: letter.at });
    },
  };
};

/** What those in charge see of a space's reports. */
export const mayDecide = (space: Pick<SpaceContext, 'replica'>, account: AccountId): boolean =>
  isInCharge(space.replica.governance(), account);
