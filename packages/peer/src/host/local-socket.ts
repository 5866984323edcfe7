/**
 * The socket by which programs of the same user reach the process that has a profile open. On Unix a socket in the
 * profile's folder, which is closed to others; where its path is too long for a socket address, one in a private folder
 * of the system's temporary one. On Windows a named pipe.
 */
import { createHash } from 'node:crypto';
import { chmod, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { plexiError } from '@plexi/protocol';
import { isPrivateFolder, makePrivateFolder } from './private-files.ts';

/** `sun_path` is 104 bytes on macOS and 108 on Linux, with the closing zero. */
const SOCKET_PATH_BYTES = 100;

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** The address of the socket called `name` of `folder`, and the folder that it lies in (none for a pipe). */
const locate = (folder: string, name: string): { address: string; within: string | undefined } => {
  if (process.platform === 'win32')
    return {
      address: `\\\\.\\pipe\\plexichat-${shortHash(`${userInfo().username}|${folder.toLowerCase()}|${name}`)}`,
      within: undefined,
    };
  const beside = path.join(folder, `${name}.sock`);
  if (Buffer.byteLength(beside) <= SOCKET_PATH_BYTES) return { address: beside, within: folder };
  const within = path.join(tmpdir(), `plexichat-${process.getuid?.() ?? 0}`);
  return { address: path.join(within, `${shortHash(beside)}.sock`), within };
};

export interface LocalServer {
  readonly server: Server;
  /** Stops listening, drops who is connected and removes the socket. */
  close(): Promise<void>;
}

/**
 * Listens on the socket `name` of `folder`. Only who holds the folder's lock may call this: a socket file that a killed
 * process left behind is removed. Throws PROFILE_INVALID or PROFILE_IN_USE.
 */
export const listenLocally = async (
  folder: string,
  name: string,
  onSocket: (socket: Socket) => void,
  maxConnections: number,
): Promise<LocalServer> => {
  const { address, within } = locate(folder, name);
  if (within !== undefined) {
    await makePrivateFolder(within);
    await rm(address, { force: true });
  }
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        plexiError(error.code === 'EADDRINUSE' ? 'PROFILE_IN_USE' : 'PROFILE_INVALID', { cause: error }),
      ),
    );
    server.listen(address, resolve);
  });
  server.on('error', () => undefined);
  if (within !== undefined) await chmod(address, 0o600);
  return {
    server,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
      if (within !== undefined) await rm(address, { force: true });
    },
  };
};

/**
 * Connects to the socket `name` of `folder`; `undefined` when nobody listens there. A socket in a folder that others
 * may write to is never used: whoever put it there would read every call. Throws PROFILE_INVALID.
 */
export const connectLocally = async (folder: string, name: string): Promise<Socket | undefined> => {
  const { address, within } = locate(folder, name);
  if (within !== undefined && !(await isPrivateFolder(within))) return undefined;
  return new Promise((resolve, reject) => {
    const socket = createConnection(address);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.destroy();
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'ENOTSOCK')
        resolve(undefined);
      else reject(plexiError('PROFILE_INVALID', { cause: error }));
    });
  });
};
