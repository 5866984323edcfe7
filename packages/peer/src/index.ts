export { openPeer, type Peer, type PeerOptions } from './peer.ts';
