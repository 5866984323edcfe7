import { useEffect, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';

/** People named; of more than these it is said that there are several. */
const NAMED = 3;

/** Who is writing in a channel right now, said politely to screen readers. It keeps its place when nobody is. */
export const TypingLine = ({ channel }: { channel: string }) => {
  const t = useTexts();
  const peer = usePeer();
  const { members } = usePlace();
  const [typing, setTyping] = useState<{ channel: string; accounts: readonly string[] }>();
  useEffect(
    () =>
      peer.onEvent((event) => {
        if (event.type === 'typing' && event.channel === channel) setTyping(event);
      }),
    [peer, channel],
  );
  const accounts = typing?.channel === channel ? typing.accounts : [];
  const names = accounts.flatMap(
    (account) => members.find((member) => member.account === account)?.name ?? [],
  );
  const list = new Intl.ListFormat(t.locale, { type: 'conjunction' });
  const isMany = names.length > NAMED;
  return (
    <p className="typing-line" aria-live="polite">
      {names.length === 0 ? null : (
        <>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span>
            {isMany ? t('typing.many') : t('typing.some', { count: names.length, names: list.format(names) })}
          </span>
        </>
      )}
    </p>
  );
};
