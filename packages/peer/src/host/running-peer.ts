/** What the programs around a peer need of it. */
import type { Handlers, PeerEvent } from '@plexi/operations';

export interface RunningPeer {
  handlers: Handlers;
  /** Registers for the peer's events; gives back how to stop. */
  subscribe(listener: (event: PeerEvent) => void): () => void;
  /** Goes online: `once` for a command that ends soon. */
  start(online?: { mode: 'up' | 'once' }): Promise<void>;
  /** Brings to the relays what it can, for at most so many milliseconds; shorter where nothing can be reached. */
  settle(timeoutMs: number): Promise<void>;
  /** Leaves the network and gives the profile free. */
  close(): Promise<void>;
}
