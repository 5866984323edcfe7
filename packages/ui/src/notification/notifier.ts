/** How a window calls a person: the operating system's notifications, a count on the app, and coming to the front. */

export type NotifyPermission = 'granted' | 'denied' | 'default' | 'unsupported';

export interface Notice {
  title: string;
  body: string;
  /** A newer notice with the same tag takes the place of the older one. */
  tag: string;
  onOpen: () => void;
}

/** What only the app around the page can do; in a browser the page does what it can. */
export interface AppShell {
  /** Shows how much waits for the person; 0 shows nothing. */
  setCount: (count: number) => void;
  /** Brings the window to the front. */
  raise: () => void;
}

export interface Notifier {
  permission: () => NotifyPermission;
  ask: () => Promise<NotifyPermission>;
  show: (notice: Notice) => void;
  setCount: (count: number) => void;
}

const permission = (): NotifyPermission =>
  'Notification' in window ? Notification.permission : 'unsupported';

/** A count, no names: browsers keep titles in their history, in the clear. */
const titleOf = (count: number): string => (count > 0 ? `(${count}) PlexiChat` : 'PlexiChat');

const pageShell: AppShell = {
  setCount: (count) => {
    document.title = titleOf(count);
    if ('setAppBadge' in navigator) void navigator.setAppBadge(count).catch(() => undefined);
  },
  raise: () => window.focus(),
};

/** Notifications of the browser or of Electron's window: https://notifications.spec.whatwg.org */
export const createNotifier = (shell: AppShell = pageShell): Notifier => ({
  permission,
  ask: async () => {
    if (permission() === 'unsupported') return 'unsupported';
    return Notification.requestPermission();
  },
  show: ({ title, body, tag, onOpen }) => {
    if (permission() !== 'granted') return;
    const shown = new Notification(title, { body, tag });
    shown.onclick = () => {
      shell.raise();
      onOpen();
      shown.close();
    };
  },
  setCount: shell.setCount,
});
