import { createContext, type ReactNode, use, useSyncExternalStore } from 'react';
import type { LinkState, PeerLink } from './peer-link.ts';

const PeerContext = createContext<PeerLink | undefined>(undefined);

/** Gives the link to the peer to everything inside. */
export const PeerProvider = ({ link, children }: { link: PeerLink; children: ReactNode }) => (
  <PeerContext value={link}>{children}</PeerContext>
);

export const usePeerLink = (): PeerLink => {
  const link = use(PeerContext);
  if (link === undefined) throw new Error('usePeerLink needs a PeerProvider around it');
  return link;
};

/** Calls and events, the same object for as long as the view lives. */
export const usePeer = (): PeerLink['client'] => usePeerLink().client;

export const useLinkState = (): LinkState => {
  const link = usePeerLink();
  return useSyncExternalStore(link.onState, link.state);
};
