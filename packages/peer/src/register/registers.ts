/** A member's registers [C4]: what each device says of itself to members, and what an account keeps for its own devices. */
import { openToDevice, sealToDevices } from '@plexi/crypto/sealing';
import {
  type AccountId,
  accountOf,
  type DeviceId,
  type Hlc,
  isPrivateSlot,
  plexiError,
} from '@plexi/protocol';
import type { SpaceContext } from '../space/context.ts';
import { openToMembers, sealToMembers } from '../space/member-box.ts';
import type { HeldRegister, RegisterBook } from './register-book.ts';

/** A register as its readers see it. */
interface OpenRegister {
  device: DeviceId;
  account: AccountId;
  slot: string;
  clock: Hlc;
  plain: Uint8Array;
}

export interface Registers {
  /**
   * Says `plain` under `slot` from now on; under `account/…` to the account's own devices only, else to all members.
   * Throws KEY_MISSING, TOO_LARGE, REMOVED_FROM_SPACE.
   */
  write(slot: string, plain: Uint8Array): Promise<void>;
  /** What a device says; undefined where it says nothing, or its key is not here yet. */
  read(device: DeviceId, slot: string): OpenRegister | undefined;
  /** What all devices say under a slot. */
  all(slot: string): OpenRegister[];
  /** A register changed, here or at another device. */
  onChange(listener: (device: DeviceId, slot: string) => void): () => void;
}

const PRIVATE_PURPOSE = 'plexi/account-register/1\0';

export const createRegisters = (
  context: SpaceContext,
  book: RegisterBook,
  spread: (register: HeldRegister) => void,
): Registers => {
  const { primitives, self, keys, replica } = context;

  const ownBoxKeys = (): Uint8Array[] => {
    const devices = replica.governance()?.state.members[self.account]?.devices;
    if (devices === undefined) throw plexiError('REMOVED_FROM_SPACE');
    return Object.values(devices).map(({ certificate }) => certificate.boxKey);
  };

  const seal = (slot: string, plain: Uint8Array): Uint8Array =>
    isPrivateSlot(slot)
      ? sealToDevices(primitives, PRIVATE_PURPOSE, ownBoxKeys(), plain)
      : sealToMembers(primitives, keys, 'register', self.device, plain);

  const open = (register: HeldRegister): OpenRegister | undefined => {
    const { device, slot, clock, sealed } = register;
    const governance = replica.governance();
    const account = governance && accountOf(governance, device);
    if (account === undefined) return undefined;
    const own = { boxKey: self.keys.boxKey, boxSecretKey: self.keys.boxSecretKey.reveal() };
    const plain = isPrivateSlot(slot)
      ? account === self.account && openToDevice(primitives, PRIVATE_PURPOSE, own, sealed)
      : openToMembers(primitives, keys, 'register', device, sealed);
    return plain === false || plain === undefined ? undefined : { device, account, slot, clock, plain };
  };

  return {
    write: async (slot, plain) => {
      const secretKey = self.keys.secretKey.reveal();
      spread(await book.write(slot, seal(slot, plain), { device: self.device, secretKey }));
    },
    read: (device, slot) => {
      const register = book.get(device, slot);
      return register && open(register);
    },
    all: (slot) => book.inSlot(slot).flatMap((register) => open(register) ?? []),
    onChange: (listener) => book.onChange(({ device, slot }) => listener(device, slot)),
  };
};
