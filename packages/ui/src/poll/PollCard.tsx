import type { Message, Poll } from '@plexi/operations';
import { ChartNoAxesColumn, Check } from 'lucide-react';
import { type CSSProperties, useId } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';

export interface PollCardProps {
  message: Message;
  poll: Poll;
  readOnly: boolean;
  onChange: (message: Message) => void;
}

/** A question with its answers: choosing is voting, what was chosen can be changed until the poll is closed. */
export const PollCard = ({ message, poll, readOnly, onChange }: PollCardProps) => {
  const t = useTexts();
  const peer = usePeer();
  const { space } = usePlace();
  const id = useId();
  const vote = useCommand(async (choices: number[]) =>
    onChange(await peer.call('message.vote', { space: space.id, id: message.id, choices })),
  );
  const close = useCommand(async () =>
    onChange(await peer.call('message.close', { space: space.id, id: message.id })),
  );
  const own = poll.options.flatMap((option, index) => (option.own ? [index] : []));
  const isShut = readOnly || poll.closed;
  const most = Math.max(1, poll.voters);
  const choose = (index: number): void => {
    const without = own.filter((one) => one !== index);
    if (poll.options[index]?.own === true) vote.run(without);
    else vote.run(poll.multiple ? [...without, index] : [index]);
  };
  return (
    <fieldset className="poll" disabled={isShut}>
      <legend className="tiny faint">
        <ChartNoAxesColumn size={13} aria-hidden="true" />
        {t(poll.closed ? 'poll.closed' : poll.multiple ? 'poll.several' : 'poll.one')}
      </legend>
      {poll.options.map((option, index) => (
        <label key={`${index}-${option.text}`} className="poll-option" data-own={option.own}>
          <input
            type={poll.multiple ? 'checkbox' : 'radio'}
            name={id}
            checked={option.own}
            onChange={() => choose(index)}
            onClick={() => {
              // A radio button that is chosen already can only be taken back by a click.
              if (!poll.multiple && option.own) choose(index);
            }}
          />
          <span
            className="poll-bar"
            aria-hidden="true"
            style={{ '--share': option.votes / most } as CSSProperties}
          />
          <span className="poll-text" dir="auto" data-user-text title={option.names.join(', ')}>
            {option.text}
          </span>
          {option.own ? <Check size={14} aria-hidden="true" /> : null}
          <span className="poll-votes">{t('poll.votes', { count: option.votes })}</span>
        </label>
      ))}
      <FailureNotice failure={vote.failure ?? close.failure} />
      <p className="poll-foot">
        <span className="faint tiny">{t('poll.voters', { count: poll.voters })}</span>
        {message.own && !isShut ? (
          <Button look="quiet" busy={close.busy} onPress={() => close.run()}>
            {t('poll.close')}
          </Button>
        ) : null}
      </p>
    </fieldset>
  );
};
