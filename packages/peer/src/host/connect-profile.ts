/** Calls operations of a profile that another process has open. */
import { createOperationClient, type OperationClient } from '@plexi/operations';
import { LIMITS } from '@plexi/protocol';
import { connectLines } from './line-connection.ts';
import { connectLocally } from './local-socket.ts';
import { PROFILE_SOCKET } from './serve-profile.ts';

/** A client of the process that serves the profile in `folder`, or `undefined` when none does. Throws PROFILE_INVALID. */
export const connectProfile = async (folder: string): Promise<OperationClient | undefined> => {
  const socket = await connectLocally(folder, PROFILE_SOCKET);
  if (socket === undefined) return undefined;
  return createOperationClient(
    connectLines(socket, { lineBytes: LIMITS.replyBytes, queueBytes: LIMITS.replyQueueBytes }),
  );
};
