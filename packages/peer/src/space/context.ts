/** What the parts of a member's space share. */
import type { PeerEvent } from '@plexi/operations';
import {
  type AccountId,
  type ChannelId,
  type DeviceId,
  forkOf,
  type Governance,
  generationIn,
  isScoped,
  isUndone,
  type LogRef,
  type Primitives,
  plexiError,
  type SpaceId,
  silenceOf,
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
  /** Whether nobody is to learn yet that we have the space. */
  isQuiet: () => boolean;
  /** Something was refused or failed that nobody waits for. */
  problem: (code: string, detail?: string) => void;
}

/** The log that this device writes in a channel, in its present generation; undefined while it is not a member. */
export const ownLog = (
  context: Pick<SpaceContext, 'replica' | 'self'>,
  channel: ChannelId,
): LogRef | undefined => {
  const governance = context.replica.governance();
  const { device } = context.self;
  const generation = governance && generationIn(governance, device, channel);
  return generation === undefined ? undefined : { channel, device, generation };
};

/** The same, of who may write there now. Throws REMOVED_FROM_SPACE, DEVICE_FORKED, STORE_REPAIRING, NOT_ALLOWED, MUTED, NOT_ADMITTED. */
export const writableLog = (context: SpaceContext, channel: ChannelId): LogRef => {
  const log = ownLog(context, channel);
  const governance = context.replica.governance();
  if (log === undefined || governance === undefined) throw plexiError('REMOVED_FROM_SPACE');
  // Nobody takes more of it [L2].
  if (forkOf(governance, log) !== undefined) throw plexiError('DEVICE_FORKED');
  // Or a number would be used twice [L2].
  if (!context.replica.isWhole(log)) throw plexiError('STORE_REPAIRING');
  if (Object.values(context.replica.channels).includes(channel)) return log;
  if (isUndone(governance, log))
    throw plexiError('NOT_ALLOWED', { detail: 'the owners undid what this device wrote there' });
  const silence = silenceOf(governance, context.self.account, channel, context.now());
  if (silence === undefined) return log;
  throw plexiError(silence === 'muted' ? 'MUTED' : 'NOT_ADMITTED');
};

/** Devices of all members that are in the key group: not those that read some channels only [K6]. */
export const memberDevices = ({ state }: Governance): DeviceId[] =>
  Object.values(state.members)
    .filter(({ role }) => !isScoped(role))
    .flatMap(({ devices }) => Object.keys(devices) as DeviceId[]);
