import type { Message } from '@plexi/operations';
import { Bookmark, Hourglass, Pin, Trash2 } from 'lucide-react';
import { memo, useRef, useState } from 'react';
import { InferenceMark } from '../assistant/InferenceMark.tsx';
import { SecondAnswerLine } from '../assistant/SecondAnswerLine.tsx';
import { BlockedLine } from '../awareness/BlockedLine.tsx';
import { concealMessage } from '../awareness/conceal.ts';
import { Attachments } from '../files/Attachments.tsx';
import { Avatar, ImportedMark } from '../identity/Avatar.tsx';
import { WithheldLine } from '../moderation/WithheldLine.tsx';
import { WithheldNote } from '../moderation/WithheldNote.tsx';
import { PollCard } from '../poll/PollCard.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { AuthorName } from './AuthorName.tsx';
import { DeliveryMark } from './DeliveryMark.tsx';
import { ForkedMark } from './ForkedMark.tsx';
import { MessageText } from './MessageText.tsx';
import { MessageTime } from './MessageTime.tsx';
import { MessageToolbar } from './MessageToolbar.tsx';
import type { MessageTools } from './message-tools.ts';
import { Reactions } from './Reactions.tsx';
import { RepliesChip } from './RepliesChip.tsx';
import { ReplyLine } from './ReplyLine.tsx';
import { sayFullTime } from './say-time.ts';
import { useNear } from './use-near.ts';

export interface MessageRowProps {
  message: Message;
  /** With picture and name. */
  head: boolean;
  /** The message that somebody jumped to. */
  marked: boolean;
  /** What can be done with it. The same object for as long as the list lives. */
  tools: MessageTools;
}

/** Small signs of what has happened to a message. */
const Marks = ({ message, onHistory }: { message: Message; onHistory: () => void }) => {
  const t = useTexts();
  return (
    <>
      {message.pinned === true ? (
        <span className="message-mark">
          <Pin size={12} aria-hidden="true" />
          {t('mark.pinned')}
        </span>
      ) : null}
      {message.saved === true ? (
        <span className="message-mark">
          <Bookmark size={12} aria-hidden="true" />
          {t('mark.saved')}
        </span>
      ) : null}
      {message.expires === undefined ? null : (
        <span className="message-mark">
          <Hourglass size={12} aria-hidden="true" />
          {t('mark.expires', { time: sayFullTime(message.expires, t.locale) })}
        </span>
      )}
      {message.edited === undefined || message.deleted === true ? null : (
        <button
          type="button"
          className="message-mark message-edited"
          title={sayFullTime(message.edited, t.locale)}
          onClick={onHistory}
        >
          {t('mark.edited')}
        </button>
      )}
    </>
  );
};

const Row = ({ message: whole, head, marked, tools }: MessageRowProps) => {
  const t = useTexts();
  const [revealed, setRevealed] = useState(false);
  const isConcealed = whole.blocked === true && !revealed;
  const { withheld } = whole;
  const isWithheld = withheld !== undefined && !whole.own && !revealed && !isConcealed;
  const isFolded = whole.second === true && !revealed && !isConcealed;
  const message = isConcealed || isWithheld ? concealMessage(whole) : whole;
  // Toolbars come with the pointer or the focus: a hundred unseen ones would cost more than the messages.
  const row = useRef<HTMLElement>(null);
  const near = useNear(row, (point) => tools.open(message, 'menu', row.current ?? undefined, point));
  const isImport = message.kind === 'import';
  const isGone = message.deleted === true;
  const { replyTo, poll, reactions = [], replies } = message;
  return (
    <article
      className="message"
      data-message={message.id}
      data-head={head}
      data-kind={message.kind}
      data-own={message.own}
      data-mentioned={message.mentions?.self === true}
      data-marked={marked}
      tabIndex={-1}
      ref={row}
    >
      <div className="message-side">
        {head ? (
          isImport ? (
            <ImportedMark />
          ) : (
            <Avatar id={message.authorId} name={message.author} />
          )
        ) : (
          <span className="message-aside">
            <MessageTime time={message.time} full={near} brief />
          </span>
        )}
      </div>
      <div className="message-body">
        {replyTo === undefined ? null : <ReplyLine to={replyTo} onGo={tools.goTo} />}
        {head ? (
          <header className="message-head">
            {isImport ? (
              <>
                <span className="message-author">
                  <bdi>{message.author}</bdi>
                </span>
                <span className="import-tag">
                  {t('message.imported', { name: message.importedBy ?? '' })}
                </span>
              </>
            ) : (
              <AuthorName account={message.authorId} name={message.author} />
            )}
            <MessageTime time={message.time} full={near} />
          </header>
        ) : (
          <span className="unseen">{message.author}</span>
        )}
        {isConcealed ? (
          <BlockedLine onShow={() => setRevealed(true)} />
        ) : isWithheld ? (
          <WithheldLine finding={withheld} onShow={() => setRevealed(true)} />
        ) : isFolded ? (
          <SecondAnswerLine onShow={() => setRevealed(true)} />
        ) : isGone ? (
          <p className="message-gone">
            <Trash2 size={14} aria-hidden="true" />
            {t('message.deleted')}
          </p>
        ) : (
          <div className="message-line">
            {message.text === '' ? null : <MessageText text={message.text} />}
            {message.own && !isImport ? <DeliveryMark state={message.state} /> : null}
          </div>
        )}
        {withheld === undefined || isWithheld || isConcealed || isGone ? null : (
          <WithheldNote finding={withheld} own={whole.own} />
        )}
        {message.inference === undefined || isGone || isFolded ? null : (
          <InferenceMark inference={message.inference} onGo={tools.goTo} />
        )}
        <Attachments message={message} />
        {poll === undefined || isGone ? null : (
          <PollCard message={message} poll={poll} readOnly={tools.readOnly} onChange={tools.change} />
        )}
        {message.forked === true ? <ForkedMark name={message.author} /> : null}
        <Marks message={message} onHistory={() => tools.open(message, 'history')} />
        {reactions.length === 0 ? null : (
          <Reactions
            reactions={reactions}
            readOnly={tools.readOnly}
            onToggle={(reaction) => tools.react(message, reaction.emoji, reaction.own)}
            onAdd={() => tools.open(message, 'emoji')}
          />
        )}
        {replies === undefined || tools.where === 'thread' ? null : (
          <RepliesChip replies={replies} onOpen={() => tools.openThread(message)} />
        )}
      </div>
      {near ? (
        <MessageToolbar scene={tools.sceneOf(message)} onRun={(action) => tools.run(action, message)} />
      ) : null}
    </article>
  );
};

/** One message. Drawn anew only when it looks different. */
export const MessageRow = memo(Row);
