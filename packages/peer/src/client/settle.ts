/** Waiting until a short-lived command has synced what it can. */
import type { Space } from '../space/space.ts';
import type { Client } from './client.ts';
import { relaysOf } from './reach.ts';
import { pendingEntries } from './status.ts';

const LOOK_MS = 15;

/** What settling looks at. */
type Settling = Pick<Client, 'self' | 'exchange' | 'files' | 'small' | 'spaces' | 'connections'>;

/** A space is settled when each relay that answers has what is ours and has told us what it has. */
const isSettled = (client: Settling, space: Space): boolean => {
  if (client.exchange.isBeginning(space.id)) return false;
  const sessions = client.exchange
    .sessions(space.id)
    .filter(
      (session) =>
        relaysOf(space).some(({ device }) => device === session.device) && session.standing() !== 'stranger',
    );
  if (sessions.some((session) => !session.isLive() || !session.hasAll())) return false;
  if (client.files().isPushing(space.id)) return false;
  return sessions.length === 0 || pendingEntries(client, space) === 0;
};

/** Resolves when every space is settled with the relays that can be reached, or after `timeoutMs`. */
export const settle = async (client: Settling, timeoutMs: number): Promise<void> => {
  const end = Date.now() + timeoutMs;
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  await Promise.race([client.connections()?.firstTry() ?? Promise.resolve(), wait(timeoutMs)]);
  while (
    Date.now() < end &&
    (client.small.isBusy() || client.spaces().some((space) => !isSettled(client, space)))
  )
    await wait(LOOK_MS);
};
