import type { Report, ReviewOutcome } from '@plexi/operations';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

const OUTCOMES = ['upheld', 'reversed'] as const satisfies readonly ReviewOutcome[];

export interface ReviewSheetProps {
  space: string;
  report: Report;
  onDone: () => void;
  onClose: () => void;
}

/** What is taken back where an appeal holds. */
const reversalOf = (outcome: Report['outcome']) =>
  outcome === 'hidden' || outcome === 'redacted' || outcome === 'muted' ? outcome : 'warned';

/** [A4] Decides an appeal: what somebody else decided stands, or is taken back. */
export const ReviewSheet = ({ space, report, onDone, onClose }: ReviewSheetProps) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const { author = '', decidedBy = '' } = report;
  const [outcome, setOutcome] = useState<ReviewOutcome>('upheld');
  const [words, setWords] = useState('');
  const decide = useCommand(async () => {
    await peer.call('report.review', { space, id: report.id, outcome, words });
    say(t('report.reviewed'));
    onDone();
  });
  return (
    <Sheet title={t('report.review.title')} onClose={onClose}>
      <p>{t('report.review.lead', { name: author, decider: decidedBy })}</p>
      <blockquote className="sheet-quote" dir="auto">
        {report.appeal?.words === '' ? t('report.appeal.wordless') : report.appeal?.words}
      </blockquote>
      <RadioGroup
        className="choices"
        value={outcome}
        onChange={(value) => setOutcome(value === 'reversed' ? 'reversed' : 'upheld')}
      >
        <Label className="field-label">{t('report.decide.what')}</Label>
        {OUTCOMES.map((one) => (
          <Radio key={one} value={one} className="choice">
            {t(`report.review.do.${one}`)}
          </Radio>
        ))}
      </RadioGroup>
      <Field label={t('report.words')} value={words} onChange={setWords} maxLength={500} />
      <output className="preview">
        <strong className="small">{t('report.preview')}</strong>
        <span>
          {outcome === 'upheld'
            ? t('report.review.will.upheld', { name: author })
            : t(`report.review.will.${reversalOf(report.outcome)}`, { name: author })}
        </span>
      </output>
      <FailureNotice failure={decide.failure} />
      <div className="sheet-actions">
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button look="primary" busy={decide.busy} onPress={() => decide.run()}>
          {t(`report.review.do.${outcome}`)}
        </Button>
      </div>
    </Sheet>
  );
};
