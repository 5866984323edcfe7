import type { ChannelSummary } from '@plexi/operations';
import { useMemo } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import type { CheckText } from './use-send-warning.ts';

/** [A3] What a channel would hide of a text; undefined where it hides nothing. What cannot be checked is sent as it is. */
export const useCheck = (
  space: string,
  channel: Pick<ChannelSummary, 'id' | 'withholds'> | undefined,
): CheckText | undefined => {
  const peer = usePeer();
  const id = channel?.id;
  const withholds = channel?.withholds === true;
  return useMemo(() => {
    if (!withholds || id === undefined) return undefined;
    return async (text) => {
      try {
        const { withheld, finding } = await peer.call('message.check', { space, channel: id, text });
        return withheld ? finding : undefined;
      } catch {
        return undefined;
      }
    };
  }, [peer, space, id, withholds]);
};
