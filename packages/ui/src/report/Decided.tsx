import type { Report } from '@plexi/operations';
import { useTexts } from '../texts/TextsProvider.tsx';

/** What came of a report so far: the decision, what others decided too late, the appeal, and what somebody else said to it. */
export const Decided = ({ report }: { report: Report }) => {
  const t = useTexts();
  const { outcome, decidedBy = '', until, words = '', overruled, appeal, review } = report;
  if (outcome === undefined) return null;
  return (
    <div className="decided small">
      <p>
        <strong>{t(`report.outcome.${outcome}`, { name: decidedBy })}</strong>
        {until === undefined ? null : <> {t('report.until.time', { time: new Date(until) })}</>}
      </p>
      {words === '' ? null : (
        <p className="report-note" dir="auto">
          {words}
        </p>
      )}
      {overruled.map((other) => (
        <p key={other.by} className="soft">
          {t('report.overruled', { what: t(`report.outcome.${other.outcome}`, { name: other.by }) })}
        </p>
      ))}
      {appeal === undefined ? null : (
        <>
          <p>
            <strong>{t('report.appealed', { name: report.author ?? '' })}</strong>
          </p>
          {appeal.words === '' ? null : (
            <p className="report-note" dir="auto">
              {appeal.words}
            </p>
          )}
        </>
      )}
      {review === undefined ? null : (
        <>
          <p>
            <strong>{t(`report.review.${review.outcome}`, { name: review.by })}</strong>
          </p>
          {review.words === '' ? null : (
            <p className="report-note" dir="auto">
              {review.words}
            </p>
          )}
        </>
      )}
    </div>
  );
};
