import type { CanvasCursor } from '@plexi/operations';
import { useEffect, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { derivePattern } from '../identity/pattern.ts';
import type { RemoteCursor } from './editor/cursors.ts';

const COLOURS = 8;

export interface Present extends RemoteCursor {
  account: string;
}

const toPresent = ({ device, account, name, cursor }: CanvasCursor): Present => ({
  device,
  account,
  name,
  cursor,
  colour: Math.floor((derivePattern(account).hue / 360) * COLOURS) % COLOURS,
});

/** Who else is in the canvas. */
export const useCursors = (space: string, channel: string): readonly Present[] => {
  const peer = usePeer();
  const [present, setPresent] = useState<readonly Present[]>([]);
  useEffect(() => {
    let live = true;
    const stop = peer.onEvent((event) => {
      if (event.type !== 'cursor' || event.channel !== channel) return;
      const { device, cursor } = event;
      setPresent((now) => {
        const others = now.filter((one) => one.device !== device);
        if (cursor === undefined) return others;
        const next = toPresent({ ...event, cursor });
        const at = now.findIndex((one) => one.device === device);
        return at < 0 ? [...now, next] : now.map((one, index) => (index === at ? next : one));
      });
    });
    peer.call('canvas.open', { space, channel }).then(
      ({ cursors }) => live && setPresent(cursors.map(toPresent)),
      // The session says what is wrong with opening it.
      () => undefined,
    );
    return () => {
      live = false;
      stop();
    };
  }, [peer, space, channel]);
  return present;
};
