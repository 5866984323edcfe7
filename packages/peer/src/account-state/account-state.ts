/**
 * [C4] What an account keeps for itself and shares between its own devices: how far it has read, what it saved, hid, muted and
 * whom it blocked, its settings. It is stored here, and travels in private registers of every space that the devices share,
 * sealed to them alone.
 */
import type { PeerEvent } from '@plexi/operations';
import {
  type Hlc,
  isFromTheFuture,
  isHlc,
  LIMITS,
  type Primitives,
  plexiError,
  readCbor,
  type SpaceId,
  tickHlc,
  toHex,
  utf8,
  writeCbor,
  ZERO_HLC,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { z } from 'zod';
import type { Registers } from '../register/registers.ts';
import type { Self } from '../space/self.ts';
import {
  decodeMark,
  encodeMark,
  type Item,
  type ItemKind,
  isAhead,
  keyOf,
  mergeItems,
  type ReadMark,
} from './item.ts';
import { isEmptyShard, packItems, SHARDS, unpackItems } from './packing.ts';

/** A space that items travel through. */
interface CarryingSpace {
  readonly id: SpaceId;
  readonly registers: Registers;
  /** The account's devices there; none while it is no member. */
  ownDevices(): string[];
  /** Whether registers can be written there now. */
  isReady(): boolean;
  /** Whether it carries its own items only: those of all spaces travel through the others. */
  readonly isSmall: boolean;
}

export interface AccountState {
  get(place: string, kind: ItemKind, name: string): string | undefined;
  /** Names and values of a kind. */
  list(place: string, kind: ItemKind): Map<string, string>;
  /** Sets, or takes away. Throws TOO_LARGE. */
  set(place: string, kind: ItemKind, name: string, value: string | undefined): Promise<void>;
  readMark(space: SpaceId, channel: string): ReadMark | undefined;
  /** Moves a read mark: forward, or in a new turn anywhere. */
  setReadMark(space: SpaceId, channel: string, mark: ReadMark): Promise<void>;
  /** Everything, with when it was said. */
  all(): [string, Item][];
  /** Takes in what was kept elsewhere, as if another device had said it. */
  takeIn(items: readonly [string, Item][]): Promise<void>;
  /** Tells which keys changed, here or on another device. */
  onChange(listener: (keys: readonly string[]) => void): () => void;
  /** Lets items travel through a space. */
  attach(space: CarryingSpace): void;
  /** A space's members or keys changed: the devices may be others now. */
  review(space: CarryingSpace): void;
  /** Writes at once what waits to be written. */
  flush(): Promise<void>;
  close(): void;
}

export interface AccountStateDependencies {
  primitives: Primitives;
  store: Store;
  self: Self;
  now: () => number;
  emit: (event: PeerEvent) => void;
  problem: (code: string, detail?: string) => void;
}

const KIND = 'private';
const SEALED_KIND = 'private-sealed';
const WRITE_DELAY_MS = 1_000;

const itemShape = z.tuple([z.string().max(LIMITS.settingBytes).nullable(), z.number().refine(isHlc)]);

/** Opens what the store keeps. Throws STORE_CORRUPT. */
export const openAccountState = async (dependencies: AccountStateDependencies): Promise<AccountState> => {
  const { primitives, store, self, now } = dependencies;
  const items = new Map<string, Item>();
  const sealed = new Map<string, string>();
  const listeners = new Set<(keys: readonly string[]) => void>();
  const spaces = new Map<SpaceId, CarryingSpace>();
  let timer: NodeJS.Timeout | undefined;
  let last: Hlc = ZERO_HLC;

  for (const { key, value } of await store.records('profile', KIND)) {
    const [text, clock] = readCbor(itemShape, value, LIMITS.registerBytes, 'STORE_CORRUPT');
    items.set(key, { value: text ?? undefined, clock: clock });
    last = Math.max(last, clock) as Hlc;
  }
  for (const { key, value } of await store.records('profile', SEALED_KIND)) sealed.set(key, toHex(value));

  const put = (key: string, item: Item): Write => {
    items.set(key, item);
    last = Math.max(last, item.clock) as Hlc;
    return {
      type: 'record',
      scope: 'profile',
      kind: KIND,
      key,
      value: writeCbor(itemShape, [item.value ?? null, item.clock]),
    };
  };

  const tell = (keys: readonly string[]): void => {
    for (const listener of listeners) listener(keys);
    dependencies.emit({ type: 'settings' });
  };

  const merge = async (incoming: readonly [string, Item][]): Promise<void> => {
    const changed = incoming.flatMap(([key, item]) => {
      const before = items.get(key);
      if (isFromTheFuture(item.clock, now())) return [];
      const kept = mergeItems(key, item, before);
      const isSame = before !== undefined && kept.value === before.value && kept.clock === before.clock;
      return isSame ? [] : [[key, kept] as const];
    });
    if (changed.length === 0) return;
    await store.commit(changed.map(([key, item]) => put(key, item)));
    tell(changed.map(([key]) => key));
  };

  /** Writes the shards that say something else than before, or to other devices. */
  const writeTo = async (space: CarryingSpace): Promise<void> => {
    if (!space.isReady()) return;
    const devices = space.ownDevices().sort();
    // Alone in a space there is nobody to tell: the next device to come is told when it does.
    if (devices.length < 2) return;
    for (const [i, plain] of packItems(primitives, space, items).entries()) {
      const slot = SHARDS[i] as string;
      const key = `${space.id}/${slot}`;
      const hash = primitives.sha256(utf8(`${devices.join()} ${toHex(primitives.sha256(plain))}`));
      const before = sealed.get(key);
      if (before === toHex(hash) || (before === undefined && isEmptyShard(plain))) continue;
      await space.registers.write(slot, plain);
      sealed.set(key, toHex(hash));
      await store.commit([{ type: 'record', scope: 'profile', kind: SEALED_KIND, key, value: hash }]);
    }
  };

  let writing: Promise<void> = Promise.resolve();
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing
      .then(async () => {
        for (const space of spaces.values()) await writeTo(space);
      })
      .catch((error: unknown) => dependencies.problem('INTERNAL', String(error)));
    return writing;
  };
  const later = (): void => {
    if (timer !== undefined) return;
    timer = setTimeout(() => void flush(), WRITE_DELAY_MS);
    timer.unref();
  };

  const takeIn = (space: CarryingSpace, of?: { device: string; slot: string }): void => {
    const found =
      of === undefined
        ? SHARDS.flatMap((slot) => space.registers.all(slot))
        : [space.registers.read(of.device as never, of.slot)].filter((it) => it !== undefined);
    const theirs = found.filter(({ device }) => device !== self.device);
    merge(theirs.flatMap(({ plain }) => unpackItems(space.id, plain))).catch((error: unknown) =>
      dependencies.problem('INTERNAL', String(error)),
    );
  };

  const write = async (key: string, value: string | undefined): Promise<void> => {
    await store.commit([put(key, { value, clock: tickHlc(last, now()) })]);
    tell([key]);
    later();
  };

  return {
    get: (place, kind, name) => items.get(keyOf(place, kind, name))?.value,
    list: (place, kind) => {
      const prefix = keyOf(place, kind, '');
      const found = new Map<string, string>();
      for (const [key, { value }] of items)
        if (value !== undefined && key.startsWith(prefix)) found.set(key.slice(prefix.length), value);
      return found;
    },
    set: async (place, kind, name, value) => {
      if (utf8(value ?? '').length > LIMITS.settingBytes) throw plexiError('TOO_LARGE', { detail: kind });
      const key = keyOf(place, kind, name);
      if (items.get(key)?.value !== value) await write(key, value);
    },
    readMark: (space, channel) => decodeMark(items.get(keyOf(space, 'read', channel))?.value),
    setReadMark: async (space, channel, mark) => {
      const key = keyOf(space, 'read', channel);
      if (isAhead(mark, decodeMark(items.get(key)?.value))) await write(key, encodeMark(mark));
    },
    all: () => [...items],
    takeIn: async (given) => {
      await merge(given);
      later();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attach: (space) => {
      spaces.set(space.id, space);
      space.registers.onChange((device, slot) => {
        if ((SHARDS as readonly string[]).includes(slot)) takeIn(space, { device, slot });
      });
      takeIn(space);
      later();
    },
    review: (space) => {
      takeIn(space);
      later();
    },
    flush,
    close: () => clearTimeout(timer),
  };
};
