/** What a space keeps of reports [A4]: a case is a report with all that came of it. Everything of it is in the encrypted store. */
import {
  type AccountId,
  type ChannelId,
  type DeviceId,
  type EntryId,
  findingShape,
  ID_BYTES,
  idField,
  LIMITS,
  msField,
  NOTICED_OUTCOMES,
  REPORT_OUTCOMES,
  REPORT_REASONS,
  REVIEW_OUTCOMES,
  readCbor,
  type Written,
  writeCbor,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { z } from 'zod';

const RECORD_BYTES = 4096;

/** Of what counts by its author's rank; absent where it was never sent. */
const writtenShape = z
  .strictObject({
    log: z.strictObject({ channel: idField<ChannelId>(), device: idField<DeviceId>(), generation: z.int() }),
    sequence: z.int(),
    heads: z.array(idField<EntryId>()).max(LIMITS.governanceHeads).readonly(),
  })
  .optional();
const by = { by: idField<AccountId>(), at: msField };

const reportShape = z.strictObject({
  ...by,
  message: idField(),
  reason: z.enum(REPORT_REASONS),
  note: z.string(),
  /** Nobody but whoever reported it could decide. */
  alone: z.literal(true).optional(),
  /** Of what moderation found [A3]: that, and who wrote the message. `by` is whose device found it. */
  finding: findingShape.optional(),
  author: idField<AccountId>().optional(),
});
const verdictShape = z.strictObject({
  ...by,
  outcome: z.enum(REPORT_OUTCOMES),
  until: msField,
  words: z.string(),
  written: writtenShape,
});
const noticeShape = z.strictObject({
  ...by,
  message: idField(),
  reason: z.enum(REPORT_REASONS),
  outcome: z.enum(NOTICED_OUTCOMES),
  until: msField,
  words: z.string(),
  seen: z.boolean(),
  written: writtenShape,
});
const appealShape = z.strictObject({ ...by, words: z.string() });
const reviewShape = z.strictObject({
  ...by,
  outcome: z.enum(REVIEW_OUTCOMES),
  words: z.string(),
  written: writtenShape,
});

/** Kinds of records. What several people may say is kept under the report and who says it. */
const KINDS = {
  report: { kind: 'case', shape: reportShape },
  verdict: { kind: 'case-verdict', shape: verdictShape },
  notice: { kind: 'case-notice', shape: noticeShape },
  appeal: { kind: 'case-appeal', shape: appealShape },
  review: { kind: 'case-review', shape: reviewShape },
} as const;
const EVIDENCE = 'case-evidence';

type Kinds = typeof KINDS;
type RecordOf<Kind extends keyof Kinds> = z.output<Kinds[Kind]['shape']>;
export type ReportRecord = RecordOf<'report'>;
export type Verdict = RecordOf<'verdict'>;
export type Notice = RecordOf<'notice'>;
export type Appeal = RecordOf<'appeal'>;
export type Review = RecordOf<'review'>;

export interface CaseBook {
  reports(): Promise<[string, ReportRecord][]>;
  /** By report, those that count. */
  notices(): Promise<Map<string, Notice[]>>;
  /** All of a kind that counts, by report: of each account what it said first. */
  said<Kind extends 'verdict' | 'appeal' | 'review'>(kind: Kind): Promise<Map<string, RecordOf<Kind>[]>>;
  evidence(report: string): Promise<Uint8Array | undefined>;
  keepReport(report: string, record: ReportRecord, evidence: Uint8Array): Promise<void>;
  /** Forgets a report with all that was said of it. */
  forget(report: string): Promise<void>;
  /** What was said once stays as it is. */
  keep<Kind extends 'verdict' | 'notice' | 'appeal' | 'review'>(
    kind: Kind,
    report: string,
    record: RecordOf<Kind>,
  ): Promise<void>;
  /** Its owner has read what was decided. */
  see(report: string): Promise<void>;
  /** Governance changed: other things may count now. */
  recount(): Promise<void>;
}

interface CaseBookDependencies {
  store: Store;
  space: string;
  changed: () => void;
  /** Whether what somebody said there counts, by what governance says of their rank: it is asked whenever it is read [C1]. */
  counts: (written: Written) => boolean;
}

/** Of what several people said about one thing, what counts: the earliest, on every device. */
export const inOrder = <Said extends { at: number; by: AccountId }>(said: readonly Said[]): Said[] =>
  said.toSorted((a, b) => a.at - b.at || (a.by < b.by ? -1 : 1));

type Word = { by: AccountId; written?: Written | undefined };

const placeOf = ({ by: author, written }: Word): string =>
  written === undefined
    ? author
    : `${author}/${written.log.device}/${written.log.generation}/${written.sequence}`;

export const openCaseBook = ({ store, space, changed, counts }: CaseBookDependencies): CaseBook => {
  const read = async <Kind extends keyof Kinds>(kind: Kind): Promise<[string, RecordOf<Kind>][]> =>
    (await store.records(space, KINDS[kind].kind)).map(({ key, value }) => [
      key,
      readCbor(KINDS[kind].shape, value, RECORD_BYTES, 'STORE_CORRUPT') as RecordOf<Kind>,
    ]);

  const isCounting = ({ written }: Word): boolean => written === undefined || counts(written);

  const reportOf = (key: string): string => key.slice(0, ID_BYTES * 2);

  /** By report what counts, in order. */
  const counting = async <Kind extends 'verdict' | 'notice' | 'appeal' | 'review'>(
    kind: Kind,
  ): Promise<Map<string, RecordOf<Kind>[]>> => {
    const records = (await read(kind))
      .filter(([, record]) => isCounting(record))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const byReport = Map.groupBy(records, ([key]) => reportOf(key));
    return new Map([...byReport].map(([report, all]) => [report, inOrder(all.map(([, record]) => record))]));
  };

  /**
   * What each may say of a kind is bounded by itself, so that nobody takes another's place; anybody may appeal, and who has no say
   * may come to have had one, by governance that is not here yet.
   */
  const isFull = async (kind: keyof Kinds, record: Word): Promise<boolean> => {
    const theirs = (await read(kind)).filter(([, other]) => other.by === record.by);
    const isFew = kind === 'appeal' || !isCounting(record);
    return theirs.length >= (isFew ? LIMITS.reportsOfOne : LIMITS.reports + LIMITS.findings);
  };

  /** Their oldest word about a report that never came here: it may make place. */
  const oldestAstray = async (kind: keyof Kinds, account: AccountId): Promise<string | undefined> => {
    const here = new Set((await read('report')).map(([report]) => report));
    const astray = (await read(kind))
      .filter(([key, record]) => record.by === account && !here.has(reportOf(key)))
      .sort(([, a], [, b]) => a.at - b.at);
    return astray[0]?.[0];
  };

  let counted = '';

  return {
    reports: () => read('report'),
    recount: async () => {
      const before = counted;
      const keys: string[] = [];
      for (const kind of ['verdict', 'notice', 'review'] as const)
        for (const [key, record] of await read(kind)) if (isCounting(record)) keys.push(`${kind}/${key}`);
      counted = keys.sort().join();
      if (counted !== before) changed();
    },
    notices: () => counting('notice'),
    said: async (kind) => {
      const all = await counting(kind);
      const firsts = [...all].map(([report, records]) => {
        const byAuthor = Map.groupBy(records, (record) => record.by);
        return [report, [...byAuthor.values()].flatMap((theirs) => theirs.slice(0, 1))] as const;
      });
      return new Map(firsts);
    },
    evidence: (report) => store.record(space, EVIDENCE, report),
    keepReport: async (report, record, evidence) => {
      const value = writeCbor(reportShape, record);
      await store.commit([
        { type: 'record', scope: space, kind: KINDS.report.kind, key: report, value },
        { type: 'record', scope: space, kind: EVIDENCE, key: report, value: evidence },
      ]);
      changed();
    },
    forget: async (report) => {
      const writes: Write[] = [];
      for (const kind of [EVIDENCE, ...Object.values(KINDS).map((it) => it.kind)])
        for (const { key } of await store.records(space, kind))
          if (key.startsWith(report))
            writes.push({ type: 'record', scope: space, kind, key, value: undefined });
      await store.commit(writes);
    },
    keep: async (name, report, record) => {
      const { kind, shape } = KINDS[name];
      const key = `${report}/${placeOf(record)}`;
      if ((await store.record(space, kind, key)) !== undefined) return;
      const writes: Write[] = [];
      if (await isFull(name, record)) {
        const leaves = name === 'verdict' ? await oldestAstray(name, record.by) : undefined;
        if (leaves === undefined) return;
        writes.push({ type: 'record', scope: space, kind, key: leaves, value: undefined });
      }
      const value = writeCbor(shape as z.ZodType, record);
      await store.commit([...writes, { type: 'record', scope: space, kind, key, value }]);
      changed();
    },
    see: async (report) => {
      const notices = (await read('notice')).filter(([key]) => reportOf(key) === report);
      const writes = notices.map(([key, notice]): Write => {
        const value = writeCbor(noticeShape, { ...notice, seen: true });
        return { type: 'record', scope: space, kind: KINDS.notice.kind, key, value };
      });
      await store.commit(writes);
      changed();
    },
  };
};
