import type { DeliveryState } from '@plexi/operations';
import { memo } from 'react';
import { Avatar, ImportedMark } from '../identity/Avatar.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { DeliveryMark } from './DeliveryMark.tsx';
import { type MessageGroup, readTime } from './group-messages.ts';
import { MessageText } from './MessageText.tsx';
import { sayFullTime, sayTime } from './say-time.ts';

const Time = ({ time }: { time: string }) => {
  const t = useTexts();
  const date = readTime(time);
  return (
    <time
      className="message-time"
      title={sayFullTime(time, t.locale)}
      {...(date === undefined ? {} : { dateTime: date.toISOString() })}
    >
      {sayTime(time, t.locale)}
    </time>
  );
};

interface LineProps {
  id: string;
  text: string;
  time: string;
  /** Absent for the words of others. */
  state: DeliveryState | undefined;
  isFirst: boolean;
}

/** One message. The arrow keys lead from one to the next. */
const MessageLine = ({ id, text, time, state, isFirst }: LineProps) => (
  <div className="message" data-message={id} tabIndex={-1}>
    {isFirst ? null : (
      <span className="message-aside">
        <Time time={time} />
      </span>
    )}
    <MessageText text={text} />
    {state === undefined ? null : <DeliveryMark state={state} />}
  </div>
);

const GroupRow = ({ group }: { group: MessageGroup }) => {
  const t = useTexts();
  const isImport = group.kind === 'import';
  return (
    <article className="group" data-kind={group.kind} data-own={group.own}>
      {isImport ? <ImportedMark /> : <Avatar id={group.authorId} name={group.author} />}
      <div className="group-body">
        <header className="group-head">
          <span className="group-author">
            <bdi>{group.author}</bdi>
          </span>
          {isImport ? (
            <span className="import-tag">{t('message.imported', { name: group.importedBy ?? '' })}</span>
          ) : null}
          <Time time={group.time} />
        </header>
        {group.messages.map((message, index) => (
          <MessageLine
            key={message.id}
            id={message.id}
            text={message.text}
            time={message.time}
            state={message.own && !isImport ? message.state : undefined}
            isFirst={index === 0}
          />
        ))}
      </div>
    </article>
  );
};

const isSameGroup = (one: MessageGroup, other: MessageGroup): boolean =>
  one.messages.length === other.messages.length &&
  one.messages.every((message, index) => message === other.messages[index]);

/** What one author wrote in one go. Drawn anew only when it changes: what comes in is at the end. */
export const MessageGroupRow = memo(GroupRow, (before, after) => isSameGroup(before.group, after.group));

export interface OutgoingRowProps {
  id: string;
  account: string;
  name: string;
  text: string;
  time: string;
}

/** A message that the peer has not answered for yet. */
export const OutgoingRow = ({ id, account, name, text, time }: OutgoingRowProps) => (
  <article className="group" data-kind="post" data-own="true" data-outgoing="true">
    <Avatar id={account} name={name} />
    <div className="group-body">
      <header className="group-head">
        <span className="group-author">
          <bdi>{name}</bdi>
        </span>
        <Time time={time} />
      </header>
      <MessageLine id={id} text={text} time={time} state="pending" isFirst />
    </div>
  </article>
);
