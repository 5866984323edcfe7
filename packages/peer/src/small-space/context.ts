/** What the parts that look after small spaces share. */
import type { PeerEvent } from '@plexi/operations';
import type { AccountId, Governance, SpaceId } from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import type { Self } from '../space/self.ts';
import type { Space } from '../space/space.ts';
import type { NewSmallSpace } from './found.ts';
import type { SmallRecord } from './record.ts';

export interface Decisions {
  of(direct: SpaceId): 'open' | 'declined' | undefined;
  decide(direct: SpaceId, decision: 'open' | 'declined'): Promise<void>;
  isBlocked(account: AccountId): boolean;
  /** Whether people who are not known may ask to be talked to. */
  hearsStrangers(): boolean;
  /** Tells that some may be others now. */
  onChange(listener: () => void): void;
}

export interface SmallContext {
  store: Store;
  self: Self;
  /** All spaces that are open, small ones among them. */
  spaces(): Space[];
  space(id: SpaceId): Space | undefined;
  /** By id, as they are now. */
  records: Map<SpaceId, SmallRecord>;
  /** A direct message is noticed more, or less, than before. */
  reachChanged(id: SpaceId): void;
  /** Opens one that we were introduced to, and keeps it connected. */
  open(id: SpaceId, record: SmallRecord): Promise<Space>;
  found(options: NewSmallSpace): Promise<Space>;
  /** What the person decided about direct messages, on any of their devices; and whom they blocked. */
  decisions: Decisions;
  emit(event: PeerEvent): void;
  problem(code: string, detail?: string): void;
}

/** Spaces that are not small ones, and that we are in. */
export const ordinarySpaces = (context: Pick<SmallContext, 'spaces'>): Space[] =>
  context.spaces().filter((space) => space.small === undefined && space.summary().state === 'ready');

/** Governance, where this device is in the space and its keys. */
export const governanceIn = (space: Space): Governance | undefined =>
  space.summary().state === 'ready' ? space.replica.governance() : undefined;
