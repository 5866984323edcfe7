import type { Report, ReportEntry } from '@plexi/operations';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useQuery } from '../connection/use-query.ts';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { ShownMessages } from './ShownMessages.tsx';

const CHECKS = ['certificate', 'signature', 'place', 'links', 'order', 'key', 'body', 'message'] as const;

/** [A4] The evidence of a report laid open: what was written, in its order, and what of it this device has checked. */
export const EvidenceView = ({ space, report }: { space: string; report: Report }) => {
  const t = useTexts();
  const shown = useQuery('report.show', { space, id: report.id });
  const { entries = [], checks = [] } = shown.data ?? {};
  const labelOf = (kind: ReportEntry['kind']) => (kind === 'edit' ? t('report.shown.edit') : undefined);
  return (
    <div className="evidence">
      <FailureNotice failure={shown.failure} onRetry={shown.reload} />
      {shown.data === undefined ? <Waiting>{t('report.evidence.loading')}</Waiting> : null}
      <ShownMessages
        title={t('report.evidence.order')}
        messages={entries.map(({ kind, ...entry }) => ({
          ...entry,
          isReported: kind === 'reported',
          label: labelOf(kind),
        }))}
      />
      <ul className="checks" aria-label={t('report.evidence.checks')}>
        {CHECKS.flatMap((name) => {
          const check = checks.find((one) => one.name === name);
          return check === undefined ? (
            []
          ) : (
            <li key={name} className="check-line small" data-holds={check.holds}>
              {check.holds ? (
                <CircleCheck size={15} aria-hidden="true" />
              ) : (
                <CircleAlert size={15} aria-hidden="true" />
              )}
              <span>
                {check.holds ? null : <strong>{t('report.check.fails')} </strong>}
                {t(`report.check.${name}`)}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="small soft">{t('report.evidence.only')}</p>
    </div>
  );
};
