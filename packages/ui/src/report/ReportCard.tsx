import type { Report } from '@plexi/operations';
import { Check, CircleAlert, CircleCheck, Gavel, Scale } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { FindingLine } from '../moderation/FindingLine.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { Translator } from '../texts/translate.ts';
import { MessageCard } from '../timeline/MessageCard.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { Decided } from './Decided.tsx';
import { EvidenceView } from './EvidenceView.tsx';
import { ShownMessages } from './ShownMessages.tsx';

export interface ReportCardProps {
  report: Report;
  busy: boolean;
  onDismiss: () => void;
  onDecide: () => void;
  onReview: () => void;
}

/** What was reported: as it stands in the channel, or as the evidence has it. */
const Reported = ({ report }: { report: Report }) => {
  const t = useTexts();
  const { space, goToMessage } = usePlace();
  const { message, messageId, author, authorId = '', text, time } = report;
  if (message !== undefined && message.deleted !== true && !report.elsewhere)
    return (
      <MessageCard
        message={message}
        onGo={() => goToMessage({ space: space.id, channel: message.channel ?? '', message: messageId })}
      />
    );
  if (author === undefined || text === undefined) return <p className="soft">{t('report.missing')}</p>;
  return (
    <ShownMessages
      title={t(report.elsewhere ? 'report.card.elsewhere' : 'report.card.then')}
      messages={[{ id: messageId, author, authorId, time, text, files: [], isReported: false }]}
    />
  );
};

/** Who reported it; of what moderation found, where. */
const sayFinder = ({ finding, reporter, time }: Report, t: Translator): string => {
  const at = { name: reporter, time: new Date(time) };
  if (finding === undefined) return t('report.by', at);
  return t(finding.here ? 'finding.by.device' : 'finding.by.node', at);
};

/** [A4] One report: what was written and what proves it, who reported it and why, what came of it, and what can be done. */
export const ReportCard = ({ report, busy, onDismiss, onDecide, onReview }: ReportCardProps) => {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  const { space } = usePlace();
  const finding = report.finding ?? report.found;
  const isProven = report.evidence === 'verified';
  return (
    <li className="report" data-state={report.state}>
      <p className="small">
        <strong>{t(`report.reason.${report.reason}`)}</strong>
        <span className="soft">
          {' '}
          · <bdi>{sayFinder(report, t)}</bdi>
        </span>
      </p>
      {finding === undefined ? null : (
        <p className="small">
          <FindingLine finding={finding} />
        </p>
      )}
      {report.note === '' ? null : (
        <p className="report-note" dir="auto">
          {report.note}
        </p>
      )}
      <Reported report={report} />
      <div className="report-proof">
        <p className="check-line small" data-holds={isProven}>
          {isProven ? (
            <CircleCheck size={15} aria-hidden="true" />
          ) : (
            <CircleAlert size={15} aria-hidden="true" />
          )}
          <span>{isProven ? t('report.proven', { name: report.author ?? '' }) : t('report.unproven')}</span>
        </p>
        <Button look="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {t(isOpen ? 'report.evidence.hide' : 'report.evidence.show')}
        </Button>
      </div>
      {isOpen ? <EvidenceView space={space.id} report={report} /> : null}
      <Decided report={report} />
      {report.mayDecide ? (
        <div className="row report-actions">
          <Button icon={<Check size={15} />} busy={busy} onPress={onDismiss}>
            {t('report.dismiss')}
          </Button>
          {report.actions.length > 1 ? (
            <Button look="primary" icon={<Gavel size={15} />} onPress={onDecide}>
              {t('report.decide')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {report.mayReview ? (
        <div className="row report-actions">
          <Button look="primary" icon={<Scale size={15} />} onPress={onReview}>
            {t('report.review')}
          </Button>
        </div>
      ) : null}
    </li>
  );
};
