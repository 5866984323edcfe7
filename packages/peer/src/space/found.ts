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
  spaceIdOf,
} from '@plexi/protocol';
import { openParts, type Space, type SpaceDependencies } from './space.ts';

export interface NewSpace {
  name: string;
  relays: { device: DeviceId; addresses: string[] }[];
}

/** Founds a space, with the channel `general`. */
export const foundSpace = async (dependencies: SpaceDependencies, options: NewSpace): Promise<Space> => {
  const { primitives, self } = dependencies;
  const genesis: Act = { type: 'genesis', certificate: self.certificate, nonce: primitives.randomBytes(16) };
  const id = spaceIdOf(primitives, encodeAct(genesis));
  const { space, writer } = await openParts(dependencies, id);
  await space.replica.run(async () => {
    await writer.act(genesis, undefined, {
      log: { channel: governanceChannel(primitives, id), device: self.device, generation: 0 },
    });
    const { message, writes } = await space.keys.found();
    await writer.keyMessage(message, writes);
    for (const relay of options.relays) await writer.act({ type: 'relay.list', ...relay });
    await writer.act({ type: 'space.describe' }, options.name);
    const channel = randomChannel(primitives);
    await writer.act({ type: 'channel.create', channel }, 'general');
  });
  // What the acts caused runs behind them in the queue: the founder's name, and the place in the list of spaces.
  await space.replica.run(async () => undefined);
  return space;
};

/** A fresh channel id. */
export const randomChannel = (primitives: Primitives): ChannelId =>
  idFromBytes<ChannelId>(primitives.randomBytes(ID_BYTES));
