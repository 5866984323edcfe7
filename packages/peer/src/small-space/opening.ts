/** Opening direct messages and private channels with people whom a space knows. */
import { type AccountId, type DeviceId, isInCharge, isPlexiError, LIMITS, plexiError } from '@plexi/protocol';
import type { Space } from '../space/space.ts';
import { ordinarySpaces, type SmallContext } from './context.ts';
import { addDevices } from './follow.ts';
import { type Newcomer, newcomersOf } from './people.ts';
import type { SmallRecord } from './record.ts';
import { tell } from './telling.ts';

type Relays = { device: DeviceId; addresses: string[] }[];

const relaysOf = (sources: Iterable<Space>): Relays => {
  const relays = new Map<DeviceId, Relays[number]>();
  for (const source of sources)
    for (const relay of Object.values(source.governance().state.relays)) relays.set(relay.device, relay);
  return [...relays.values()].slice(0, LIMITS.relays);
};

/** Where each of these people is known from; a space that knows them all is preferred. Throws NOT_FOUND. */
const sourcesFor = (context: SmallContext, accounts: readonly AccountId[]): Map<AccountId, Space> => {
  const knows = (space: Space, account: AccountId): boolean =>
    space.governance().state.members[account] !== undefined;
  const spaces = ordinarySpaces(context);
  const common = spaces.find((space) => accounts.every((account) => knows(space, account)));
  return new Map(
    accounts.map((account) => {
      const source = common ?? spaces.find((space) => knows(space, account));
      if (source === undefined) throw plexiError('NOT_FOUND', { detail: 'a space that you share with them' });
      return [account, source];
    }),
  );
};

/** Their devices and this account's others, by the space that knows them. */
const devicesOf = (context: SmallContext, sources: ReadonlyMap<AccountId, Space>): Map<Space, Newcomer[]> => {
  const { self } = context;
  const devices = new Map<Space, Newcomer[]>();
  const seen = new Set([self.device]);
  const add = (account: AccountId, source: Space): void => {
    const found = newcomersOf(source, account, (device) => !seen.has(device));
    for (const { device } of found) seen.add(device);
    devices.set(source, [...(devices.get(source) ?? []), ...found]);
  };
  for (const [account, source] of sources) add(account, source);
  for (const source of new Set(sources.values())) add(self.account, source);
  return devices;
};

const open = async (
  context: SmallContext,
  record: SmallRecord,
  people: { owners?: AccountId[]; sources: Map<AccountId, Space>; admins: AccountId[] },
): Promise<Space> => {
  const devices = devicesOf(context, people.sources);
  const space = await context.found({
    record,
    relays: relaysOf(devices.keys()),
    owners: people.owners,
    newcomers: [...devices.values()].flat(),
    admins: people.admins,
  });
  context.records.set(space.id, record);
  context.emit(record.kind === 'direct' ? { type: 'directs' } : { type: 'space', space: record.parent });
  // It is there now, whatever becomes of the letters: following sees to those that this disk refuses.
  await tell(context, space, devices).catch((error: unknown) => {
    if (!isPlexiError(error) || error.code !== 'STORE_FAILED') throw error;
    context.problem(error.code, error.detail);
  });
  return space;
};

/** Founds a direct message with these others. Throws NOT_FOUND, TOO_LARGE. */
export const openDirect = async (context: SmallContext, others: readonly AccountId[]): Promise<Space> => {
  const { account } = context.self;
  if (others.length + 1 > LIMITS.directPeople)
    throw plexiError('TOO_LARGE', { detail: 'people in one direct message' });
  const sources = sourcesFor(context, others);
  const [parent] = sources.values();
  if (parent === undefined)
    throw plexiError('INVALID_INPUT', { detail: 'a direct message is with somebody' });
  const record: SmallRecord = {
    kind: 'direct',
    parent: parent.id,
    by: account,
    name: '',
    relays: [],
    devices: [],
    standing: 'open',
    untold: true,
  };
  return open(context, record, { owners: [account, ...others], sources, admins: [] });
};

/** Founds a private channel of a space. */
export const openPrivateChannel = async (
  context: SmallContext,
  parent: Space,
  name: string,
  others: readonly AccountId[],
): Promise<Space> => {
  const { account } = context.self;
  const { members } = parent.governance().state;
  const record: SmallRecord = {
    kind: 'channel',
    parent: parent.id,
    by: account,
    name,
    relays: [],
    devices: [],
    standing: 'open',
    untold: true,
  };
  const sources = new Map([...others, account].map((other) => [other, parent]));
  const admins = others.filter((other) => isInCharge(members[other]?.role));
  return open(context, record, { sources, admins });
};

/** Adds members of its space to a private channel. Throws NOT_ALLOWED. */
export const addPeople = async (
  context: SmallContext,
  space: Space,
  parent: Space,
  others: readonly AccountId[],
): Promise<void> => {
  const isIn = (device: DeviceId): boolean => space.governance().state.devices[device] !== undefined;
  const newcomers = others.flatMap((other) => newcomersOf(parent, other, (device) => !isIn(device)));
  await addDevices(context, space, new Map([[parent, newcomers]]));
};
