/** Whose turn it is: what any member's device may see to is done by one of them, in an order that differs from case to case. */
import { type AccountId, accountOf, concatBytes, type DeviceId, idToBytes, toHex } from '@plexi/protocol';
import { memberDevices, type SpaceContext } from './context.ts';

/** This device's place in the order in which devices see to a matter; those of the account `first` come first, whoever is no member last. */
export const turnOf = (
  { primitives, replica, self }: Pick<SpaceContext, 'primitives' | 'replica' | 'self'>,
  matter: Uint8Array,
  first: AccountId | undefined,
): number => {
  const governance = replica.governance();
  if (governance === undefined) return 0;
  const rank = (device: DeviceId): string =>
    (accountOf(governance, device) === first ? '0' : '1') +
    toHex(primitives.sha256(concatBytes(matter, idToBytes(device))));
  const order = memberDevices(governance).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  const place = order.indexOf(self.device);
  return place < 0 ? order.length : place;
};
