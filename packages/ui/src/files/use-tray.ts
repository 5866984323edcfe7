import { useSyncExternalStore } from 'react';
import type { Failure } from '../connection/failure.ts';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { createTray, TRAY_FILES, type Tray, type TrayItem } from './tray.ts';

/** What waits in each channel, also while another is looked at. */
const trays = new WeakMap<object, Map<string, Tray>>();

export interface UsedTray {
  items: readonly TrayItem[];
  add: (files: readonly File[]) => void;
  remove: (key: number) => void;
  send: (text: string, reply: string | undefined) => Promise<Failure | undefined>;
}

/** The files that go along with a channel's next message. */
export const useTray = (space: string, channel: string): UsedTray => {
  const peer = usePeer();
  const t = useTexts();
  const say = useToast();
  const known = trays.get(peer) ?? new Map<string, Tray>();
  trays.set(peer, known);
  const key = `${space}/${channel}`;
  const tray = known.get(key) ?? createTray(peer, { space, channel });
  known.set(key, tray);
  const items = useSyncExternalStore(tray.subscribe, tray.items);
  return {
    items,
    add: (files) => {
      if (tray.add(files) > 0) say(t('files.many', { count: TRAY_FILES }));
    },
    remove: tray.remove,
    send: tray.send,
  };
};
