import type { Notice } from '@plexi/operations';
import { Check, Scale } from 'lucide-react';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** [A4] What was decided about something that one wrote, by whom and why; and the way to appeal, once. */
export const NoticeCard = ({ space, notice }: { space: string; notice: Notice }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const [isAppealing, setAppealing] = useState(false);
  const [words, setWords] = useState('');
  const { id, by, outcome, message, until, appeal, review } = notice;
  const read = useCommand(async () => {
    await peer.call('report.acknowledge', { space, id });
  });
  const send = useCommand(async () => {
    await peer.call('report.appeal', { space, id, words });
    setAppealing(false);
    say(t('notice.appeal.sent'));
  });
  return (
    <li className="report" data-state={notice.seen ? 'closed' : 'open'}>
      <p>
        <strong>{t(`notice.${outcome}`, { name: by })}</strong>
        {until === undefined ? null : <> {t('report.until.time', { time: new Date(until) })}</>}
      </p>
      {message === undefined || message.text === '' ? null : (
        <blockquote className="sheet-quote" dir="auto">
          {message.text.slice(0, 300)}
        </blockquote>
      )}
      <p className="small soft">
        {t('notice.why', { reason: t(`report.reason.${notice.reason}`), time: new Date(notice.time) })}
      </p>
      {notice.words === '' ? null : (
        <p className="small" dir="auto">
          {t('notice.words', { name: by, words: notice.words })}
        </p>
      )}
      {appeal === undefined ? null : (
        <p className="small">{t(review === undefined ? 'notice.waiting' : 'notice.appealed')}</p>
      )}
      {review === undefined ? null : (
        <>
          <p>
            <strong>{t(`report.review.${review.outcome}`, { name: review.by })}</strong>
          </p>
          {review.words === '' ? null : (
            <p className="small" dir="auto">
              {t('notice.words', { name: review.by, words: review.words })}
            </p>
          )}
        </>
      )}
      {isAppealing ? (
        <>
          <Field
            label={t('notice.appeal.words')}
            hint={t('notice.appeal.hint', { name: by })}
            value={words}
            onChange={setWords}
            maxLength={500}
            lines={3}
            autoFocus
          />
          <div className="row report-actions">
            <Button onPress={() => setAppealing(false)}>{t('cancel')}</Button>
            <Button look="primary" busy={send.busy} onPress={() => send.run()}>
              {t('notice.appeal.send')}
            </Button>
          </div>
        </>
      ) : (
        <div className="row report-actions">
          {notice.seen ? null : (
            <Button icon={<Check size={15} />} busy={read.busy} onPress={() => read.run()}>
              {t('notice.understood')}
            </Button>
          )}
          {notice.mayAppeal ? (
            <Button look="quiet" icon={<Scale size={15} />} onPress={() => setAppealing(true)}>
              {t('notice.appeal')}
            </Button>
          ) : null}
        </div>
      )}
      <FailureNotice failure={send.failure ?? read.failure} />
    </li>
  );
};
