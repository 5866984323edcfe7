import type { MessageFinding } from '@plexi/operations';
import { useTexts } from '../texts/TextsProvider.tsx';

/** [A3] What moderation found, how sure it is, by which tier, and in which words. */
export const FindingLine = ({ finding }: { finding: MessageFinding }) => {
  const t = useTexts();
  const { label, confidence, tier, words } = finding;
  const sure = new Intl.NumberFormat(t.locale, { style: 'percent' }).format(confidence);
  return (
    <span className="finding">
      <span>
        {tier === 'flood'
          ? t('finding.flood')
          : t(tier === 'rules' ? 'finding.rules' : 'finding.classifier', {
              label: t(`moderation.label.${label}`),
              sure,
            })}
      </span>{' '}
      {words.length === 0 ? null : (
        <span className="finding-words">
          {t('finding.words')}{' '}
          {words.map((word) => (
            <q key={word}>
              <bdi>{word}</bdi>
            </q>
          ))}
        </span>
      )}
    </span>
  );
};
