import { createContext, type ReactNode, use, useCallback, useMemo } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useQuery } from '../connection/use-query.ts';

export interface Settings {
  /** The values that are set, by name; `undefined` until they are here. */
  values: Readonly<Record<string, string>> | undefined;
  /** Sets one on all the person's devices; empty takes it away. */
  set: (key: string, value: string) => Promise<void>;
}

const SettingsContext = createContext<Settings | undefined>(undefined);

/** Gives what a person set, which all their devices share, to everything inside. */
export const SettingsProvider = ({ children }: { children: ReactNode }) => {
  const peer = usePeer();
  const { data, reload } = useQuery('settings.get', {}, (event) => event.type === 'settings');
  const set = useCallback(
    async (key: string, value: string): Promise<void> => {
      await peer.call('settings.set', { key, value });
      reload();
    },
    [peer, reload],
  );
  const values = data?.values;
  const settings = useMemo(() => ({ values, set }), [values, set]);
  return <SettingsContext value={settings}>{children}</SettingsContext>;
};

export const useSettings = (): Settings => {
  const settings = use(SettingsContext);
  if (settings === undefined) throw new Error('useSettings needs a SettingsProvider around it');
  return settings;
};
