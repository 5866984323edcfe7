/** Speaks with a running AI node over the control socket in its folder. */
import { connectLines, connectLocally } from '@plexi/peer/host';
import { LIMITS, plexiError } from '@plexi/protocol';

const CONTROL_SOCKET = 'control';
const ANSWER_MS = 10_000;
const BOUNDS = { lineBytes: LIMITS.callBytes, queueBytes: LIMITS.callBytes };

export interface AiCall {
  /** Throws TIMED_OUT. */
  answer(): Promise<Record<string, unknown>>;
  /** Resolves when the node has let go of the connection. */
  ended: Promise<void>;
}

/** Sends a request; `undefined` where no node runs with that folder. */
export const callAi = async (
  folder: string,
  request: { status: true } | { stop: true },
): Promise<AiCall | undefined> => {
  const socket = await connectLocally(folder, CONTROL_SOCKET);
  if (socket === undefined) return undefined;
  const connection = connectLines(socket, BOUNDS);
  const ended = new Promise<void>((resolve) => connection.onClose(resolve));
  const answered = new Promise<string | undefined>((resolve) => {
    connection.onMessage(resolve);
    void ended.then(() => resolve(undefined));
    setTimeout(() => resolve(undefined), ANSWER_MS).unref();
  });
  connection.send(JSON.stringify(request));
  return {
    ended,
    answer: async () => {
      const text = await answered;
      connection.close();
      if (text === undefined) throw plexiError('TIMED_OUT', { detail: 'the AI node does not answer' });
      return JSON.parse(text) as Record<string, unknown>;
    },
  };
};
