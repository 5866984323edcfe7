import { useEffect, useEffectEvent, useRef } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';

/** Milliseconds after which it is said again that somebody is still writing. */
const AGAIN_MS = 3000;

/** Tells the others in a channel that something is being written, at most every few seconds, and when it no longer is. */
export const useTyping = (space: string, channel: string): ((text: string) => void) => {
  const peer = usePeer();
  const said = useRef<number>(undefined);
  const tell = (stopped: boolean): void => {
    said.current = stopped ? undefined : Date.now();
    // Passing words: whoever does not get them misses nothing.
    peer.call('typing.set', { space, channel, stopped }).catch(() => undefined);
  };
  const stop = useEffectEvent(() => {
    if (said.current !== undefined) tell(true);
  });
  useEffect(() => () => stop(), []);
  return (text) => {
    const isEmpty = text.trim() === '';
    if (isEmpty) {
      if (said.current !== undefined) tell(true);
    } else if (said.current === undefined || Date.now() - said.current > AGAIN_MS) {
      tell(false);
    }
  };
};
