/** The second host's end of the channel to the one that started it. */
import { beginShape, keepShape, STARTED_BY_HOST } from '../host/second-profile.ts';

export interface StarterLink {
  /** The invite link to open at. */
  join: string | undefined;
  /** Says that the profile can be used, and where if it did not open by itself. */
  tellOpened(address: string | undefined): void;
  /** Resolves when the starter has gone, unless it said that this one may stay. */
  gone: Promise<void>;
}

const BEGIN_MS = 10_000;

/** The link to the starter, or `undefined` where a person started this. */
export const findStarter = async (): Promise<StarterLink | undefined> => {
  if (process.env[STARTED_BY_HOST] === undefined || process.send === undefined) return undefined;
  // What is started from here in turn is not started by that host.
  delete process.env[STARTED_BY_HOST];
  let keep = false;
  const gone = new Promise<void>((resolve) => {
    process.on('disconnect', () => {
      if (!keep) resolve();
    });
  });
  const join = await new Promise<string | undefined>((resolve) => {
    const late = setTimeout(() => resolve(undefined), BEGIN_MS);
    process.on('message', (message) => {
      keep ||= keepShape.safeParse(message).success;
      const begin = beginShape.safeParse(message);
      if (!begin.success) return;
      clearTimeout(late);
      resolve(begin.data.join);
    });
  });
  return {
    join,
    gone,
    tellOpened: (address) => {
      if (process.connected)
        process.send?.({ type: 'opened', ...(address === undefined ? {} : { address }) });
    },
  };
};
