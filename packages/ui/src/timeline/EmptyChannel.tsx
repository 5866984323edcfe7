import { MessageSquareText, NotebookPen, UserPlus } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface EmptyChannelProps {
  channel: string;
  alone: boolean;
  /** Who can read it. */
  readers: 'space' | 'private' | 'direct';
  onInvite: () => void;
  onSecond: () => void;
  onCanvas: () => void;
}

const EMPTY_LEADS = { space: 'empty.lead', private: 'empty.private', direct: 'empty.direct' } as const;

/** Nothing here yet: what to do next. */
export const EmptyChannel = ({
  channel,
  alone,
  readers,
  onInvite,
  onSecond,
  onCanvas,
}: EmptyChannelProps) => {
  const t = useTexts();
  return (
    <section className="empty">
      <span className="empty-mark" aria-hidden="true">
        <MessageSquareText size={26} />
      </span>
      <h2>{t('empty.title', { channel })}</h2>
      <p className="soft">{alone ? t('empty.alone') : t(EMPTY_LEADS[readers])}</p>
      <div className="row empty-actions">
        {alone ? (
          <>
            <Button icon={<UserPlus size={16} />} onPress={onInvite}>
              {t('invite.people')}
            </Button>
            <Button onPress={onSecond}>{t('second.try')}</Button>
          </>
        ) : null}
        <Button icon={<NotebookPen size={16} />} onPress={onCanvas}>
          {t('canvas.open')}
        </Button>
      </div>
    </section>
  );
};
