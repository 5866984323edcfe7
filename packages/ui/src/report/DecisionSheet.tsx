import type { Report, ReportOutcome } from '@plexi/operations';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Choice } from '../controls/Choice.tsx';
import { Field } from '../controls/Field.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** Hours that a mute or a ban lasts; none is until somebody lifts it. */
const LASTING = { hour: 1, day: 24, week: 168, month: 720, lifted: 0 } as const;
type Lasting = keyof typeof LASTING;
const LASTINGS = ['hour', 'day', 'week', 'month', 'lifted'] as const satisfies readonly Lasting[];
const HOUR_MS = 3_600_000;

export interface DecisionSheetProps {
  space: string;
  report: Report;
  onDone: () => void;
  onClose: () => void;
}

/** [A4] Decides a report: of each way it says what will happen, to whom, and whether it can be undone. */
export const DecisionSheet = ({ space, report, onDone, onClose }: DecisionSheetProps) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const { actions, author = '', reporter } = report;
  const [outcome, setOutcome] = useState<ReportOutcome>(
    actions.find((one) => one === 'hidden' || one === 'warned') ?? 'dismissed',
  );
  const [lasting, setLasting] = useState<Lasting>('day');
  const [words, setWords] = useState('');
  const decide = useCommand(async () => {
    const hours = LASTING[lasting];
    const ends = outcome === 'muted' || outcome === 'banned' ? hours : 0;
    await peer.call('report.close', {
      space,
      id: report.id,
      outcome,
      words,
      ...(ends === 0 ? {} : { until: new Date(Date.now() + ends * HOUR_MS).toISOString() }),
    });
    say(t('report.closed'));
    onDone();
  });
  const isGrave = outcome === 'removed' || outcome === 'banned' || outcome === 'redacted';
  return (
    <Sheet title={t('report.decide.title')} onClose={onClose}>
      <RadioGroup
        className="choices"
        value={outcome}
        onChange={(value) => setOutcome(actions.find((one) => one === value) ?? 'dismissed')}
      >
        <Label className="field-label">{t('report.decide.what')}</Label>
        {actions.map((one) => (
          <Radio key={one} value={one} className="choice">
            {t(`report.do.${one}`, { name: author })}
          </Radio>
        ))}
      </RadioGroup>
      {outcome === 'muted' || outcome === 'banned' ? (
        <Choice
          label={t('report.until')}
          value={lasting}
          options={LASTINGS.map((value) => ({ value, label: t(`report.until.${value}`) }))}
          onChange={setLasting}
        />
      ) : null}
      <Field
        label={t(outcome === 'dismissed' ? 'report.words.reporter' : 'report.words')}
        value={words}
        onChange={setWords}
        maxLength={500}
      />
      <output className="preview">
        <strong className="small">{t('report.preview')}</strong>
        <span>{t(`report.will.${outcome}`, { name: author, reporter })}</span>
        <span className="small soft">{t(`report.undo.${outcome}`)}</span>
      </output>
      <FailureNotice failure={decide.failure} />
      <div className="sheet-actions">
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button look={isGrave ? 'danger' : 'primary'} busy={decide.busy} onPress={() => decide.run()}>
          {t(`report.do.${outcome}`, { name: author })}
        </Button>
      </div>
    </Sheet>
  );
};
