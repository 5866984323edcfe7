import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { DISCONNECTED, type Failure } from '../connection/failure.ts';
import { Button } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { Translator } from '../texts/translate.ts';

/** What happened and what to do next, in words. */
export const describeFailure = (failure: Failure, t: Translator): { message: string; next: string } => {
  if (failure.code === DISCONNECTED)
    return { message: t('failure.disconnected'), next: t('failure.disconnected.next') };
  if (failure.code === 'INTERNAL')
    return { message: t('failure.unexpected'), next: t('failure.unexpected.next') };
  return t.errors[failure.code] ?? { message: failure.message, next: failure.next };
};

export interface FailureNoticeProps {
  failure: Failure | undefined;
  onRetry?: () => void;
}

/** An error where it happened. An unexpected one offers its details for a report. */
export const FailureNotice = ({ failure, onRetry }: FailureNoticeProps) => {
  const t = useTexts();
  const [copied, setCopied] = useState(false);
  if (failure === undefined) return null;
  const { message, next } = describeFailure(failure, t);
  const unexpected = failure.code === 'INTERNAL';
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${failure.code}: ${failure.message} ${failure.detail ?? ''}`.trim());
    setCopied(true);
  };
  return (
    <div className="failure" role="alert">
      <TriangleAlert size={18} aria-hidden="true" />
      <div className="failure-words">
        <p>
          <strong>{message}</strong>
        </p>
        {next === '' ? null : <p>{next}</p>}
        <p className="failure-foot">
          <span className="mono tiny">{failure.code}</span>
          {unexpected ? (
            <Button look="quiet" onPress={() => void copy()}>
              {copied ? t('copied') : t('failure.copy')}
            </Button>
          ) : null}
          {onRetry === undefined ? null : (
            <Button look="quiet" onPress={onRetry}>
              {t('retry')}
            </Button>
          )}
        </p>
      </div>
    </div>
  );
};
