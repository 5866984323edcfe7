import { noise } from '@chainsafe/libp2p-noise';
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { identify } from '@libp2p/identify';
import type { IdentifyResult, Stream } from '@libp2p/interface';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { onTestFinished } from 'vitest';
import { deviceOfPeerId } from '../src/index.ts';
import { PROTOCOL, seedOf } from './story.ts';

/** A node of plain libp2p, which sends what it likes. */
export const rawPeer = async (name: string) => {
  const identified: IdentifyResult[] = [];
  const node = await createLibp2p({
    privateKey: await generateKeyPairFromSeed('Ed25519', seedOf(name)),
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify() },
  });
  node.addEventListener('peer:identify', ({ detail }) => identified.push(detail));
  onTestFinished(() => node.stop());
  const device = deviceOfPeerId(node.peerId.toString());
  if (device === undefined) throw new Error('not an Ed25519 peer');
  return {
    node,
    device,
    identified,
    openStream: async (address: string): Promise<Stream> => {
      const connection = await node.dial(multiaddr(address));
      return connection.newStream(PROTOCOL);
    },
  };
};

/** A length and bytes, as on the wire. */
export const framed = (bytes: Uint8Array, length = bytes.length): Uint8Array => {
  const whole = new Uint8Array(4 + bytes.length);
  new DataView(whole.buffer).setUint32(0, length);
  whole.set(bytes, 4);
  return whole;
};

export const ended = (stream: Stream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.status !== 'open') resolve();
    stream.addEventListener('close', () => resolve(), { once: true });
  });
