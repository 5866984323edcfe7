import type { Scheduled } from '@plexi/operations';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { sayFullTime } from '../timeline/say-time.ts';
import { MomentField } from './MomentField.tsx';
import { fromFieldValue, inHours, mondayAt, toFieldValue, tomorrowAt } from './moments.ts';

export interface ScheduleSheetProps {
  space: string;
  channel: { id: string; name: string };
  /** What was written so far. */
  text: string;
  /** A message that waits already, to be changed. */
  scheduled?: Scheduled;
  onDone: () => void;
  onClose: () => void;
}

/** Writes a message for later: by a time that people mean, or any other. */
export const ScheduleSheet = (props: ScheduleSheetProps) => {
  const { space, channel, scheduled, onDone, onClose } = props;
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const [text, setText] = useState(props.text);
  const [now] = useState(() => new Date());
  const [moment, setMoment] = useState(
    toFieldValue(scheduled === undefined ? tomorrowAt(now, 9) : new Date(scheduled.at)),
  );
  const at = fromFieldValue(moment);
  const isPast = at !== undefined && at.getTime() <= now.getTime();
  const send = useCommand(async () => {
    if (at === undefined) return;
    const when = { text, at: at.toISOString() };
    if (scheduled === undefined) await peer.call('message.schedule', { space, channel: channel.id, ...when });
    else await peer.call('scheduled.edit', { id: scheduled.id, ...when });
    say(t('schedule.done', { time: sayFullTime(when.at, t.locale) }));
    onDone();
  });
  const presets = [
    { label: t('schedule.hour'), date: inHours(now, 1) },
    { label: t('schedule.tomorrow'), date: tomorrowAt(now, 9) },
    { label: t('schedule.monday'), date: mondayAt(now, 9) },
  ];
  return (
    <Sheet title={t('schedule.title', { channel: channel.name })} onClose={onClose}>
      <label className="field">
        <span className="field-label">{t('schedule.text')}</span>
        <textarea
          className="input schedule-text"
          dir="auto"
          rows={4}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <fieldset className="row plain-set" aria-label={t('schedule.when')}>
        {presets.map(({ label, date }) => (
          <Button key={label} onPress={() => setMoment(toFieldValue(date))}>
            {label}
          </Button>
        ))}
      </fieldset>
      <MomentField
        label={t('schedule.at')}
        value={moment}
        onChange={setMoment}
        problem={isPast ? t('schedule.past') : undefined}
      />
      <p className="small soft">{t('schedule.what')}</p>
      <FailureNotice failure={send.failure} />
      <div className="sheet-actions">
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button
          look="primary"
          busy={send.busy}
          isDisabled={text.trim() === '' || at === undefined || isPast}
          onPress={() => send.run()}
        >
          {t('schedule.send')}
        </Button>
      </div>
    </Sheet>
  );
};
