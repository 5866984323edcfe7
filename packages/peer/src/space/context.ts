/** What the parts of a member's space share. */
import type { PeerEvent } from '@plexi/operations';
import type {
  AccountId,
  ChannelId,
  DeviceId,
  Governance,
  LogRef,
  Primitives,
  SpaceId,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import type { Replica } from '../replica/replica.ts';
import type { ReceiptBook } from '../sync/receipt-book.ts';
import type { SpaceKeys } from './keys.ts';
import type { Self } from './self.ts';

/** What the account keeps for itself that changes how a message shows. */
export interface Personal {
  isSaved(id: string): boolean;
  isHidden(id: string): boolean;
  isBlocked(account: AccountId): boolean;
  /** Up to where somebody else has read a channel, by their own word. */
  readUpTo(channel: ChannelId): number;
}

export interface SpaceContext {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
  self: Self;
  now: () => number;
  replica: Replica;
  receipts: ReceiptBook;
  keys: SpaceKeys;
  emit: (event: PeerEvent) => void;
  /** What other spaces call somebody. */
  nameElsewhere: (account: AccountId) => string | undefined;
  personal: Personal;
  /** Something was refused or failed that nobody waits for. */
  problem: (code: string, detail?: string) => void;
}

/** The log that this device writes in a channel, in its present generation; undefined while it is not a member. */
export const ownLog = (
  context: Pick<SpaceContext, 'replica' | 'self'>,
  channel: ChannelId,
): LogRef | undefined => {
  const member = context.replica.governance()?.state.members[context.self.account];
  const device = member?.devices[context.self.device];
  return device === undefined
    ? undefined
    : { channel, device: context.self.device, generation: device.generation };
};

/** Devices of all members. */
export const memberDevices = (governance: Governance): DeviceId[] =>
  Object.keys(governance.state.devices) as DeviceId[];
