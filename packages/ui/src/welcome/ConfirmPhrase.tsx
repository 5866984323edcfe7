import { type FormEvent, useState } from 'react';
import type { Failure } from '../connection/failure.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { choosePlaces, splitPhrase } from './phrase-words.ts';
import { Step } from './Step.tsx';

const ASKED_WORDS = 3;
const randomBelow = (below: number): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % below;

export interface ConfirmPhraseProps {
  phrase: string;
  busy: boolean;
  failure: Failure | undefined;
  onBack: () => void;
  onConfirmed: () => void;
}

/** Asks for some of the words, so that a phrase is known to be written down before it is needed. */
export const ConfirmPhrase = ({ phrase, busy, failure, onBack, onConfirmed }: ConfirmPhraseProps) => {
  const t = useTexts();
  const [places] = useState(() => choosePlaces(ASKED_WORDS, randomBelow));
  const [answers, setAnswers] = useState<Record<number, string>>({});
  const [tried, setTried] = useState(false);
  const words = splitPhrase(phrase);

  const findProblem = (place: number): string | undefined => {
    const given = splitPhrase(answers[place] ?? '');
    if (given.length > 1) return t('confirm.one', { place });
    if (!tried || given[0] === words[place - 1]) return undefined;
    if (given.length === 0) return t('confirm.empty', { place });
    const other = words.indexOf(given[0] ?? '') + 1;
    return other > 0 ? t('confirm.other', { place, other }) : t('confirm.wrong', { place });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (places.every((place) => splitPhrase(answers[place] ?? '').join(' ') === words[place - 1]))
      onConfirmed();
  };
  return (
    <Step title={t('confirm.title')} lead={t('confirm.lead')} onBack={onBack}>
      <form className="form" onSubmit={submit} noValidate>
        {places.map((place, index) => (
          <Field
            key={place}
            label={t('confirm.word', { place })}
            value={answers[place] ?? ''}
            onChange={(value) => setAnswers({ ...answers, [place]: value })}
            autoFocus={index === 0}
            problem={findProblem(place)}
            mono
          />
        ))}
        <FailureNotice failure={failure} />
        <Button look="primary" wide type="submit" busy={busy}>
          {busy ? t('confirm.busy') : t('confirm.done')}
        </Button>
        <Button look="quiet" wide onPress={onBack}>
          {t('confirm.again')}
        </Button>
      </form>
    </Step>
  );
};
