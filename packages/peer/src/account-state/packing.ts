/**
 * Items as they travel to an account's other devices: in shards, each a register of its own, so that one change does not send
 * everything again.
 */
import { type Hlc, isHlc, LIMITS, type Primitives, readCbor, utf8, writeCbor } from '@plexi/protocol';
import { z } from 'zod';
import { EVERYWHERE, ITEM_KINDS, type Item, kindOf } from './item.ts';

export const SHARDS = ['account/0', 'account/1', 'account/2', 'account/3'] as const;
/** Room for padding (an eighth at most) and for the key that is wrapped to each device. */
const SHARD_BYTES = LIMITS.registerBytes - LIMITS.registerBytes / 8 - LIMITS.devicesPerSealing * 48 - 256;

const shardShape = z.array(
  z.tuple([
    z.string().min(3).max(256),
    z.string().max(LIMITS.settingBytes).nullable(),
    z.number().refine(isHlc),
  ]),
);

/** A space's id is said by the register's space. */
const HERE = '.';
const shorten = (space: string, key: string): string =>
  key.startsWith(`${space}/`) ? HERE + key.slice(space.length) : key;
const spellOut = (space: string, key: string): string | undefined => {
  if (key.startsWith(`${HERE}/`)) return space + key.slice(1);
  return key.startsWith(`${EVERYWHERE}/`) ? key : undefined;
};

const shardOf = (primitives: Primitives, key: string): number =>
  (primitives.sha256(utf8(key))[0] as number) % SHARDS.length;

/** What is dispensable comes last: things taken away, then by kind, then the oldest. */
const byNeed = ([keyA, a]: [string, Item], [keyB, b]: [string, Item]): number => {
  const need = (key: string, item: Item): number =>
    item.value === undefined ? ITEM_KINDS.length : ITEM_KINDS.indexOf(kindOf(key) as never);
  return need(keyA, a) - need(keyB, b) || b.clock - a.clock || (keyA < keyB ? -1 : 1);
};

/** Those of a space and those of all spaces, a shard each; what does not fit stays on the device only. */
export const packItems = (
  primitives: Primitives,
  { id: space, isSmall }: { id: string; isSmall: boolean },
  items: ReadonlyMap<string, Item>,
): Uint8Array[] => {
  const shards: [string, string | null, Hlc][][] = SHARDS.map(() => []);
  const left = SHARDS.map(() => SHARD_BYTES);
  const ours = [...items].filter(
    ([key]) => key.startsWith(`${space}/`) || (!isSmall && key.startsWith(`${EVERYWHERE}/`)),
  );
  for (const [key, { value, clock }] of ours.sort(byNeed)) {
    const short = shorten(space, key);
    const shard = shardOf(primitives, key);
    const size = utf8(short).length + utf8(value ?? '').length + 20;
    if (size > (left[shard] as number)) continue;
    left[shard] = (left[shard] as number) - size;
    shards[shard]?.push([short, value ?? null, clock]);
  }
  return shards.map((shard) => writeCbor(shardShape, shard));
};

/** Whether there is nothing in it. */
export const isEmptyShard = (plain: Uint8Array): boolean => plain.length <= 1;

/** Undoes `packItems`, of one shard; what makes no sense is left out. */
export const unpackItems = (space: string, plain: Uint8Array): [string, Item][] => {
  try {
    return readCbor(shardShape, plain, LIMITS.registerBytes).flatMap(([short, value, clock]) => {
      const key = spellOut(space, short);
      return key === undefined ? [] : [[key, { value: value ?? undefined, clock: clock }]];
    });
  } catch {
    return [];
  }
};
