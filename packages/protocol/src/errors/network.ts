import type { ErrorKinds } from './kind.ts';

/** The network and relays. */
export const NETWORK_ERRORS = {
  RELAY_UNREACHABLE: {
    owner: 'environment',
    message: 'The relay does not answer.',
    next: 'Check its address and that it is running; what you write is kept and sent later.',
  },
  PEER_UNREACHABLE: {
    owner: 'environment',
    message: 'The other device does not answer.',
    next: 'Nothing to do: it is tried again.',
  },
  PEER_MISMATCH: {
    owner: 'peer',
    message: 'Another device answers at that address than the one expected.',
    next: 'Check the address. If it is right, somebody may be intercepting the connection.',
  },
  PEER_REFUSED: {
    owner: 'peer',
    message: 'The other side refused the connection.',
    next: 'Check that you are a member of the space, or that the invite is live.',
  },
  ADDRESS_INVALID: {
    owner: 'caller',
    message: 'That is not a usable address.',
    next: 'Use a multiaddr such as /ip4/127.0.0.1/tcp/4001/p2p/12D3….',
  },
  PORT_IN_USE: {
    owner: 'environment',
    message: 'Another program listens on that port.',
    next: 'Choose another port, or stop the other program.',
  },
  RECEIPT_BROKEN: {
    owner: 'peer',
    message: 'A relay signed that it stored entries, and then that it does not have them.',
    next: 'Nothing to do at once: members send it what they have. The proof is kept; whoever runs the relay should look at its disk.',
  },
  PROOF_INVALID: {
    owner: 'caller',
    message: 'That does not prove that anybody broke their word.',
    next: 'Check that the file is whole. If it is, what it claims is not what its signatures say.',
  },
  FRAME_INVALID: {
    owner: 'peer',
    message: 'A peer sent something that is not of the protocol.',
    next: 'Nothing to do: the channel was closed.',
  },
  FRAME_OVERSIZED: {
    owner: 'peer',
    message: 'A peer sent a frame larger than the limit.',
    next: 'Nothing to do: the channel was closed.',
  },
  NETWORK_QUEUE_FULL: {
    owner: 'peer',
    message: 'A peer takes in less than it is sent.',
    next: 'Nothing to do: the channel was closed and is opened again.',
  },
  RELAY_QUOTA: {
    owner: 'peer',
    message: 'The relay has no room for more of this space.',
    next: 'Ask whoever runs the relay for a larger quota, or list another relay.',
  },
  RELAY_NOT_LISTED: {
    owner: 'caller',
    message: 'The space does not list this relay.',
    next: 'List it in the space first.',
  },
  NO_SYNC: {
    owner: 'environment',
    message: 'Not everything is on every listed relay yet.',
    next: 'Check that the relays are reachable and wait longer.',
  },
  TIMED_OUT: {
    owner: 'environment',
    message: 'That took longer than allowed.',
    next: 'Try again, or allow more time.',
  },
  CHANNEL_CLOSED: {
    owner: 'environment',
    message: 'The connection to the other device has ended.',
    next: 'Nothing to do: it is opened again.',
  },
  NETWORK_CLOSED: {
    owner: 'us',
    message: 'The network was closed while it was in use.',
    next: 'Start the program again.',
  },
} as const satisfies ErrorKinds;
