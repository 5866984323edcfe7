/** One host per profile: who starts a second one is led to the first. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectLines, connectLocally, type FolderLock, listenLocally, lockFolder } from '@plexi/peer/host';
import { plexiError } from '@plexi/protocol';
import { z } from 'zod';

const CONTROL_SOCKET = 'host';
const CONTROL_CONNECTIONS = 8;
const BOUNDS = { lineBytes: 64 * 1024, queueBytes: 64 * 1024 };
const PATIENCE_MS = 10_000;
const ANSWER_MS = 3_000;

const requestShape = z.object({ open: z.literal(true), join: z.string().max(8192).optional() });
const answerShape = z.object({
  /** Where to go; absent where a window came to the front. */
  address: z.string().optional(),
});
export type HostAnswer = z.infer<typeof answerShape>;

/** What the running host does for somebody who starts the app again, perhaps at an invitation. */
export type OpenAgain = (join: string | undefined) => HostAnswer;

export interface HostSeat {
  /** Starts answering others. */
  serve(openAgain: OpenAgain): Promise<void>;
  leave(): Promise<void>;
}

const hostFolder = (profile: string): string => path.join(profile, 'host');

/** Asks the profile's running host to open once more; `undefined` when none answers. */
const askHost = async (profile: string, join: string | undefined): Promise<HostAnswer | undefined> => {
  const socket = await connectLocally(hostFolder(profile), CONTROL_SOCKET);
  if (socket === undefined) return undefined;
  const connection = connectLines(socket, BOUNDS);
  return new Promise((resolve) => {
    const late = setTimeout(() => connection.close(), ANSWER_MS);
    connection.onMessage((text) => {
      clearTimeout(late);
      const answer = answerShape.safeParse(JSON.parse(text));
      resolve(answer.data);
      connection.close();
    });
    connection.onClose(() => resolve(undefined));
    connection.send(JSON.stringify({ open: true, ...(join === undefined ? {} : { join }) }));
  });
};

const serveSeat = async (profile: string, openAgain: OpenAgain): Promise<() => Promise<void>> => {
  const listening = await listenLocally(
    hostFolder(profile),
    CONTROL_SOCKET,
    (socket) => {
      const connection = connectLines(socket, BOUNDS);
      connection.onMessage((text) => {
        let request: z.infer<typeof requestShape> | undefined;
        try {
          request = requestShape.safeParse(JSON.parse(text)).data;
        } catch {
          request = undefined;
        }
        if (request === undefined) connection.close();
        else connection.send(JSON.stringify(openAgain(request.join)));
      });
    },
    CONTROL_CONNECTIONS,
  );
  return () => listening.close();
};

const takeSeat = (profile: string, lock: FolderLock): HostSeat => {
  let stop: (() => Promise<void>) | undefined;
  return {
    serve: async (openAgain) => {
      stop = await serveSeat(profile, openAgain);
    },
    leave: async () => {
      await stop?.();
      lock.release();
    },
  };
};

/**
 * Becomes the profile's host, or hears from the one that runs. Throws PROFILE_IN_USE when one runs and does not answer,
 * PROFILE_INVALID when the folder cannot be used.
 */
export const becomeHost = async (
  profile: string,
  join: string | undefined,
): Promise<{ seat: HostSeat } | { running: HostAnswer }> => {
  const start = performance.now();
  for (;;) {
    try {
      return { seat: takeSeat(profile, await lockFolder(hostFolder(profile))) };
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'PROFILE_IN_USE';
      if (!taken) throw error;
    }
    const running = await askHost(profile, join);
    if (running !== undefined) return { running };
    if (performance.now() - start > PATIENCE_MS)
      throw plexiError('PROFILE_IN_USE', { detail: 'PlexiChat runs with this profile and does not answer' });
    await sleep(100);
  }
};
