/** The devices of people, as one space knows them: what it takes to add them to another. */
import {
  type AccountId,
  type DeviceId,
  decodeAct,
  type Governance,
  governanceEntryOf,
  type MemberDevice,
} from '@plexi/protocol';
import type { Space } from '../space/space.ts';

export interface Newcomer {
  device: DeviceId;
  account: AccountId;
  certificate: Uint8Array;
  /** X25519: what mail is sealed to. */
  boxKey: Uint8Array;
  /** What a key group adds it by; `undefined` while it has offered nothing. */
  keyPackage: Uint8Array | undefined;
}

/** The certificate as its account signed it: governance keeps it parsed. */
const certificateBytes = (governance: Governance, device: MemberDevice): Uint8Array | undefined => {
  const entry = governanceEntryOf(governance, device.admittedBy);
  const act = entry === undefined ? undefined : decodeAct(entry.body).act;
  return act !== undefined && 'certificate' in act ? act.certificate : undefined;
};

/** The devices of a member that a space knows, as far as they are `wanted`. */
export const newcomersOf = (
  space: Space,
  account: AccountId,
  wanted: (device: DeviceId) => boolean,
): Newcomer[] => {
  const governance = space.replica.governance();
  const devices = Object.entries(governance?.state.members[account]?.devices ?? {}) as [
    DeviceId,
    MemberDevice,
  ][];
  return devices.flatMap(([device, listed]) => {
    if (!wanted(device)) return [];
    const certificate = governance && certificateBytes(governance, listed);
    if (certificate === undefined) return [];
    const { boxKey } = listed.certificate;
    return [{ device, account, certificate, boxKey, keyPackage: space.keys.lastResortOf(device) }];
  });
};
