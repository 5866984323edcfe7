/** Founding a space [G9]. */
import {
  type Act,
  type ChannelId,
  type DeviceId,
  encodeAct,
  governanceChannel,
  ID_BYTES,
  idFromBytes,
  type Primitives,
  type SpaceId,
  spaceIdOf,
} from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import type { SmallRecord } from '../small-space/record.ts';
import { foundingWrite } from './founding.ts';
import { openParts, type Space, type SpaceDependencies } from './space.ts';

export interface NewSpace {
  name: string;
  relays: { device: DeviceId; addresses: string[] }[];
}

export interface Founding {
  id: SpaceId;
  /** Of a small space: what is kept of it, and what else is to be there before its first entry. */
  small?: SmallRecord;
  before?: readonly Write[];
  /** Writes what it begins with; runs in its queue. */
  found: (parts: Awaited<ReturnType<typeof openParts>>) => Promise<void>;
}

/** Founds a space. Where that fails there is none. Throws STORE_FAILED. */
export const foundWhole = async (
  dependencies: SpaceDependencies,
  { id, small, before = [], found }: Founding,
): Promise<Space> => {
  const { store } = dependencies;
  await store.commit([foundingWrite(id, true), ...before]);
  const parts = await openParts(dependencies, id, small);
  const { space } = parts;
  try {
    await space.replica.run(() => found(parts));
    // What the acts caused runs behind them in the queue: the founder's name, and the place in the list of spaces.
    await space.replica.run(() => store.commit([foundingWrite(id, false)]));
  } catch (error) {
    space.close();
    throw error;
  }
  return space;
};

/** Founds a space, with the channel `general`. Throws STORE_FAILED. */
export const foundSpace = (dependencies: SpaceDependencies, options: NewSpace): Promise<Space> => {
  const { primitives, self } = dependencies;
  const genesis: Act = { type: 'genesis', certificate: self.certificate, nonce: primitives.randomBytes(16) };
  const id = spaceIdOf(primitives, encodeAct(genesis));
  const found: Founding['found'] = async ({ space, writer }) => {
    await writer.act(genesis, undefined, {
      log: { channel: governanceChannel(primitives, id), device: self.device, generation: 0 },
    });
    const { message, writes } = await space.keys.found();
    await writer.keyMessage(message, writes);
    for (const relay of options.relays) await writer.act({ type: 'relay.list', ...relay });
    await writer.act({ type: 'space.describe' }, options.name);
    const channel = randomChannel(primitives);
    await writer.act({ type: 'channel.create', channel }, 'general');
  };
  return foundWhole(dependencies, { id, found });
};

/** A fresh channel id. */
export const randomChannel = (primitives: Primitives): ChannelId =>
  idFromBytes<ChannelId>(primitives.randomBytes(ID_BYTES));
