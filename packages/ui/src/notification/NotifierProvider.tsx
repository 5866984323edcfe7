import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { createNotifier, type Notifier, type NotifyPermission } from './notifier.ts';

interface Notifying {
  notifier: Notifier;
  permission: NotifyPermission;
  /** Asks the person, through the browser, whether they want to be called. */
  ask: () => Promise<void>;
}

const NotifierContext = createContext<Notifying | undefined>(undefined);

export const NotifierProvider = ({ children }: { children: ReactNode }) => {
  const peer = usePeer();
  const notifier = useMemo(() => createNotifier(peer), [peer]);
  const [permission, setPermission] = useState(notifier.permission);
  const notifying = useMemo(
    () => ({ notifier, permission, ask: async () => setPermission(await notifier.ask()) }),
    [notifier, permission],
  );
  return <NotifierContext value={notifying}>{children}</NotifierContext>;
};

export const useNotifier = (): Notifying => {
  const notifying = use(NotifierContext);
  if (notifying === undefined) throw new Error('useNotifier needs a NotifierProvider around it');
  return notifying;
};
