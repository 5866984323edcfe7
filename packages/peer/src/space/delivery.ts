/** Where one's own messages are [N5]: told by the receipts that relays and members' devices signed. */
import type { DeliveryState } from '@plexi/operations';
import { type AccountId, accountOf, type DeviceId, type LogId } from '@plexi/protocol';
import type { SpaceContext } from './context.ts';

/** How far a log is held: by any listed relay, and by a device of another account. */
export interface Held {
  relay: number;
  delivered: number;
}

type DeliveryContext = Pick<SpaceContext, 'replica' | 'receipts' | 'self'>;

const isRelay = ({ replica }: DeliveryContext, holder: DeviceId): boolean =>
  replica.governance()?.state.relays[holder] !== undefined;

const isAnother = ({ replica, self }: DeliveryContext, holder: DeviceId): boolean => {
  const governance = replica.governance();
  const account: AccountId | undefined = governance && accountOf(governance, holder);
  return account !== undefined && account !== self.account;
};

export const heldOf = (context: DeliveryContext, logId: LogId): Held => {
  const held: Held = { relay: 0, delivered: 0 };
  for (const { receipt } of context.receipts.of(logId)) {
    if (isRelay(context, receipt.holder)) held.relay = Math.max(held.relay, receipt.sequence);
    else if (isAnother(context, receipt.holder)) held.delivered = Math.max(held.delivered, receipt.sequence);
  }
  return held;
};

/** The state of an entry of one's own. What others wrote is on a member's device by being here. */
export const deliveryState = (held: Held, sequence: number): DeliveryState => {
  if (sequence <= held.delivered) return 'delivered';
  return sequence <= held.relay ? 'relay' : 'pending';
};
