/** Founding a small space: a direct message, or a private channel of a space. */
import {
  type AccountId,
  type Act,
  type DeviceId,
  encodeAct,
  governanceChannel,
  onlyChannel,
  spaceIdOf,
} from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import { type Founding, foundWhole } from '../space/found.ts';
import type { Space, SpaceDependencies } from '../space/space.ts';
import type { Newcomer } from './people.ts';
import { type SmallRecord, smallRecordWrite } from './record.ts';

export interface NewSmallSpace {
  record: SmallRecord;
  relays: { device: DeviceId; addresses: string[] }[];
  /** Of a direct message: whose it is, ourselves included. */
  owners: AccountId[] | undefined;
  newcomers: readonly Newcomer[];
  /** Who of them become admins of a private channel. */
  admins: readonly AccountId[];
}

/** The KeyPackages by which the key group adds newcomers, where its admission looks for them. */
export const keyPackageWrites = (space: string, newcomers: readonly Newcomer[]): Write[] =>
  newcomers.flatMap(({ device, keyPackage }) =>
    keyPackage === undefined
      ? []
      : [{ type: 'record', scope: space, kind: 'key-package', key: device, value: keyPackage }],
  );

const genesisOf = (dependencies: SpaceDependencies, { record, owners }: NewSmallSpace): Act => {
  const { primitives, self } = dependencies;
  const common = {
    type: 'genesis',
    certificate: self.certificate,
    nonce: primitives.randomBytes(16),
  } as const;
  if (record.kind === 'channel') return { ...common, kind: 'channel' };
  return { ...common, kind: 'direct', owners: [...(owners ?? [])].sort() };
};

export const foundSmallSpace = (dependencies: SpaceDependencies, options: NewSmallSpace): Promise<Space> => {
  const { primitives, self } = dependencies;
  const { record, newcomers } = options;
  const genesis = genesisOf(dependencies, options);
  const id = spaceIdOf(primitives, encodeAct(genesis));
  const found: Founding['found'] = async ({ space, writer }) => {
    await writer.act(genesis, undefined, {
      log: { channel: governanceChannel(primitives, id), device: self.device, generation: 0 },
    });
    const { message, writes } = await space.keys.found();
    await writer.keyMessage(message, writes);
    for (const relay of options.relays) await writer.act({ type: 'relay.list', ...relay });
    // Which space a private channel belongs to, in words that only its members read.
    if (record.kind === 'channel') await writer.act({ type: 'space.describe' }, record.parent);
    await writer.act({ type: 'channel.create', channel: onlyChannel(primitives, id) }, record.name);
    for (const { certificate } of newcomers) await writer.act({ type: 'member.add', certificate });
    for (const account of options.admins) await writer.act({ type: 'role.grant', account, role: 'admin' });
    await space.admission.reconcile();
  };
  const before = [smallRecordWrite(id, record), ...keyPackageWrites(id, newcomers)];
  return foundWhole(dependencies, { id, small: record, before, found });
};
