/** The daemon, in this process's place. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../relay/src/main.ts', import.meta.url));

/** Windows can't put another program in this one's place: it runs beside, and signals and status are passed on. */
const runBeside = async (args: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const daemon = spawn(process.execPath, args, { stdio: 'inherit' });
    const pass = (signal: NodeJS.Signals): void => void daemon.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    daemon.once('error', reject);
    daemon.once('exit', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });

/** Runs it until it is stopped; gives its exit status. */
export const becomeDaemon = async (options: readonly string[]): Promise<number> => {
  const args = [PROGRAM, ...options];
  // In this process's place, so that whoever stops or kills it by its id stops the daemon.
  if (process.platform !== 'win32')
    process.execve?.(process.execPath, [process.execPath, ...args], process.env);
  return runBeside(args);
};
