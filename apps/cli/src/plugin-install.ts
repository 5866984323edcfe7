/** `plexi plugin install`: a path as it is typed here means nothing to a peer in another process. */
import path from 'node:path';
import type { Invocation } from '@plexi/operations/command';
import type { Session } from './session.ts';
import { callUnlocking } from './unlocking.ts';

/** Throws PlexiErrors. */
export const installPlugin = async (session: Session, { operation, input }: Invocation): Promise<unknown> => {
  const place = input['path'];
  const whole = typeof place === 'string' ? { ...input, path: path.resolve(place) } : input;
  return callUnlocking(session, operation.id, whole);
};
