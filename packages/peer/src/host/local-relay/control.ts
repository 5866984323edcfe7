/** The local relay's control socket: newline-delimited JSON, one answer to each request. */
import path from 'node:path';
import { plexiError } from '@plexi/protocol';
import { z } from 'zod';
import { connectLines } from '../line-connection.ts';
import { connectLocally } from '../local-socket.ts';
import { dataFolder } from '../profile-path.ts';

const CONTROL_SOCKET = 'control';
const ANSWER_MS = 5_000;
const BOUNDS = { lineBytes: 64 * 1024, queueBytes: 64 * 1024 };

const statusShape = z.object({
  address: z.string(),
  addresses: z.array(z.string()),
  localOnly: z.boolean(),
  spaces: z.number(),
  clients: z.number(),
});
export type LocalRelayState = z.infer<typeof statusShape>;
export type LocalRelayStatus = { running: false } | ({ running: true } & LocalRelayState);

type ControlRequest = { status: true } | { stop: true } | { share: boolean } | { lease: true };

const refusalShape = z.object({ error: z.string(), detail: z.string().optional() });

/** Where the local relay keeps its data: one for all profiles of this user. */
export const localRelayFolder = (): string => path.join(dataFolder(), 'relay');

/** Where the relay itself keeps its entries, its lock and its control socket. */
export const relayDataFolder = (): string => path.join(localRelayFolder(), 'data');

/** A request under way; `closed` resolves when the relay has let go of the connection. */
interface ControlCall {
  answer: Promise<unknown>;
  closed: Promise<void>;
  close(): void;
}

/** Sends a request to the local relay; `undefined` when none runs. */
export const callControl = async (request: ControlRequest): Promise<ControlCall | undefined> => {
  const socket = await connectLocally(relayDataFolder(), CONTROL_SOCKET);
  if (socket === undefined) return undefined;
  const connection = connectLines(socket, BOUNDS);
  const closed = new Promise<void>((resolve) => connection.onClose(resolve));
  const answer = new Promise<unknown>((resolve) => {
    const late = setTimeout(() => resolve(undefined), ANSWER_MS);
    const finish = (value: unknown): void => {
      clearTimeout(late);
      resolve(value);
    };
    connection.onMessage((text) => {
      try {
        finish(JSON.parse(text));
      } catch {
        finish(undefined);
      }
    });
    void closed.then(() => finish(undefined));
  });
  connection.send(JSON.stringify(request));
  return { answer, closed, close: () => connection.close() };
};

/** The relay's state in an answer. Throws the error that it answered with instead, or RELAY_UNREACHABLE. */
export const readState = (answer: unknown): LocalRelayState => {
  const state = statusShape.safeParse(answer);
  if (state.success) return state.data;
  const refusal = refusalShape.safeParse(answer);
  if (refusal.success && refusal.data.error === 'PORT_IN_USE')
    throw plexiError('PORT_IN_USE', { detail: refusal.data.detail ?? 'the local relay' });
  throw plexiError('RELAY_UNREACHABLE', { detail: 'the local relay' });
};
