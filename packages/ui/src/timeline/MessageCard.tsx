import type { Message } from '@plexi/operations';
import { ArrowRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import { WithheldLine } from '../moderation/WithheldLine.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { MessageText } from './MessageText.tsx';
import { sayFullTime } from './say-time.ts';

export interface MessageCardProps {
  message: Message;
  /** Where it is, if the list is of several channels. */
  place?: string;
  onGo: () => void;
  /** Further buttons. */
  children?: ReactNode;
}

/** A message away from its neighbours: in a list of pinned, saved or found ones. */
export const MessageCard = ({ message, place, onGo, children }: MessageCardProps) => {
  const t = useTexts();
  const [revealed, setRevealed] = useState(false);
  const { withheld } = message;
  const isWithheld = withheld !== undefined && !message.own && !revealed;
  return (
    <article className="card message-card">
      <header className="message-head">
        <Avatar id={message.authorId} name={message.author} size="small" />
        <span className="message-author">
          <bdi>{message.author}</bdi>
        </span>
        <span className="message-time">{sayFullTime(message.time, t.locale)}</span>
        {place === undefined ? null : (
          <span className="message-time">
            <bdi>{place}</bdi>
          </span>
        )}
      </header>
      {isWithheld ? (
        <WithheldLine finding={withheld} onShow={() => setRevealed(true)} />
      ) : (
        <MessageText text={message.deleted === true ? t('message.deleted') : message.text} />
      )}
      <div className="row">
        <Button look="quiet" icon={<ArrowRight size={15} className="mirror" />} onPress={onGo}>
          {t('message.go')}
        </Button>
        {children}
      </div>
    </article>
  );
};
