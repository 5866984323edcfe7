/** Counts the bytes that go over every TCP connection that this process opens from now on, whoever opens it. */
import { Socket } from 'node:net';

export const countSockets = (): (() => number) => {
  const sockets = new Set<Socket>();
  const connect: (...args: never[]) => Socket = Reflect.get(Socket.prototype, 'connect');
  Socket.prototype.connect = function counted(this: Socket, ...args: never[]) {
    sockets.add(this);
    return connect.apply(this, args);
  };
  return () => [...sockets].reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, 0);
};
