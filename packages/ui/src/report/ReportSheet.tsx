import type { Message, Report } from '@plexi/operations';
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
import { usePlace } from '../timeline/PlaceProvider.tsx';

const REASONS = ['spam', 'abuse', 'harm', 'other'] as const satisfies readonly Report['reason'][];

/** Tells those in charge about a message: who learns what is said first. */
export const ReportSheet = ({ message, onClose }: { message: Message; onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const { space } = usePlace();
  const [reason, setReason] = useState<Report['reason']>('spam');
  const [note, setNote] = useState('');
  const send = useCommand(async () => {
    await peer.call('report.create', { space: space.id, id: message.id, reason, note });
    say(t('report.sent'));
    onClose();
  });
  return (
    <Sheet title={t('report.title')} onClose={onClose}>
      <p>{t('report.lead', { name: message.author })}</p>
      {message.text === '' ? null : (
        <blockquote className="sheet-quote" dir="auto">
          {message.text.slice(0, 300)}
        </blockquote>
      )}
      <RadioGroup
        className="choices"
        value={reason}
        onChange={(chosen) => setReason(REASONS.find((one) => one === chosen) ?? 'other')}
      >
        <Label className="field-label">{t('report.reason')}</Label>
        {REASONS.map((one) => (
          <Radio key={one} value={one} className="choice">
            {t(`report.reason.${one}`)}
          </Radio>
        ))}
      </RadioGroup>
      <Field label={t('report.note')} value={note} onChange={setNote} maxLength={500} />
      <FailureNotice failure={send.failure} />
      <div className="sheet-actions">
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button look="primary" busy={send.busy} onPress={() => send.run()}>
          {t('report.send')}
        </Button>
      </div>
    </Sheet>
  );
};
