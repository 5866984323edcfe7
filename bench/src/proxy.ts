/** A line between two programs on this machine: counts what goes over it, and takes as long as it is told to. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface Line {
  port: number;
  bytes(): number;
  /** How long each way takes from now on, in milliseconds. */
  setDelay(ms: number): void;
  close(): void;
}

/** Listens on loopback, and leads to `port` there. */
export const stretchLine = async (port: number): Promise<Line> => {
  let bytes = 0;
  let delay = 0;
  const sockets = new Set<Socket>();
  const passing = (): Transform =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        // What is sent meanwhile travels beside it: a long line holds more, it is no slower.
        if (delay === 0) this.push(chunk);
        else setTimeout(() => this.push(chunk), delay);
        done();
      },
      flush(done) {
        setTimeout(done, delay);
      },
    });
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(passing()).pipe(far);
    far.pipe(passing()).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    bytes: () => bytes,
    setDelay: (ms) => {
      delay = ms;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
};

/** The same address by way of the line. */
export const byLine = (address: string, line: Line): string =>
  address.replace(/\/tcp\/\d+/u, `/tcp/${line.port}`);

export const portOf = (address: string): number => Number(/\/tcp\/(\d+)/u.exec(address)?.[1] ?? 0);
