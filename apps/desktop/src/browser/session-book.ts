/** [D2] Who may speak to the host: a one-time token is exchanged for a session, which lasts while the host runs. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface SessionBook {
  /** A token for one address; it can be exchanged once, for ten minutes. */
  issueToken(): string;
  /** Takes a token for good and gives a session, or `undefined` where the token is not live. */
  exchange(token: string): string | undefined;
  isLive(session: string): boolean;
}

const TOKEN_MS = 10 * 60_000;
const MOST_TOKENS = 16;
const MOST_SESSIONS = 256;

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Looks through all of them, so that the time taken says nothing about any. */
const find = <T extends { digest: Buffer }>(kept: readonly T[], secret: string): T | undefined => {
  const wanted = digest(secret);
  let found: T | undefined;
  for (const one of kept) if (timingSafeEqual(one.digest, wanted)) found = one;
  return found;
};

/** An empty book; `now` is a clock in milliseconds. */
export const createSessionBook = (now: () => number = () => performance.now()): SessionBook => {
  let tokens: { digest: Buffer; until: number }[] = [];
  const sessions: { digest: Buffer }[] = [];
  return {
    issueToken: () => {
      const token = randomBytes(32).toString('base64url');
      tokens.push({ digest: digest(token), until: now() + TOKEN_MS });
      tokens = tokens.slice(-MOST_TOKENS);
      return token;
    },
    exchange: (token) => {
      const found = find(tokens, token);
      tokens = tokens.filter((one) => one !== found && one.until > now());
      if (found === undefined || found.until <= now()) return undefined;
      const session = randomBytes(32).toString('base64url');
      sessions.push({ digest: digest(session) });
      if (sessions.length > MOST_SESSIONS) sessions.shift();
      return session;
    },
    isLive: (session) => find(sessions, session) !== undefined,
  };
};
