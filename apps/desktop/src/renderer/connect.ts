/** [D1] [D2] The one way from this page to the peer: the preload's channel in Electron, a WebSocket in a browser. */
import type { MessageConnection } from '@plexi/operations';
import type { PlexiBridge } from '../shared/bridge.ts';
import { readAddress } from './session/address.ts';
import { exchangeToken, isSessionGood, keepSession, readSession } from './session/session.ts';
import { openSocket } from './session/socket.ts';

declare global {
  interface Window {
    plexi?: PlexiBridge;
  }
}

// Taken at once: neither the token nor the invitation stays in the address bar or the history.
const { token, invitation } = readAddress(location.hash);
if (token !== undefined || invitation !== undefined)
  history.replaceState(null, '', location.pathname + location.search);
let unusedToken = token;

/** The invite link of the address that this page was opened with. */
export const takeInvitation = (): string | undefined => invitation;

const openSession = async (): Promise<string | undefined> => {
  if (unusedToken !== undefined) {
    const session = await exchangeToken(unusedToken);
    unusedToken = undefined;
    if (session !== undefined) {
      keepSession(session);
      return session;
    }
  }
  return readSession();
};

/** Opens a connection; `refused` when this page has no session that the host accepts. Rejects when nothing answers. */
export const connectToPeer = async (): Promise<MessageConnection | 'refused'> => {
  if (window.plexi !== undefined) return window.plexi.connect();
  const session = await openSession();
  if (session === undefined) return 'refused';
  try {
    return await openSocket(session);
  } catch (error) {
    if (!(await isSessionGood(session))) return 'refused';
    throw error;
  }
};
