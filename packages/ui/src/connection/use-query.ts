import type { OperationId, OperationInput, OperationOutput, PeerEvent } from '@plexi/operations';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { type Failure, toFailure } from './failure.ts';
import { useLinkState, usePeer } from './PeerProvider.tsx';

export interface Query<Id extends OperationId> {
  data: OperationOutput<Id> | undefined;
  failure: Failure | undefined;
  reload: () => void;
}

interface Answer<Id extends OperationId> {
  key: string;
  data?: OperationOutput<Id>;
  failure?: Failure;
}

const never = (): boolean => false;

/**
 * Asks a query and asks again when an event says that its answer changed or the connection is back. `undefined` as input
 * asks nothing. An answer stays shown until the next one is here.
 */
export const useQuery = <Id extends OperationId>(
  id: Id,
  input: OperationInput<Id> | undefined,
  changes: (event: PeerEvent) => boolean = never,
): Query<Id> => {
  const peer = usePeer();
  const link = useLinkState();
  const [answer, setAnswer] = useState<Answer<Id>>();
  const again = useRef<() => void>(undefined);
  const key = input === undefined ? undefined : JSON.stringify([id, input]);
  const ask = useEffectEvent(() => peer.call(id, input as OperationInput<Id>));
  const isChange = useEffectEvent(changes);
  const connected = link === 'connected';

  useEffect(() => {
    if (key === undefined || !connected) return undefined;
    const gone = new AbortController();
    const { signal } = gone;
    let asking = false;
    let stale = false;
    const refresh = async (): Promise<void> => {
      // Many events in one go cost one more call, not one each.
      if (asking) {
        stale = true;
        return;
      }
      asking = true;
      do {
        stale = false;
        try {
          const data = await ask();
          if (!signal.aborted) setAnswer({ key, data });
        } catch (error) {
          const failure = toFailure(error);
          if (!signal.aborted) setAnswer((last) => ({ ...(last?.key === key ? last : {}), key, failure }));
        }
      } while (stale && !signal.aborted);
      asking = false;
    };
    again.current = () => void refresh();
    void refresh();
    const stop = peer.onEvent((event) => {
      if (isChange(event)) void refresh();
    });
    return () => {
      gone.abort();
      stop();
    };
  }, [key, connected, peer]);

  const current = answer?.key === key ? answer : undefined;
  const reload = useCallback(() => again.current?.(), []);
  return { data: current?.data, failure: current?.failure, reload };
};
