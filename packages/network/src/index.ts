export type {
  Admission,
  Channel,
  ChannelEnd,
  ConnectionView,
  ConnectOptions,
  KeepaliveOptions,
  Network,
  NetworkEvent,
  NetworkOptions,
} from './network.ts';
