/** One end of bare libp2p streams over TCP, Noise and yamux, a process of its own: serves, reads or connects. */
import { noise } from '@chainsafe/libp2p-noise';
import { identify } from '@libp2p/identify';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p, type Libp2p } from 'libp2p';

const PROTOCOL = '/bench/1';
const WRITE_BYTES = 64 * 1024;
const WINDOW_BYTES = 16 * 1024 * 1024;
const ECHOES = 300;
const [, , role, address = '', number = '0'] = process.argv;

const makeNode = (listen: string[]): Promise<Libp2p> =>
  createLibp2p({
    addresses: { listen },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux({ streamOptions: { maxStreamWindowSize: WINDOW_BYTES } })],
    connectionManager: {
      maxConnections: 10_000,
      inboundConnectionThreshold: 10_000,
      maxIncomingPendingConnections: 1000,
    },
    services: { identify: identify() },
  });

/** Sends as many bytes as the first eight bytes of a stream ask for; of none, says what the process weighs. */
const serve = async (): Promise<void> => {
  const node = await makeNode(['/ip4/127.0.0.1/tcp/0']);
  await node.handle(
    PROTOCOL,
    (stream) => {
      stream.addEventListener('message', ({ data }) => {
        const bytes = data.subarray();
        if (bytes.length !== 8) {
          stream.send(bytes);
          return;
        }
        let left = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
        if (left === 0) {
          globalThis.gc?.();
          const said = new Uint8Array(8);
          new DataView(said.buffer).setBigUint64(0, BigInt(process.memoryUsage.rss()));
          stream.send(said);
          return;
        }
        const block = new Uint8Array(WRITE_BYTES);
        const push = async (): Promise<void> => {
          while (left > 0) {
            const part = block.subarray(0, Math.min(left, WRITE_BYTES));
            left -= part.length;
            if (!stream.send(part)) await stream.onDrain();
          }
        };
        void push();
      });
    },
    { maxInboundStreams: 10_000 },
  );
  process.send?.(node.getMultiaddrs()[0]?.toString());
};

const ask = (bytes: number): Uint8Array => {
  const asked = new Uint8Array(8);
  new DataView(asked.buffer).setBigUint64(0, BigInt(bytes));
  return asked;
};

const open = async (node: Libp2p) => {
  const stream = await node.dialProtocol(multiaddr(address), PROTOCOL);
  const next = (): Promise<Uint8Array> =>
    new Promise((resolve) => {
      stream.addEventListener('message', ({ data }) => resolve(data.subarray()), { once: true });
    });
  return { stream, next };
};

const read = async (bytes: number): Promise<void> => {
  const { stream } = await open(await makeNode([]));
  let left = bytes;
  const start = process.hrtime.bigint();
  stream.addEventListener('message', ({ data }) => {
    left -= data.byteLength;
    if (left <= 0) process.send?.(Number(process.hrtime.bigint() - start) / 1e9);
  });
  stream.send(ask(bytes));
};

const weigh = async ({ stream, next }: Awaited<ReturnType<typeof open>>): Promise<number> => {
  const said = next();
  stream.send(ask(0));
  const bytes = await said;
  return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
};

/** One connection and a message there and back on its stream; echoes on it; then so many more, by the memory of the other side. */
const connect = async (count: number): Promise<void> => {
  const node = await makeNode([]);
  const began = process.hrtime.bigint();
  const first = await open(node);
  const echoed = first.next();
  first.stream.send(new Uint8Array(1));
  await echoed;
  const openMs = Number(process.hrtime.bigint() - began) / 1e6;
  const echoes: number[] = [];
  process.send?.({ openMs });
  for (let i = 0; i < ECHOES; i++) {
    const start = process.hrtime.bigint();
    const back = first.next();
    first.stream.send(new Uint8Array(200));
    await back;
    echoes.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  const before = await weigh(first);
  for (let i = 0; i < count; i++) {
    const { stream, next } = await open(await makeNode([]));
    const back = next();
    stream.send(new Uint8Array(1));
    await back;
  }
  const bytesEach = ((await weigh(first)) - before) / Math.max(1, count);
  process.send?.({ bytesEach, echoes: echoes.toSorted((a, b) => a - b) });
};

if (role === 'serve') await serve();
if (role === 'read') await read(Number(number));
if (role === 'connect') await connect(Number(number));
