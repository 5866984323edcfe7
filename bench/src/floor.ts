/**
 * The floor: the same number of messages of the same size through a relay process that does nothing but copy bytes
 * between two TCP connections, read by a third process that only counts them.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const FRAMES_IN_ONE_WRITE = 50;

const role = process.argv[2];

const serve = (): void => {
  let writer: ReturnType<typeof connect> | undefined;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (writer === undefined) {
      writer = socket;
      socket.pause();
    } else writer.pipe(socket);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
};

const read = (port: number, bytes: number): void => {
  let left = bytes;
  const socket = connect(port, '127.0.0.1', () => process.send?.('ready'));
  socket.on('data', (chunk) => {
    left -= chunk.length;
    if (left <= 0) process.send?.(String(process.hrtime.bigint()));
  });
};

const first = async <Message>(child: ChildProcess): Promise<Message> => {
  const [message] = (await once(child, 'message')) as [Message];
  return message;
};

/** Messages a second that the machine passes through a bare relay. */
export const measureFloor = async (messages: number, bytesEach: number): Promise<number> => {
  const file = fileURLToPath(import.meta.url);
  const relay = fork(file, ['serve']);
  const port = await first<number>(relay);
  const writer = connect(port, '127.0.0.1');
  await once(writer, 'connect');
  const reader = fork(file, ['read', String(port), String(messages * bytesEach)]);
  await first(reader);
  const done = first<string>(reader);
  const start = process.hrtime.bigint();
  const frame = Buffer.alloc(bytesEach * FRAMES_IN_ONE_WRITE, 1);
  for (let sent = 0; sent < messages; sent += FRAMES_IN_ONE_WRITE) {
    const part = frame.subarray(0, Math.min(FRAMES_IN_ONE_WRITE, messages - sent) * bytesEach);
    if (!writer.write(part)) await once(writer, 'drain');
  }
  const seconds = Number(BigInt(await done) - start) / 1e9;
  writer.destroy();
  relay.kill();
  reader.kill();
  return messages / seconds;
};

if (role === 'serve') serve();
if (role === 'read') read(Number(process.argv[3]), Number(process.argv[4]));
