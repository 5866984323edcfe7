/** What is being done with the database as a whole, as far as events have told. */
import type { PeerEvent } from '@plexi/operations';
import { useEffect, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';

export type StorageWork = Pick<Extract<PeerEvent, { type: 'storage' }>, 'work' | 'share'>;

export const useStorageWork = (): StorageWork | undefined => {
  const peer = usePeer();
  const [work, setWork] = useState<StorageWork>();
  useEffect(
    () =>
      peer.onEvent((event) => {
        if (event.type === 'storage') setWork(event.share === 1 ? undefined : event);
      }),
    [peer],
  );
  return work;
};
