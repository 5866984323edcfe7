/**
 * [C2] Two windows that write under one Yjs client id would corrupt a canvas. The peer leases ids to connections; while a
 * connection is away its window may still hold edits under its id, so windows of one origin also keep each other off.
 * https://w3c.github.io/web-locks
 */
export type Claim = (name: string) => Promise<() => void>;

/** Waits until no other window holds the name; gives back how to let go. */
export const claimName: Claim = async (name) => {
  // Absent outside secure contexts: then the peer's lease is all there is.
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return () => undefined;
  const taken = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  void locks.request(`plexi/${name}`, () => {
    taken.resolve();
    return done.promise;
  });
  await taken.promise;
  return () => done.resolve();
};
