/** [D2] This tab's session with the host on this computer: kept per tab, because cookies ignore ports. */

const KEY = 'plexi.session';

export const readSession = (): string | undefined => sessionStorage.getItem(KEY) ?? undefined;
export const keepSession = (session: string): void => sessionStorage.setItem(KEY, session);

/** Exchanges the one-time token; `undefined` if it was used before or is not the host's. Rejects when nothing answers. */
export const exchangeToken = async (token: string): Promise<string | undefined> => {
  const answer = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
    cache: 'no-store',
    credentials: 'omit',
  });
  if (!answer.ok) return undefined;
  const body: unknown = await answer.json();
  return typeof body === 'object' && body !== null && 'session' in body && typeof body.session === 'string'
    ? body.session
    : undefined;
};

/** Whether the host still knows the session. Rejects when nothing answers. */
export const isSessionGood = async (session: string): Promise<boolean> => {
  const answer = await fetch('/session', {
    headers: { authorization: `Bearer ${session}` },
    cache: 'no-store',
    credentials: 'omit',
  });
  return answer.status !== 401;
};
