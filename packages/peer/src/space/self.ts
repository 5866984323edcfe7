import type { DeviceKeys } from '@plexi/crypto';
import type { AccountId, DeviceId } from '@plexi/protocol';

/** Who this client is. */
export interface Self {
  account: AccountId;
  device: DeviceId;
  keys: DeviceKeys;
  certificate: Uint8Array;
  name: string;
}
