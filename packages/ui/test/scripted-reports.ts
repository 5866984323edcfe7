/** Reports, as the script has them. */
import type { Handlers, PeerEvent, Report } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import { idOf, type Script, type ScriptedSpace } from './script.ts';

export interface ScriptedReportsInput {
  script: Script;
  find: (name: string) => ScriptedSpace;
  emit: (event: PeerEvent) => void;
}

export const scriptReports = ({ script, find, emit }: ScriptedReportsInput): Handlers => ({
  'report.create': async ({ space, id, reason, note }) => {
    const found = find(space);
    const message = [...found.messages.values()].flat().find((one) => one.id === id);
    const report: Report = {
      id: idOf(`report ${id}`),
      reason,
      note: note ?? '',
      time: '2026-11-23T09:30:00.000Z',
      reporter: script.account.name ?? '',
      own: true,
      messageId: id,
      ...(message === undefined ? {} : { message }),
      state: 'open',
      mayDecide: found.summary.role !== 'member',
      mayRemove: found.summary.role === 'owner',
    };
    const reports = (script.reports ??= new Map<string, Report[]>());
    reports.set(found.summary.id, [...(reports.get(found.summary.id) ?? []), report]);
    emit({ type: 'reports', space: found.summary.id });
    return report;
  },
  'report.list': async ({ space }) => script.reports?.get(find(space).summary.id) ?? [],
  'report.close': async ({ space, id, outcome }) => {
    const { summary } = find(space);
    const report = script.reports?.get(summary.id)?.find((one) => one.id === id);
    if (report === undefined) throw plexiError('NOT_FOUND');
    Object.assign(report, { state: 'closed', outcome, decidedBy: script.account.name });
    emit({ type: 'reports', space: summary.id });
    return report;
  },
});
