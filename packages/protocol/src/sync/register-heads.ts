/** What a peer says to have of registers, in a frame. */
import { z } from 'zod';
import { isHlc } from '../clock.ts';
import { idField } from '../fields.ts';
import { type DeviceId, idToBytes } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { isSlot, type RegisterHead } from '../register.ts';

export const registerHeadsShape = z.tuple([
  z.boolean(),
  z
    .array(
      z.tuple([idField<DeviceId>(), z.string().refine(isSlot), z.number().refine(isHlc), idField<string>()]),
    )
    .max(LIMITS.registerHeads),
]);

export const registerHeadsToWire = (heads: readonly RegisterHead[], last: boolean): unknown => [
  last,
  heads.map(({ device, slot, clock, hash }) => [idToBytes(device), slot, clock, idToBytes(hash)]),
];

export const registerHeadsFromWire = ([last, heads]: z.output<typeof registerHeadsShape>): {
  heads: RegisterHead[];
  last: boolean;
} => ({ last, heads: heads.map(([device, slot, clock, hash]) => ({ device, slot, clock, hash })) });
