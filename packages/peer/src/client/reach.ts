/** Who a space is shared with, as far as is known: its governance says so, or until that is here whoever led us to it. */
import type { DeviceId } from '@plexi/protocol';
import type { Space } from '../space/space.ts';

export const relaysOf = (space: Space): { device: DeviceId; addresses: string[] }[] => {
  const governance = space.replica.governance();
  return [
    ...(space.joining.link()?.relays ?? []),
    ...(governance === undefined ? (space.small?.relays ?? []) : Object.values(governance.state.relays)),
  ];
};

export const devicesOf = (space: Space): DeviceId[] => {
  const governance = space.replica.governance();
  if (governance === undefined) return space.small?.devices ?? [];
  return Object.keys(governance.state.devices) as DeviceId[];
};

export const isMemberOf = (space: Space, device: DeviceId): boolean =>
  space.replica.governance()?.state.devices[device] !== undefined;

/** Whether there is something to say about the space with that device. */
export const isSharedWith = (space: Space, device: DeviceId): boolean =>
  isMemberOf(space, device) ||
  devicesOf(space).includes(device) ||
  relaysOf(space).some((relay) => relay.device === device);

/** Neither a direct message nor a private channel. */
export const isOrdinary = (space: Space): boolean => space.small === undefined;
