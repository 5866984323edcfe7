import type { ConnectionGater, PeerId } from '@libp2p/interface';
import type { DeviceId } from '@plexi/protocol';
import { deviceOfPeerId } from '../address.ts';
import type { AdmissionDesk } from './admission.ts';

/** Asks the desk after Noise, and before anything else of the remote side is listened to. */
export const admissionGater = (desk: AdmissionDesk): ConnectionGater => {
  const unless = (admits: (device: DeviceId) => boolean) => (peer: PeerId) => {
    const device = deviceOfPeerId(peer.toString());
    // Keys of other kinds than Ed25519 belong to no device of ours.
    return device === undefined || !admits(device);
  };
  return {
    denyInboundEncryptedConnection: unless(desk.admits),
    denyOutboundEncryptedConnection: unless(desk.admits),
    denyInboundRelayReservation: unless(desk.isKept),
  };
};
