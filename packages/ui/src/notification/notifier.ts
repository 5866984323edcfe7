/** How a window calls a person: the operating system's notifications, a count on the app, and coming to the front. */

import type { PeerLink } from '../connection/peer-link.ts';

export type NotifyPermission = 'granted' | 'denied' | 'default' | 'unsupported';

interface Notice {
  title: string;
  body: string;
  /** A newer notice with the same tag takes the place of the older one. */
  tag: string;
  onOpen: () => void;
}

export interface Notifier {
  permission: () => NotifyPermission;
  ask: () => Promise<NotifyPermission>;
  show: (notice: Notice) => void;
  setCount: (count: number) => void;
  /** Takes back what is shown, and the count. */
  clear: () => void;
}

/** What an icon has room for. */
const SHOWN_COUNT = 9999;

const permission = (): NotifyPermission =>
  'Notification' in window ? Notification.permission : 'unsupported';

/** A count, no names: browsers keep titles in their history, in the clear. */
const titleOf = (count: number): string => (count > 0 ? `(${count}) PlexiChat` : 'PlexiChat');

/** Notifications of the browser or of Electron's window: https://notifications.spec.whatwg.org */
export const createNotifier = (peer: PeerLink['client']): Notifier => {
  // A browser's tab has no icon of its own: there the app around the page does nothing.
  const attend = (call: { count?: number; raise?: boolean }): void =>
    void peer.call('app.attend', call).catch(() => undefined);
  const shownNow = new Set<Notification>();
  const setCount = (count: number): void => {
    document.title = titleOf(count);
    if ('setAppBadge' in navigator) void navigator.setAppBadge(count).catch(() => undefined);
    attend({ count: Math.min(count, SHOWN_COUNT) });
  };
  return {
    permission,
    ask: async () => {
      if (permission() === 'unsupported') return 'unsupported';
      return Notification.requestPermission();
    },
    show: ({ title, body, tag, onOpen }) => {
      if (permission() !== 'granted') return;
      const shown = new Notification(title, { body, tag });
      shownNow.add(shown);
      shown.addEventListener('close', () => shownNow.delete(shown));
      shown.addEventListener('click', () => {
        window.focus();
        attend({ raise: true });
        onOpen();
        shown.close();
      });
    },
    setCount,
    clear: () => {
      for (const notification of shownNow) notification.close();
      shownNow.clear();
      setCount(0);
    },
  };
};
