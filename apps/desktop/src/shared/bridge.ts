/** What the preload script puts into the window: one way to make a connection, and nothing else. */
import type { MessageConnection } from '@plexi/operations';

export interface PlexiBridge {
  connect(): MessageConnection;
}

/** The one channel between window and main process; it carries a message port. */
export const CONNECT_CHANNEL = 'plexi:connect';

/** Where the window's interface comes from. */
export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://plexi`;
