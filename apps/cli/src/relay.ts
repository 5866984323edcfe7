/** `plexi relay`: runs a relay in this process's place, and asks about the local one. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Invocation, renderOutput } from '@plexi/operations/command';
import { localRelayStatus, stopLocalRelay } from '@plexi/peer/host';
import { print } from './printing.ts';

const RELAY_PROGRAM = fileURLToPath(new URL('../../relay/src/main.ts', import.meta.url));

/** Windows can't put another program in this one's place: it runs beside, and signals and status are passed on. */
const runBeside = async (args: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const relay = spawn(process.execPath, args, { stdio: 'inherit' });
    const pass = (signal: NodeJS.Signals): void => void relay.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    relay.once('error', reject);
    relay.once('exit', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });

/** Runs a relay until it is stopped; gives its exit status. */
export const startRelay = async (invocation: Invocation): Promise<number> => {
  const { listen, data } = invocation.input as { listen: string; data: string };
  const args = [RELAY_PROGRAM, '--listen', listen, '--data', data];
  // In this process's place, so that whoever stops or kills it by its id stops the relay.
  if (process.platform !== 'win32')
    process.execve?.(process.execPath, [process.execPath, ...args], process.env);
  return runBeside(args);
};

const answer = async (invocation: Invocation, output: unknown): Promise<void> =>
  print(invocation.json ? JSON.stringify(output) : renderOutput(invocation.operation, output));

export const showRelay = async (invocation: Invocation): Promise<void> =>
  answer(invocation, invocation.operation.output.parse(await localRelayStatus()));

/** Throws RELAY_NOT_RUNNING. */
export const stopRelay = async (invocation: Invocation): Promise<void> => {
  await stopLocalRelay();
  await answer(invocation, { stopped: true });
};
