import type { Report } from '@plexi/operations';
import { Check, EyeOff, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { MessageCard } from '../timeline/MessageCard.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';
import { useReports } from './use-reports.ts';

/** One report: what was written, who reported it and why, and what can be done about it. */
const ReportCard = ({ report, onDecide }: { report: Report; onDecide: (outcome: Outcome) => void }) => {
  const t = useTexts();
  const { space, goToMessage } = usePlace();
  const { message, outcome } = report;
  return (
    <li className="report" data-state={report.state}>
      <p className="small">
        <strong>{t(`report.reason.${report.reason}`)}</strong>
        <span className="soft">
          {' '}
          · <bdi>{t('report.by', { name: report.reporter, time: new Date(report.time) })}</bdi>
        </span>
      </p>
      {report.note === '' ? null : (
        <p className="report-note" dir="auto">
          {report.note}
        </p>
      )}
      {message === undefined ? (
        <p className="soft">{t('report.missing')}</p>
      ) : (
        <MessageCard
          message={message}
          onGo={() =>
            goToMessage({ space: space.id, channel: message.channel ?? '', message: report.messageId })
          }
        />
      )}
      {outcome === undefined ? null : (
        <p className="small soft">{t(`report.outcome.${outcome}`, { name: report.decidedBy ?? '' })}</p>
      )}
      {report.state === 'open' && report.mayDecide ? (
        <div className="row report-actions">
          <Button icon={<Check size={15} />} onPress={() => onDecide('dismissed')}>
            {t('report.dismiss')}
          </Button>
          <Button
            icon={<EyeOff size={15} />}
            isDisabled={message === undefined}
            onPress={() => onDecide('hidden')}
          >
            {t('report.hide')}
          </Button>
          {report.mayRemove ? (
            <Button look="danger" icon={<UserMinus size={15} />} onPress={() => onDecide('removed')}>
              {t('report.remove', { name: message?.author ?? '' })}
            </Button>
          ) : null}
        </div>
      ) : null}
    </li>
  );
};

type Outcome = NonNullable<Report['outcome']>;

/** [A4] What members reported, for those in charge; for others what came of their own reports. Open ones first. */
export const ReportsPane = ({ onClose }: { onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const { space } = usePlace();
  const reports = useReports(space.id);
  const [removing, setRemoving] = useState<Report>();
  const decide = useCommand(async (report: Report, outcome: Outcome) => {
    await peer.call('report.close', { space: space.id, id: report.id, outcome });
    setRemoving(undefined);
    say(t('report.closed'));
    reports.reload();
  });
  const sorted = (reports.data ?? []).toSorted((a, b) =>
    a.state === b.state ? (a.time < b.time ? 1 : -1) : a.state === 'open' ? -1 : 1,
  );
  const name = removing?.message?.author ?? '';
  return (
    <Pane title={t('report.pane')} onClose={onClose}>
      <FailureNotice failure={reports.failure ?? decide.failure} onRetry={reports.reload} />
      {reports.data === undefined ? <Waiting>{t('report.loading')}</Waiting> : null}
      {reports.data?.length === 0 ? <p className="soft">{t('report.none')}</p> : null}
      <ul className="reports">
        {sorted.map((report) => (
          <ReportCard
            key={report.id}
            report={report}
            onDecide={(outcome) =>
              outcome === 'removed' ? setRemoving(report) : decide.run(report, outcome)
            }
          />
        ))}
      </ul>
      {removing === undefined ? null : (
        <Sheet alert title={t('report.remove.title', { name })} onClose={() => setRemoving(undefined)}>
          <p>{t('report.remove.what', { name })}</p>
          <FailureNotice failure={decide.failure} />
          <div className="sheet-actions">
            <Button autoFocus onPress={() => setRemoving(undefined)}>
              {t('cancel')}
            </Button>
            <Button look="danger" busy={decide.busy} onPress={() => decide.run(removing, 'removed')}>
              {t('report.remove', { name })}
            </Button>
          </div>
        </Sheet>
      )}
    </Pane>
  );
};
