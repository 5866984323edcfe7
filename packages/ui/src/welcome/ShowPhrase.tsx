import { Copy, Printer, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { splitPhrase } from './phrase-words.ts';
import { Step } from './Step.tsx';

export interface ShowPhraseProps {
  /** The phrase, once made: coming back shows the same one. */
  phrase: string | undefined;
  onPhrase: (phrase: string) => void;
  onBack: () => void;
}

/** The 24 words, numbered, with what they are for and what may happen to them. */
export const ShowPhrase = ({ phrase, onPhrase, onBack }: ShowPhraseProps) => {
  const t = useTexts();
  const made = useQuery('account.phrase', phrase === undefined ? {} : undefined);
  const [copied, setCopied] = useState(false);
  const shown = phrase ?? made.data?.phrase;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(shown ?? '');
    setCopied(true);
  };
  return (
    <Step title={t('phrase.title')} lead={t('phrase.lead')} onBack={onBack} wide>
      <FailureNotice failure={made.failure} onRetry={made.reload} />
      {shown === undefined ? (
        <Waiting>{t('phrase.making')}</Waiting>
      ) : (
        <>
          <ol className="phrase" aria-label={t('phrase.words')} dir="ltr">
            {splitPhrase(shown).map((word, index) => (
              <li key={`${index + 1}-${word}`}>
                <span className="phrase-place">{index + 1}</span>
                <span className="phrase-word" data-user-text>
                  {word}
                </span>
              </li>
            ))}
          </ol>
          <div className="row no-print">
            <Button icon={<Printer size={16} />} onPress={() => window.print()}>
              {t('phrase.print')}
            </Button>
            <Button icon={<Copy size={16} />} onPress={() => void copy()}>
              {t('phrase.copy')}
            </Button>
          </div>
          {copied ? <output className="small warn-words">{t('phrase.copied')}</output> : null}
          <p className="caution">
            <ShieldAlert size={18} aria-hidden="true" />
            <span>{t('phrase.caution')}</span>
          </p>
          <div className="step-actions no-print">
            <Button look="primary" wide onPress={() => onPhrase(shown)}>
              {t('phrase.written')}
            </Button>
          </div>
        </>
      )}
    </Step>
  );
};
