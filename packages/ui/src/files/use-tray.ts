import { useSyncExternalStore } from 'react';
import type { Failure } from '../connection/failure.ts';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { createTray, TRAY_FILES, type Tray, type TrayAnswer, type TrayItem } from './tray.ts';

/** What waits in each channel and thread, also while another is looked at. */
const trays = new WeakMap<object, Map<string, Tray>>();

export interface UsedTray {
  items: readonly TrayItem[];
  add: (files: readonly File[]) => void;
  remove: (key: number) => void;
  send: (text: string, answer: TrayAnswer | undefined) => Promise<Failure | undefined>;
}

/** The files that go along with the next message: of the channel, or of the thread that `draft` names. */
export const useTray = (space: string, channel: string, draft = channel): UsedTray => {
  const peer = usePeer();
  const t = useTexts();
  const say = useToast();
  const known = trays.get(peer) ?? new Map<string, Tray>();
  trays.set(peer, known);
  const key = `${space}/${channel}/${draft}`;
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
