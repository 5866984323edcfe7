/**
 * [C4] The registers of one space that a peer has: of each device and slot the newest. Relays and members keep the same book;
 * what is in an account's private slots is shown to its own devices only.
 */
import {
  type AccountId,
  accountOf,
  createAllowance,
  type DeviceId,
  emptyDigest,
  type Governance,
  type Hlc,
  isFromTheFuture,
  isPrivateSlot,
  isScopedDevice,
  isSignedRegister,
  LIMITS,
  type Primitives,
  plexiError,
  type Register,
  type RegisterHead,
  readRegister,
  replaces,
  type SpaceId,
  tickHlc,
  toggleRegister,
  writeRegister,
  ZERO_HLC,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';

/** A register with the bytes that were signed. */
export interface HeldRegister extends Register {
  bytes: Uint8Array;
}

export interface RegisterReader {
  /** Whose private registers it may have. */
  account: AccountId | undefined;
  /** [K6] Whether it is a scoped member's device, which can open only what such devices say. */
  scoped: boolean;
}

export interface RegisterBook {
  get(device: DeviceId, slot: string): HeldRegister | undefined;
  /** Those in a slot, of all devices. */
  inSlot(slot: string): HeldRegister[];
  /** What a reader may have. */
  shownTo(reader: RegisterReader): HeldRegister[];
  isShownTo(reader: RegisterReader, head: Pick<RegisterHead, 'device' | 'slot'>): boolean;
  digest(reader: RegisterReader): Uint8Array;
  /**
   * Takes one from a peer and stores it. Gives it where it is news; undefined where a newer one is here, or where it is of no
   * member, from the future, or more than its device may. Throws FRAME_INVALID where it is not signed.
   */
  take(bytes: Uint8Array): Promise<HeldRegister | undefined>;
  /** Writes one's own. Throws TOO_LARGE, STORE_FAILED. */
  write(
    slot: string,
    sealed: Uint8Array,
    self: { device: DeviceId; secretKey: Uint8Array },
  ): Promise<HeldRegister>;
  /** Lets go of what devices wrote that are no members any more. */
  review(): Promise<void>;
  onChange(listener: (register: HeldRegister) => void): () => void;
}

export interface RegisterBookDependencies {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
  now: () => number;
  governance: () => Governance | undefined;
}

const KIND = 'register';
const MINUTE_MS = 60_000;
const keyOf = ({ device, slot }: Pick<RegisterHead, 'device' | 'slot'>): string => `${device}/${slot}`;

export const openRegisterBook = async (dependencies: RegisterBookDependencies): Promise<RegisterBook> => {
  const { primitives, store, space, now, governance } = dependencies;
  const held = new Map<string, HeldRegister>();
  const slotsOf = new Map<DeviceId, number>();
  const listeners = new Set<(register: HeldRegister) => void>();
  const allowance = createAllowance(
    { burst: LIMITS.registerBurst, perMs: LIMITS.registersPerMinute / MINUTE_MS },
    now,
  );
  const put = (register: HeldRegister): void => {
    const before = held.get(keyOf(register));
    if (before === undefined) slotsOf.set(register.device, (slotsOf.get(register.device) ?? 0) + 1);
    held.set(keyOf(register), register);
  };
  const drop = (register: HeldRegister): void => {
    slotsOf.set(register.device, (slotsOf.get(register.device) ?? 1) - 1);
    held.delete(keyOf(register));
  };
  for (const { value } of await store.records(space, KIND))
    put({ ...readRegister(primitives, value), bytes: value });

  const isMember = (device: DeviceId): boolean => governance()?.state.devices[device] !== undefined;
  const isShownTo = (
    { account, scoped }: RegisterReader,
    { device, slot }: Pick<RegisterHead, 'device' | 'slot'>,
  ): boolean => {
    const known = governance();
    if (!isPrivateSlot(slot)) return !scoped || (known !== undefined && isScopedDevice(known, device));
    return account !== undefined && known !== undefined && accountOf(known, device) === account;
  };
  const shownTo = (reader: RegisterReader): HeldRegister[] =>
    [...held.values()].filter((register) => isShownTo(reader, register));

  const keep = async (register: HeldRegister): Promise<void> => {
    put(register);
    await store.commit([
      { type: 'record', scope: space, kind: KIND, key: keyOf(register), value: register.bytes },
    ]);
    for (const listener of listeners) listener(register);
  };

  /** A device has so many slots, and no more: that bounds what it can make others keep. */
  const hasRoom = (register: Register): boolean =>
    held.has(keyOf(register)) || (slotsOf.get(register.device) ?? 0) < LIMITS.registersPerDevice;

  return {
    get: (device, slot) => held.get(keyOf({ device, slot })),
    inSlot: (slot) => [...held.values()].filter((register) => register.slot === slot),
    shownTo,
    isShownTo,
    digest: (reader) => {
      const digest = emptyDigest();
      for (const { hash } of shownTo(reader)) toggleRegister(digest, hash);
      return digest;
    },
    take: async (given) => {
      const register = readRegister(primitives, given);
      if (!replaces(register, held.get(keyOf(register)))) return undefined;
      if (!isMember(register.device) || isFromTheFuture(register.clock, now())) return undefined;
      if (!hasRoom(register) || !allowance.take(register.device)) return undefined;
      if (!isSignedRegister(primitives, space, register.device, given))
        throw plexiError('FRAME_INVALID', { detail: 'register: signature' });
      const bytes = given.slice();
      const taken: HeldRegister = { ...readRegister(primitives, bytes), bytes };
      await keep(taken);
      return taken;
    },
    write: async (slot, sealed, { device, secretKey }) => {
      const clock: Hlc = tickHlc(held.get(keyOf({ device, slot }))?.clock ?? ZERO_HLC, now());
      const bytes = writeRegister(primitives, space, { slot, clock, sealed }, secretKey);
      const written: HeldRegister = { ...readRegister(primitives, bytes), bytes };
      if (!hasRoom(written)) throw plexiError('TOO_LARGE', { detail: 'registers' });
      await keep(written);
      return written;
    },
    review: async () => {
      if (governance() === undefined) return;
      allowance.keep((device) => isMember(device as DeviceId));
      const gone = [...held.values()].filter(({ device }) => !isMember(device));
      if (gone.length === 0) return;
      gone.forEach(drop);
      await store.commit(
        gone.map((register) => ({
          type: 'record',
          scope: space,
          kind: KIND,
          key: keyOf(register),
          value: undefined,
        })),
      );
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
