/** Who notices that we have a space: nobody learns of a direct message that was not accepted. */
import type { AccountId, DeviceId, SpaceId } from '@plexi/protocol';
import type { SmallSpaces } from '../small-space/small-spaces.ts';
import type { Space } from '../space/space.ts';
import { isSharedWith, relaysOf } from './reach.ts';

export interface Notice {
  /** Spaces that are talked about with a device. */
  spacesWith(device: DeviceId): Space[];
  /** The space, where a device hears that we have it. */
  spaceFor(id: SpaceId, device: DeviceId): Space | undefined;
  /** Whether nothing of a space is wanted from anybody. */
  isIgnored(space: Space): boolean;
}

export const createNotice = (
  spaces: ReadonlyMap<SpaceId, Space>,
  small: () => Pick<SmallSpaces, 'reach'>,
  account: AccountId,
): Notice => {
  /**
   * What waits to be accepted is fetched from relays and from one's own devices, so that whoever wrote it can't tell whether it
   * came; from whoever has it where no relay does.
   */
  const isFetchedFrom = (space: Space, device: DeviceId): boolean => {
    const relays = relaysOf(space);
    if (relays.length === 0) return true;
    const isOwn = space.replica.governance()?.state.devices[device] === account;
    return isOwn || relays.some((relay) => relay.device === device);
  };

  const isTold = (space: Space, device: DeviceId): boolean => {
    const reach = small().reach(space.id);
    return reach === 'quiet' ? isFetchedFrom(space, device) : reach === 'open';
  };

  return {
    spacesWith: (device) =>
      [...spaces.values()].filter((space) => isSharedWith(space, device) && isTold(space, device)),
    spaceFor: (id, device) => {
      const space = spaces.get(id);
      return space !== undefined && isTold(space, device) ? space : undefined;
    },
    isIgnored: (space) => small().reach(space.id) === 'closed',
  };
};
