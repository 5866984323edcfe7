/** Relays that go back on their word: to some they show nothing of what they have, and sign that it is not there. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import {
  type EntryId,
  idFromBytes,
  readHolding,
  type SyncFrame,
  signHolding,
  ZERO_ID,
} from '@plexi/protocol';
import { diskOf } from '../world/disks.ts';

const SEED_BYTES = 32;

/** A relay's device key, as its disk has it; `undefined` of other nodes. */
const keyOf = (node: string): Uint8Array | undefined => {
  const file = [...diskOf(node).files].find(([name]) => name.endsWith('relay.key'));
  return file?.[1].slice(0, SEED_BYTES);
};

/** The device that a relay is. */
export const relayDeviceOf = (node: string): string | undefined => {
  const key = keyOf(node);
  return key && idFromBytes(primitives.publicKeyOf(key));
};

/** What a relay that withholds says instead of a frame, signed by it; `undefined` where the frame is none of that. */
export const denialOf = (node: string, frame: SyncFrame): SyncFrame | undefined => {
  const key = keyOf(node);
  if (key === undefined) return undefined;
  if (frame.kind === 'frontier') return { ...frame, heads: [] };
  if (frame.kind !== 'holding') return undefined;
  const nothing = { sequence: 0, id: ZERO_ID as EntryId, excuse: 'none' as const };
  return {
    ...frame,
    holdings: frame.holdings.map((bytes) =>
      signHolding(primitives, { ...readHolding(primitives, bytes), ...nothing }, key),
    ),
  };
};
