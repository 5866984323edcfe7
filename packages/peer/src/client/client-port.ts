/** What a client needs, and what the rest of the peer asks of it. */
import type { Network } from '@plexi/network';
import type { SpaceSummary } from '@plexi/operations';
import type { DeviceId, SpaceId } from '@plexi/protocol';
import type { Awareness } from '../awareness/awareness.ts';
import type { Files } from '../file/files.ts';
import type { OpenProfile } from '../profile/profile.ts';
import type { SmallSpaces } from '../small-space/small-spaces.ts';
import type { NewSpace } from '../space/found.ts';
import type { InviteRole } from '../space/joining.ts';
import type { Space, SpaceDependencies } from '../space/space.ts';
import type { Exchange } from '../sync/exchange-port.ts';
import type { Connections } from './connections.ts';
import type { OnlineOptions } from './network-link.ts';
import type { NewestPages } from './newest-pages.ts';

export interface ClientOptions extends Pick<SpaceDependencies, 'now' | 'emit' | 'judge'> {
  profile: OpenProfile;
  log: (event: string, fields: Record<string, unknown>) => void;
}

export interface Client {
  readonly self: OpenProfile['self'];
  /** What waits to be read, who is there, what the account keeps for itself. */
  readonly awareness: Awareness;
  /** Opens the spaces that the store knows. */
  load(): Promise<void>;
  spaces(): Space[];
  space(id: SpaceId): Space | undefined;
  found(options: NewSpace): Promise<Space>;
  /** With `as` only by an invite that makes just that. */
  join(link: string, as?: InviteRole): Promise<Space>;
  /** What the spaces say about themselves, once they are open. */
  summaries(): SpaceSummary[] | undefined;
  online(options: OnlineOptions): Promise<void>;
  /** Ends all connections until `online` is called again. */
  offline(): Promise<void>;
  network(): Network | undefined;
  exchange: Exchange;
  files(): Files;
  /** Direct messages and private channels. */
  readonly small: SmallSpaces;
  /** [L5] What a view shows comes first. */
  readonly pages: Pick<NewestPages, 'shows' | 'earlier'>;
  /** The digest that a relay last signed for a space, hexadecimal. */
  relayDigest(space: SpaceId, relay: DeviceId): string | undefined;
  connections(): Connections | undefined;
  close(): Promise<void>;
}
