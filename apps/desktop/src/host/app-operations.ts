/** The operations that the app around the peer serves. */
import type { Handlers } from '@plexi/operations';
import { type LocalRelayState, localRelayStatus, shareLocalRelay } from '@plexi/peer/host';
import type { SecondProfiles } from './second-profile.ts';

export interface AppContext {
  mode: 'electron' | 'browser';
  /** Why it runs in a browser. */
  reason: string | undefined;
  /** The profile's name or folder, as it was given. */
  profile: string;
  version: string;
  /** The invite link that the app was opened with. */
  invitation: string | undefined;
  second: SecondProfiles;
  quit: () => void;
  /** Opens a plugin's panel; gives where its first page is. */
  panel: (plugin: string) => Promise<string>;
  /** Where there is a window of our own: a count on its icon, and itself in front. */
  attend?: (call: { count?: number | undefined; raise: boolean }) => unknown;
}

const relayOf = async (): Promise<LocalRelayState | undefined> => {
  try {
    const status = await localRelayStatus();
    return status.running ? status : undefined;
  } catch {
    // A relay that does not answer is as good as none; the space's sync status says more.
    return undefined;
  }
};

/** Lets the answer to the call out before the app goes. */
const QUIT_MS = 200;

/** Handlers of `app.*`; `context` may change while the app runs. */
export const createAppHandlers = (context: AppContext): Handlers => ({
  'app.show': async () => {
    const relay = await relayOf();
    return {
      mode: context.mode,
      profile: context.profile,
      version: context.version,
      ...(context.reason === undefined ? {} : { reason: context.reason }),
      ...(relay === undefined ? {} : { relay: { address: relay.address, localOnly: relay.localOnly } }),
      ...(context.invitation === undefined ? {} : { invitation: context.invitation }),
    };
  },
  'app.share': async ({ network }) => {
    const { addresses, localOnly } = await shareLocalRelay(network);
    return { addresses, localOnly };
  },
  'app.second': async ({ link }) => {
    const { profile, address } = await context.second.open(link);
    return { profile, ...(address === undefined ? {} : { address }) };
  },
  'app.panel': async ({ plugin }) => ({ address: await context.panel(plugin) }),
  'app.attend': async (call) => {
    context.attend?.(call);
    return {};
  },
  'app.quit': async () => {
    setTimeout(context.quit, QUIT_MS);
    return {};
  },
});
