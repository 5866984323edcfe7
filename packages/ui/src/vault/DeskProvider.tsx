import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { Doc } from 'yjs';
import { createUnreads, type Unreads } from '../awareness/unreads.ts';
import { usePeer } from '../connection/PeerProvider.tsx';
import { createTimelines, type Timelines } from '../timeline/timelines.ts';
import { createDesk, type Desk } from './desk.ts';
import type { LocalVault, OpenVault } from './local-vault.ts';

export interface Kept {
  desk: Desk;
  timelines: Timelines;
  /** What waits to be read. */
  unreads: Unreads;
  /** Absent where this browser keeps nothing. */
  vault: LocalVault | undefined;
  /** Kept pieces that no longer open. */
  discarded: number;
}

const KeptContext = createContext<Kept | undefined>(undefined);

/** What is kept on this device for the account that is open. */
export const useKept = (): Kept => {
  const kept = use(KeptContext);
  if (kept === undefined) throw new Error('useKept needs a DeskProvider around it');
  return kept;
};

export interface DeskProviderProps {
  account: string;
  openVault: OpenVault;
  /** Shown until the desk is open. */
  fallback: ReactNode;
  children: ReactNode;
}

export const DeskProvider = ({ account, openVault, fallback, children }: DeskProviderProps) => {
  const peer = usePeer();
  const [kept, setKept] = useState<Kept>();
  useEffect(() => {
    let live = true;
    let close: (() => Promise<void>) | undefined;
    let timelines: Timelines | undefined;
    let unreads: Unreads | undefined;
    const open = async (): Promise<void> => {
      let doc = new Doc();
      let discarded = 0;
      let vault: LocalVault | undefined;
      try {
        const { key } = await peer.call('draft.key', {});
        vault = openVault({ account, key });
        const desk = await vault.open('desk');
        doc = desk.doc;
        discarded = desk.discarded;
        close = desk.close;
      } catch {
        // A browser that keeps nothing (private windows do that) still lets people write.
        vault = undefined;
      }
      if (!live) {
        await close?.();
        return;
      }
      const desk = createDesk(doc);
      unreads = createUnreads(peer);
      timelines = createTimelines(peer, unreads);
      setKept({ desk, timelines, unreads, vault, discarded });
    };
    void open();
    return () => {
      live = false;
      timelines?.dispose();
      unreads?.dispose();
      void close?.();
    };
  }, [account, openVault, peer]);
  return kept === undefined ? fallback : <KeptContext value={kept}>{children}</KeptContext>;
};
