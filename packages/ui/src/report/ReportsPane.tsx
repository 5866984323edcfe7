import type { Report } from '@plexi/operations';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';
import { DecisionSheet } from './DecisionSheet.tsx';
import { NoticeCard } from './NoticeCard.tsx';
import { ReportCard } from './ReportCard.tsx';
import { ReviewSheet } from './ReviewSheet.tsx';
import { useNotices, useReports } from './use-reports.ts';

/** What waits comes first: reports, then appeals; and of each the newest. */
const rankOf = ({ state, mayReview }: Report): number => (state === 'open' ? 0 : mayReview ? 1 : 2);

/** [A4] What members reported, for those in charge; for others their own reports, and what was decided about them. */
export const ReportsPane = ({ onClose }: { onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const { space } = usePlace();
  const reports = useReports(space.id);
  const notices = useNotices(space.id);
  const [asked, setAsked] = useState<{ report: Report; about: 'report' | 'appeal' }>();
  const dismiss = useCommand(async (report: Report) => {
    await peer.call('report.close', { space: space.id, id: report.id, outcome: 'dismissed' });
    say(t('report.closed'));
    reports.reload();
  });
  const sorted = (reports.data ?? []).toSorted((a, b) => rankOf(a) - rankOf(b) || (a.time < b.time ? 1 : -1));
  const own = (notices.data ?? []).toSorted((a, b) => (a.time < b.time ? 1 : -1));
  const done = (): void => {
    setAsked(undefined);
    reports.reload();
  };
  const sheet = { space: space.id, onDone: done, onClose: () => setAsked(undefined) };
  return (
    <Pane title={t('report.pane')} onClose={onClose}>
      <FailureNotice
        failure={reports.failure ?? notices.failure ?? dismiss.failure}
        onRetry={reports.reload}
      />
      {reports.data === undefined ? <Waiting>{t('report.loading')}</Waiting> : null}
      {reports.data?.length === 0 && own.length === 0 ? <p className="soft">{t('report.none')}</p> : null}
      {own.length === 0 ? null : (
        <ul className="reports" aria-label={t('notice.pane')}>
          {own.map((notice) => (
            <NoticeCard key={notice.id} space={space.id} notice={notice} />
          ))}
        </ul>
      )}
      <ul className="reports">
        {sorted.map((report) => (
          <ReportCard
            key={report.id}
            report={report}
            busy={dismiss.busy}
            onDismiss={() => dismiss.run(report)}
            onDecide={() => setAsked({ report, about: 'report' })}
            onReview={() => setAsked({ report, about: 'appeal' })}
          />
        ))}
      </ul>
      {asked?.about === 'report' ? <DecisionSheet {...sheet} report={asked.report} /> : null}
      {asked?.about === 'appeal' ? <ReviewSheet {...sheet} report={asked.report} /> : null}
    </Pane>
  );
};
