/** `plexi relay`: runs a relay in this process's place, and asks about the local one. */
import { type Invocation, renderOutput } from '@plexi/operations/command';
import { localRelayStatus, stopLocalRelay } from '@plexi/peer/host';
import { becomeDaemon } from './daemon.ts';
import { print } from './printing.ts';

/** Runs a relay until it is stopped; gives its exit status. */
export const startRelay = async (invocation: Invocation): Promise<number> => {
  const {
    listen,
    data,
    announce = [],
  } = invocation.input as { listen: string; data: string; announce?: string[] };
  const announced = announce.map((address) => `--announce=${address}`);
  return becomeDaemon(['--listen', listen, '--data', data, ...announced]);
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
