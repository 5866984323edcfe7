import { useEffect } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';

/** Milliseconds without a hand on keys or pointer after which nobody is there. */
const IDLE_MS = 5 * 60_000;
/** How often it is said again while signs come: a profile that locks itself counts from the last time. */
const AGAIN_MS = 20_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const;

/** Tells the peer whether somebody is at this window. */
export const useActivity = (): void => {
  const peer = usePeer();
  useEffect(() => {
    let active: boolean | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let toldAt = 0;
    const set = (next: boolean): void => {
      if (next === active && (!next || Date.now() - toldAt < AGAIN_MS)) return;
      active = next;
      toldAt = Date.now();
      peer.call('presence.active', { active: next }).catch(() => {
        active = undefined;
      });
    };
    const wake = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => set(false), IDLE_MS);
      if (document.visibilityState === 'visible') set(true);
    };
    wake();
    for (const sign of SIGNS) window.addEventListener(sign, wake, { passive: true });
    document.addEventListener('visibilitychange', wake);
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS) window.removeEventListener(sign, wake);
      document.removeEventListener('visibilitychange', wake);
    };
  }, [peer]);
};
