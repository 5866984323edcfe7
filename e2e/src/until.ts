const PATIENCE_MS = 45_000;
/** What tells of no event is looked at again after this. */
const AGAIN_MS = 250;

/** Resolves once `holds` does, looked at after whatever `subscribe` tells of; rejects with `what` after a long while. */
export const waitUntil = async (
  subscribe: (look: () => void) => () => void,
  holds: () => Promise<boolean>,
  what: string,
): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error(`waited too long until ${what}`)), PATIENCE_MS);
  let looking = false;
  let again = false;
  const look = async (): Promise<void> => {
    again = true;
    if (looking) return;
    looking = true;
    while (again) {
      again = false;
      if (await holds()) resolve();
    }
    looking = false;
  };
  const onChange = (): void => void look().catch(reject);
  const stop = subscribe(onChange);
  const poll = setInterval(onChange, AGAIN_MS);
  onChange();
  await promise.finally(() => {
    stop();
    clearTimeout(timer);
    clearInterval(poll);
  });
};
