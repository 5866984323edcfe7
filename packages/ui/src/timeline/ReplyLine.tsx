import type { Message } from '@plexi/operations';
import { CornerUpLeft } from 'lucide-react';
import { oneLine } from '../markdown/one-line.ts';
import { useTexts } from '../texts/TextsProvider.tsx';

/** What a message answers, in one line over it; leads there. */
export const ReplyLine = ({
  to,
  onGo,
}: {
  to: NonNullable<Message['replyTo']>;
  onGo: (message: string) => void;
}) => {
  const t = useTexts();
  const words = (
    <>
      <span className="unseen">{t('reply.to')}</span>
      <CornerUpLeft size={13} className="mirror" aria-hidden="true" />
      <span className="reply-author">
        <bdi>{to.author}</bdi>
      </span>
      <span className="reply-text" dir="auto">
        {to.missing ? t('reply.missing') : <bdi>{oneLine(to.text)}</bdi>}
      </span>
    </>
  );
  return to.missing ? (
    <p className="reply-line">{words}</p>
  ) : (
    <button type="button" className="reply-line" onClick={() => onGo(to.id)}>
      {words}
    </button>
  );
};
