/** Cases and notices as operations show them [A4]. */
import { EVIDENCE_CHECKS, type ShownEntry } from '@plexi/crypto/sealing';
import type { Notice, Report, ReportEntry, ShownReport } from '@plexi/operations';
import { hlcToMs, importedLineId, type Primitives } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import { tellFinding } from '../moderation/tell.ts';
import type { KeptNotice } from '../report/appeal.ts';
import type { Case } from '../report/queue.ts';
import type { Space } from '../space/space.ts';
import { actionsOn, homeOfMessage, mayReview } from './powers.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
const endOf = (ms: number): { until?: string } => (ms === 0 ? {} : { until: iso(ms) });

/** What an entry says, and what it is to the reported message. */
const readEntry = (
  primitives: Primitives,
  { event, id, log, account }: ShownEntry,
  of: Pick<Case, 'message' | 'author'>,
): Pick<ReportEntry, 'kind' | 'text' | 'files'> | undefined => {
  switch (event.kind) {
    case 'post': {
      const files = (event.extras?.files ?? []).map(({ name }) => name);
      return { kind: id === of.message ? 'reported' : 'before', text: event.text, files };
    }
    case 'import': {
      const line = event.lines.find((one) => importedLineId(primitives, log.channel, one) === of.message);
      const said = line === undefined ? event.lines : [line];
      const text = said.map((one) => `${one.author}: ${one.text}`).join('\n');
      return { kind: line === undefined ? 'before' : 'reported', text, files: [] };
    }
    case 'edit': {
      const isOfIt = event.target === of.message && account === of.author;
      return { kind: isOfIt ? 'edit' : 'other', text: event.text, files: [] };
    }
    default:
      return undefined;
  }
};

const entriesOf = (primitives: Primitives, space: Space, of: Case): ReportEntry[] =>
  of.findings.shown.flatMap((shown) => {
    const said = readEntry(primitives, shown, of);
    if (said === undefined) return [];
    return {
      ...said,
      id: shown.id,
      author: space.words.account(shown.account),
      authorId: shown.account,
      time: iso(hlcToMs(shown.clock)),
      sequence: shown.sequence,
    };
  });

/** What the message said when it was reported: by its last edit that is shown, or as it was first written. */
const wordsOf = (entries: readonly ReportEntry[]): string | undefined =>
  (entries.findLast(({ kind }) => kind === 'edit') ?? entries.find(({ kind }) => kind === 'reported'))?.text;

export const showCase = async (
  primitives: Primitives,
  client: Client,
  space: Space,
  of: Case,
): Promise<ShownReport> => {
  const { words } = space;
  const { verdict, review, appeal, author } = of;
  const home = await homeOfMessage(client, space, of.message);
  const message = await home?.messages.find(of.message);
  const entries = entriesOf(primitives, space, of);
  const text = author === undefined ? undefined : wordsOf(entries);
  const channel = space.governance().state.channels[of.evidence.channel];
  const actions = await actionsOn(client, space, of);
  const report: Report = {
    id: of.report,
    reason: of.reason,
    note: of.note,
    ...(of.finding === undefined
      ? {}
      : { finding: { ...tellFinding(of.finding), here: of.by === client.self.account } }),
    ...(of.found === undefined ? {} : { found: tellFinding(of.found) }),
    time: iso(of.at),
    reporter: words.account(of.by),
    own: of.finding === undefined && of.by === client.self.account,
    messageId: of.message,
    ...(message === undefined ? {} : { message }),
    ...(author === undefined ? {} : { author: words.account(author), authorId: author }),
    ...(text === undefined ? {} : { text }),
    evidence: of.findings.failed.length === 0 ? 'verified' : 'broken',
    elsewhere: of.evidence.space !== space.id,
    ...(channel === undefined ? {} : { channelName: words.channel(channel.id) }),
    state: verdict === undefined ? 'open' : 'closed',
    ...(verdict === undefined
      ? {}
      : {
          outcome: verdict.outcome,
          decidedBy: words.account(verdict.by),
          decidedAt: iso(verdict.at),
          ...endOf(verdict.until),
          words: verdict.words,
        }),
    overruled: of.overruled.map(({ outcome, by, at }) => ({
      outcome,
      by: words.account(by),
      time: iso(at),
    })),
    ...showAppeal(space, appeal, review),
    mayDecide: actions.length > 0,
    actions,
    mayReview: mayReview(client, space, of),
  };
  const checks = EVIDENCE_CHECKS.map((name) => ({ name, holds: !of.findings.failed.includes(name) }));
  return { ...report, checks, entries };
};

const showAppeal = (
  { words }: Space,
  appeal: Case['appeal'],
  review: Case['review'],
): Pick<Report, 'appeal' | 'review'> => ({
  ...(appeal === undefined ? {} : { appeal: { words: appeal.words, time: iso(appeal.at) } }),
  ...(review === undefined
    ? {}
    : {
        review: {
          outcome: review.outcome,
          by: words.account(review.by),
          words: review.words,
          time: iso(review.at),
        },
      }),
});

export const showNotice = async (client: Client, space: Space, of: KeptNotice): Promise<Notice> => {
  const home = await homeOfMessage(client, space, of.message);
  const message = await home?.messages.find(of.message);
  return {
    id: of.report,
    messageId: of.message,
    ...(message === undefined ? {} : { message }),
    reason: of.reason,
    outcome: of.outcome,
    words: of.words,
    by: space.words.account(of.by),
    time: iso(of.at),
    ...endOf(of.until),
    seen: of.seen,
    ...showAppeal(space, of.appeal, of.review),
    mayAppeal: of.appeal === undefined && space.governance().state.members[client.self.account] !== undefined,
  };
};
