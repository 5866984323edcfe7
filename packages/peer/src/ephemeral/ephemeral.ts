/** Passing words between the members of a space, sealed: presence, typing, cursors. Nobody keeps them. */
import { accountOf, boundedBytes, type DeviceId, LIMITS, readCbor, writeCbor } from '@plexi/protocol';
import { z } from 'zod';
import type { SpaceContext } from '../space/context.ts';
import { openToMembers, sealToMembers } from '../space/member-box.ts';

/** Who said it: a member's device, and its account. */
interface Speaker {
  device: DeviceId;
  account: string;
}

export interface Ephemerals {
  /** Says something to whoever is connected; nothing happens where the space's key is not here. Throws TOO_LARGE. */
  send(kind: string, bytes: Uint8Array): void;
  /** Hears what others say of a kind. Their bytes are theirs: read them as what comes from outside. */
  onEphemeral(kind: string, listener: (from: Speaker, bytes: Uint8Array) => void): () => void;
  /** Something arrived. */
  heard(device: DeviceId, sealed: Uint8Array): void;
}

const KIND_LENGTH = 32;
const wordShape = z.tuple([z.string().min(1).max(KIND_LENGTH), boundedBytes(LIMITS.ephemeralBytes)]);

export const createEphemerals = (context: SpaceContext, say: (sealed: Uint8Array) => void): Ephemerals => {
  const { primitives, self, keys, replica } = context;
  const listeners = new Map<string, Set<(from: Speaker, bytes: Uint8Array) => void>>();
  return {
    send: (kind, bytes) => {
      if (!keys.canSeal(keys.audience)) return;
      const plain = writeCbor(wordShape, [kind, bytes]);
      say(sealToMembers(primitives, keys, 'ephemeral', self.device, plain));
    },
    onEphemeral: (kind, listener) => {
      const of = listeners.get(kind) ?? new Set();
      listeners.set(kind, of.add(listener));
      return () => of.delete(listener);
    },
    heard: (device, sealed) => {
      const governance = replica.governance();
      const account = governance && accountOf(governance, device);
      const plain = openToMembers(primitives, keys, 'ephemeral', device, sealed);
      if (account === undefined || plain === undefined) return;
      const parsed = parse(plain);
      if (parsed === undefined) return;
      for (const listener of listeners.get(parsed[0]) ?? []) listener({ device, account }, parsed[1]);
    },
  };
};

const parse = (plain: Uint8Array): z.output<typeof wordShape> | undefined => {
  try {
    return readCbor(wordShape, plain, LIMITS.ephemeralBytes);
  } catch {
    return undefined;
  }
};
