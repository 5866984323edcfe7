/** Bringing one's own files to the relays of their space [N6]: goes on after a restart, and where a relay was away. */
import { type DeviceId, isPlexiError, LIMITS, plexiError, type SpaceId } from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import type { BlobExchange } from '../blob/blob-exchange.ts';
import type { BlobLink } from '../blob/blob-link.ts';
import type { BlobStore } from '../blob/blob-store.ts';
import { chunkOf, type Parcel, parcelWrite } from './parcel.ts';

/** How a parcel stands at one relay. */
interface Placing {
  bytes: number;
  state: 'waiting' | 'moving' | 'placed' | 'failed';
  problem: string | undefined;
  retryAt: number;
}

export interface Push {
  parcel: Parcel;
  at: Map<DeviceId, Placing>;
}

export interface PusherDependencies {
  store: Store;
  blobs: BlobStore;
  exchange: BlobExchange;
  /** The relays that a space lists, and those of them that are connected. */
  relays: (space: SpaceId) => { listed: DeviceId[]; connected: DeviceId[] };
  progressed: (push: Push) => void;
  problem: (device: DeviceId, code: string) => void;
}

export interface Pusher {
  add(parcel: Parcel): void;
  /** A relay came, or has room again. */
  look(space: SpaceId): void;
  list(space: SpaceId): Push[];
  pause(push: Push, paused: boolean): Promise<void>;
  remove(push: Push): Promise<void>;
  close(): void;
}

const AT_ONCE = 3;
const RETRY_MS = 2_000;
/** Room is made by people: that takes a while. */
const QUOTA_RETRY_MS = 60_000;

export const createPusher = (dependencies: PusherDependencies): Pusher => {
  const { store, blobs, exchange, relays, progressed } = dependencies;
  const pushes = new Map<SpaceId, Map<string, Push>>();
  const working = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  const of = (space: SpaceId): Push[] => [...(pushes.get(space)?.values() ?? [])];
  const isOn = (push: Push): boolean =>
    !closed && !push.parcel.paused && pushes.get(push.parcel.space)?.get(push.parcel.id) === push;

  const placingAt = (push: Push, relay: DeviceId): Placing => {
    const placing = push.at.get(relay) ?? { bytes: 0, state: 'waiting', problem: undefined, retryAt: 0 };
    push.at.set(relay, placing);
    return placing;
  };

  const lookLater = (space: SpaceId, delay: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      look(space);
    }, delay);
    timer.unref();
    timers.add(timer);
  };

  /** The indexes of the chunks that a relay lacks. */
  const lacking = async (link: BlobLink, { space, hashes }: Parcel): Promise<number[]> => {
    const lacks: number[] = [];
    for (let at = 0; at < hashes.length; at += LIMITS.blobsPerQuestion) {
      const held = await link.ask(space, hashes.slice(at, at + LIMITS.blobsPerQuestion));
      held.forEach((has, i) => {
        if (!has) lacks.push(at + i);
      });
    }
    return lacks;
  };

  const giveAll = async (push: Push, placing: Placing, link: BlobLink): Promise<void> => {
    const { parcel } = push;
    const lacks = await lacking(link, parcel);
    const missing = lacks.reduce((sum, index) => sum + chunkOf(parcel, index).length, 0);
    placing.bytes = parcel.hashes.reduce((sum, _, index) => sum + chunkOf(parcel, index).length, -missing);
    const give = async (): Promise<void> => {
      for (let index = lacks.shift(); index !== undefined && isOn(push); index = lacks.shift()) {
        const { hash, length } = chunkOf(parcel, index);
        const bytes = await blobs.read(parcel.space, hash, 0, length);
        // It was dropped meanwhile: so is the rest.
        if (bytes === undefined) throw plexiError('BLOB_UNKNOWN');
        const { channel, clock } = parcel;
        await link.put(parcel.space, { hash, bytes, channel, clock }, (count) => {
          placing.bytes += count;
          progressed(push);
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, give));
  };

  const finish = async (push: Push, relay: DeviceId): Promise<void> => {
    const { parcel } = push;
    placingAt(push, relay).state = 'placed';
    await blobs.mark(parcel.space, parcel.hashes, 'relayed');
    const isEverywhere = relays(parcel.space).listed.every((each) => push.at.get(each)?.state === 'placed');
    progressed(push);
    if (!isEverywhere) return;
    pushes.get(parcel.space)?.delete(parcel.id);
    await store.commit([parcelWrite('up', parcel, false)]);
  };

  const pushOne = async (push: Push, relay: DeviceId): Promise<void> => {
    const placing = placingAt(push, relay);
    placing.state = 'moving';
    try {
      await giveAll(push, placing, await exchange.link(relay));
      if (!isOn(push)) placing.state = 'waiting';
      else await finish(push, relay);
    } catch (error) {
      const code = isPlexiError(error) ? error.code : 'INTERNAL';
      dependencies.problem(relay, code);
      const isFull = code === 'RELAY_QUOTA';
      placing.state = isFull ? 'failed' : 'waiting';
      placing.problem = isFull ? code : undefined;
      const delay = isFull ? QUOTA_RETRY_MS : RETRY_MS;
      placing.retryAt = Date.now() + delay;
      lookLater(push.parcel.space, delay + 1);
      progressed(push);
    }
  };

  const due = (space: SpaceId, relay: DeviceId): Push | undefined =>
    of(space).find((push) => {
      const placing = placingAt(push, relay);
      return isOn(push) && placing.state !== 'placed' && placing.retryAt <= Date.now();
    });

  /** One file after the other to each relay, so that the first is there soon. */
  const work = async (space: SpaceId, relay: DeviceId): Promise<void> => {
    const key = `${space}/${relay}`;
    if (working.has(key)) return;
    working.add(key);
    try {
      for (let push = due(space, relay); push !== undefined; push = due(space, relay))
        await pushOne(push, relay);
    } finally {
      working.delete(key);
    }
  };

  function look(space: SpaceId): void {
    if (closed || of(space).length === 0) return;
    for (const relay of relays(space).connected)
      work(space, relay).catch((error: unknown) => dependencies.problem(relay, String(error)));
  }

  return {
    add: (parcel) => {
      const within = pushes.get(parcel.space) ?? new Map<string, Push>();
      pushes.set(parcel.space, within.set(parcel.id, { parcel, at: new Map() }));
      look(parcel.space);
    },
    look: (space) => {
      for (const push of of(space))
        for (const placing of push.at.values()) if (placing.state === 'waiting') placing.retryAt = 0;
      look(space);
    },
    list: of,
    pause: async (push, paused) => {
      push.parcel.paused = paused;
      await store.commit([parcelWrite('up', push.parcel)]);
      for (const placing of push.at.values()) placing.retryAt = 0;
      progressed(push);
      look(push.parcel.space);
    },
    remove: async (push) => {
      pushes.get(push.parcel.space)?.delete(push.parcel.id);
      await store.commit([parcelWrite('up', push.parcel, false)]);
    },
    close: () => {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
