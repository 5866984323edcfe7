import type { Message, Report } from '@plexi/operations';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Choice } from '../controls/Choice.tsx';
import { Field } from '../controls/Field.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { ShownMessages } from './ShownMessages.tsx';

const REASONS = ['spam', 'abuse', 'harm', 'other'] as const satisfies readonly Report['reason'][];
const CONTEXTS = ['0', '2', '4', '8'] as const;

/** UTF-16 units of a message that are shown before it is sent. */
const SHOWN_LENGTH = 300;

/** [A4] Tells those in charge about a message: who learns of it and what they are shown is said first. */
export const ReportSheet = ({ message, onClose }: { message: Message; onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const { space } = usePlace();
  const [reason, setReason] = useState<Report['reason']>('spam');
  const [note, setNote] = useState('');
  const [context, setContext] = useState<(typeof CONTEXTS)[number]>('4');
  const [chosen, setChosen] = useState<string>();
  const preview = useQuery('report.preview', { space: space.id, id: message.id, context: Number(context) });
  const { places = [], elsewhere = false, messages = [] } = preview.data ?? {};
  const to = places.find(({ id }) => id === chosen) ?? places[0];
  const send = useCommand(async () => {
    await peer.call('report.create', {
      space: space.id,
      id: message.id,
      reason,
      note,
      context: Number(context),
      ...(to === undefined ? {} : { to: to.id }),
    });
    say(to === undefined ? t('report.sent') : t('report.sent.in', { space: to.name }));
    onClose();
  });
  const people = new Intl.ListFormat(t.locale, { type: 'conjunction' }).format(to?.people ?? []);
  return (
    <Sheet title={t('report.title')} onClose={onClose}>
      <p>
        {to === undefined
          ? t('report.lead', { name: message.author })
          : to.people.length === 0
            ? t('report.lead.alone', { name: message.author, space: to.name })
            : t('report.lead.people', { name: message.author, people, space: to.name })}
      </p>
      {elsewhere ? <p className="report-warning">{t('report.lead.elsewhere')}</p> : null}
      <RadioGroup
        className="choices"
        value={reason}
        onChange={(value) => setReason(REASONS.find((one) => one === value) ?? 'other')}
      >
        <Label className="field-label">{t('report.reason')}</Label>
        {REASONS.map((one) => (
          <Radio key={one} value={one} className="choice">
            {t(`report.reason.${one}`)}
          </Radio>
        ))}
      </RadioGroup>
      <Field label={t('report.note')} value={note} onChange={setNote} maxLength={500} />
      {places.length > 1 && to !== undefined ? (
        <Choice
          label={t('report.to')}
          value={to.id}
          options={places.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setChosen}
        />
      ) : null}
      <Choice
        label={t('report.context')}
        value={context}
        options={CONTEXTS.map((value) => ({
          value,
          label: t('report.context.count', { count: Number(value) }),
        }))}
        onChange={setContext}
      />
      <ShownMessages
        title={t('report.shown')}
        warn={elsewhere}
        messages={messages.map(({ id, author, authorId, text, time, files, deleted }) => ({
          id,
          author,
          authorId,
          time,
          text: deleted === true ? t('message.deleted') : text.slice(0, SHOWN_LENGTH),
          files: (files ?? []).map(({ name }) => name),
          isReported: id === message.id,
        }))}
      />
      <FailureNotice failure={send.failure ?? preview.failure} />
      <div className="sheet-actions">
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button look="primary" busy={send.busy} onPress={() => send.run()}>
          {t('report.send')}
        </Button>
      </div>
    </Sheet>
  );
};
