export {
  addressThroughRelay,
  deviceInAddress,
  deviceOfPeerId,
  isLoopback,
  isRelayed,
  peerIdOf,
} from './address.ts';
export { createNetwork } from './create-network.ts';
export type {
  Admission,
  BulkOptions,
  Channel,
  ChannelEnd,
  ConnectionView,
  ConnectOptions,
  KeepaliveOptions,
  Network,
  NetworkEvent,
  NetworkOptions,
} from './network.ts';
