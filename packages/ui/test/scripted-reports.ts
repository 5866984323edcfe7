/** Reports, as the script has them. */
import type { Handlers, Message, Notice, PeerEvent, Report, ReportEntry } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import { idOf, type Script, type ScriptedSpace } from './script.ts';

export interface ScriptedReportsInput {
  script: Script;
  find: (name: string) => ScriptedSpace;
  emit: (event: PeerEvent) => void;
}

const CHECKS = ['certificate', 'signature', 'place', 'links', 'order', 'key', 'body', 'message'];

const toEntry = (message: Message, kind: ReportEntry['kind'], sequence: number): ReportEntry => ({
  id: message.id,
  kind,
  author: message.author,
  authorId: message.authorId,
  time: message.time,
  text: message.text,
  files: (message.files ?? []).map(({ name }) => name),
  sequence,
});

export const scriptReports = ({ script, find, emit }: ScriptedReportsInput): Handlers => {
  /** A message with up to so many before it, the oldest first. */
  const upTo = (space: string, id: string, count: number): Message[] => {
    for (const messages of find(space).messages.values()) {
      const place = messages.findIndex((one) => one.id === id);
      if (place >= 0) return messages.slice(Math.max(0, place - count), place + 1);
    }
    return [];
  };
  const reportIn = (space: string, id: string): Report => {
    const report = script.reports?.get(find(space).summary.id)?.find((one) => one.id === id);
    if (report === undefined) throw plexiError('NOT_FOUND');
    return report;
  };
  const noticeIn = (space: string, id: string): Notice => {
    const notice = script.notices?.get(find(space).summary.id)?.find((one) => one.id === id);
    if (notice === undefined) throw plexiError('NOT_FOUND');
    return notice;
  };
  const changed = (space: string): void => emit({ type: 'reports', space: find(space).summary.id });
  const now = '2026-11-23T09:40:00.000Z';

  return {
    'report.create': async ({ space, id, reason, note }) => {
      const found = find(space);
      const [message] = upTo(space, id, 0);
      const mayDecide = found.summary.role !== 'member';
      const report: Report = {
        id: idOf(`report ${id}`),
        reason,
        note,
        time: '2026-11-23T09:30:00.000Z',
        reporter: script.account.name ?? '',
        own: true,
        messageId: id,
        ...(message === undefined
          ? {}
          : { message, author: message.author, authorId: message.authorId, text: message.text }),
        state: 'open',
        evidence: 'verified',
        elsewhere: false,
        overruled: [],
        mayDecide,
        actions: mayDecide ? ['dismissed', 'warned', 'hidden', 'removed'] : [],
        mayReview: false,
      };
      const reports = (script.reports ??= new Map<string, Report[]>());
      reports.set(found.summary.id, [...(reports.get(found.summary.id) ?? []), report]);
      changed(space);
      return report;
    },
    'report.preview': async ({ space, id, context }) => {
      const { summary } = find(space);
      const isElsewhere = script.reportsElsewhere === true;
      const shared = isElsewhere ? script.spaces.map((one) => one.summary) : [summary];
      return {
        places: shared.map((one) => ({ id: one.id, name: one.name, people: ['Ada', 'Ben Okafor'] })),
        elsewhere: isElsewhere,
        messages: upTo(space, id, context),
      };
    },
    'report.list': async ({ space }) => script.reports?.get(find(space).summary.id) ?? [],
    'report.show': async ({ space, id }) => {
      const report = reportIn(space, id);
      const messages = upTo(space, report.messageId, 3);
      return {
        ...report,
        checks: CHECKS.map((name) => ({ name, holds: report.evidence === 'verified' || name !== 'body' })),
        entries: messages.map((message, place) =>
          toEntry(message, message.id === report.messageId ? 'reported' : 'before', place + 1),
        ),
      };
    },
    'report.close': async ({ space, id, outcome, until, words }) => {
      const report = reportIn(space, id);
      Object.assign(report, {
        state: 'closed',
        outcome,
        decidedBy: script.account.name,
        words,
        mayDecide: false,
        actions: [],
        ...(until === undefined ? {} : { until }),
      });
      changed(space);
      return report;
    },
    'report.review': async ({ space, id, outcome, words }) => {
      const report = reportIn(space, id);
      const by = script.account.name ?? '';
      Object.assign(report, { mayReview: false, review: { outcome, by, words, time: now } });
      changed(space);
      return report;
    },
    'report.notices': async ({ space }) => script.notices?.get(find(space).summary.id) ?? [],
    'report.acknowledge': async ({ space, id }) => {
      const notice = Object.assign(noticeIn(space, id), { seen: true });
      changed(space);
      return notice;
    },
    'report.appeal': async ({ space, id, words }) => {
      const appeal = { words, time: now };
      const notice = Object.assign(noticeIn(space, id), { seen: true, mayAppeal: false, appeal });
      changed(space);
      return notice;
    },
  };
};
