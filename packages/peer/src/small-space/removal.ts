/** [K3] A private channel follows its space: whoever the space removed is removed here too, before anything more is written. */
import {
  type AccountId,
  accountOf,
  can,
  cutoffsFor,
  type DeviceId,
  type Governance,
  isPlexiError,
  ownersIn,
  type PlexiError,
  plexiError,
  type SpaceId,
} from '@plexi/protocol';
import type { Space } from '../space/space.ts';
import { governanceIn, type SmallContext } from './context.ts';

interface Outsiders {
  accounts: AccountId[];
  /** Devices of accounts that are still in. */
  devices: DeviceId[];
}

/** Who is in a private channel and no longer in its space. */
const outsidersOf = (small: Governance, parent: Governance): Outsiders => {
  const accounts = Object.keys(small.state.members) as AccountId[];
  const devices = Object.keys(small.state.devices) as DeviceId[];
  const isOut = (account: AccountId): boolean =>
    parent.state.members[account] === undefined && parent.state.formerMembers[account] !== undefined;
  return {
    accounts: accounts.filter(isOut),
    devices: devices.filter(
      (device) =>
        parent.state.devices[device] === undefined &&
        accountOf(parent, device) !== undefined &&
        !isOut(small.state.devices[device] as AccountId),
    ),
  };
};

const governancesOf = (
  context: SmallContext,
  id: SpaceId,
): { small: Governance; parent: Governance } | undefined => {
  const record = context.records.get(id);
  if (record?.kind !== 'channel') return undefined;
  const small = context.space(id)?.replica.governance();
  const parent = context.space(record.parent)?.replica.governance();
  return small === undefined || parent === undefined ? undefined : { small, parent };
};

/** Why nothing may be sealed in a small space now. */
export const refusalOf = (context: SmallContext, id: SpaceId): PlexiError | undefined => {
  const both = governancesOf(context, id);
  if (both === undefined) return undefined;
  if (both.parent.state.members[context.self.account] === undefined) return plexiError('REMOVED_FROM_SPACE');
  const { accounts, devices } = outsidersOf(both.small, both.parent);
  if (accounts.length + devices.length === 0) return undefined;
  // Nobody removes an owner but who owns it with them.
  const isOwnerless = ownersIn(both.small.state).every((owner) => accounts.includes(owner));
  return plexiError(isOwnerless ? 'CHANNEL_OWNERLESS' : 'REMOVAL_PENDING');
};

/** The same in words for the person who wants to write: who is still in, and who can put them out. */
export const explainRefusal = (context: SmallContext, space: Space): PlexiError | undefined => {
  const refusal = refusalOf(context, space.id);
  const both = governancesOf(context, space.id);
  if (refusal?.code !== 'REMOVAL_PENDING' || both === undefined) return refusal;
  const { accounts, devices } = outsidersOf(both.small, both.parent);
  const still = [...accounts, ...devices.map((device) => both.small.state.devices[device] as AccountId)];
  const able = Object.values(both.small.state.members).filter(
    ({ account }) =>
      both.parent.state.members[account] !== undefined &&
      still.every((other) => other === account || can(both.small, account, 'member.remove', other)),
  );
  const names = (of: readonly AccountId[]): string => of.map((it) => space.words.account(it)).join(', ');
  const who = able.length === 0 ? 'nobody in it can' : `${names(able.map(({ account }) => account))} can`;
  return plexiError('REMOVAL_PENDING', { detail: `${names(still)} is still in; ${who} remove them` });
};

/** Removes whom this device may remove. */
export const removeOutsiders = async (context: SmallContext, space: Space): Promise<void> => {
  const both = governancesOf(context, space.id);
  const { account: self } = context.self;
  if (
    both === undefined ||
    governanceIn(space) === undefined ||
    both.parent.state.members[self] === undefined
  )
    return;
  const { accounts, devices } = outsidersOf(both.small, both.parent);
  const heads = () => space.replica.frontier.visibleHeads();
  for (const account of accounts) {
    if (!can(space.governance(), self, 'member.remove', account)) continue;
    await space.act({
      type: 'member.remove',
      account,
      cutoffs: cutoffsFor(space.governance(), account, heads()),
    });
  }
  for (const device of devices) {
    if (space.governance().state.devices[device] !== self || device === context.self.device) continue;
    const cutoffs = cutoffsFor(space.governance(), self, heads(), device);
    await space.act({ type: 'device.remove', device, cutoffs }).catch((error: unknown) => {
      // A device that was certified later is not this one's to remove.
      if (!isPlexiError(error) || error.code !== 'NOT_ALLOWED') throw error;
    });
  }
};
