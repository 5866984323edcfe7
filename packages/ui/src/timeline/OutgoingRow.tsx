import { Avatar } from '../identity/Avatar.tsx';
import { DeliveryMark } from './DeliveryMark.tsx';
import { MessageText } from './MessageText.tsx';
import { MessageTime } from './MessageTime.tsx';
import type { Outgoing } from './timeline-state.ts';

export interface OutgoingRowProps {
  outgoing: Outgoing;
  head: boolean;
  self: { account: string; name: string };
}

/** A message that the peer has not answered for yet. */
export const OutgoingRow = ({ outgoing, head, self }: OutgoingRowProps) => (
  <article
    className="message"
    data-message={outgoing.key}
    data-head={head}
    data-kind="post"
    data-own="true"
    data-outgoing="true"
    tabIndex={-1}
  >
    <div className="message-side">{head ? <Avatar id={self.account} name={self.name} /> : null}</div>
    <div className="message-body">
      {head ? (
        <header className="message-head">
          <span className="message-author">
            <bdi>{self.name}</bdi>
          </span>
          <MessageTime time={outgoing.time} />
        </header>
      ) : null}
      <div className="message-line">
        <MessageText text={outgoing.text} />
        <DeliveryMark state="pending" />
      </div>
    </div>
  </article>
);
