/** Making, joining and loading a key group. */
import { historyHashOf } from './history.ts';
import type { KeyGroup, KeyGroupDependencies } from './key-group.ts';
import { encodeKeyMessage } from './message.ts';
import { foundGroup } from './mls.ts';
import { assembleParts } from './parts.ts';
import { createView } from './view.ts';

/** Makes a space's group, with this device alone in it; `message` is to be the key log's first. Throws INVALID_INPUT. */
export const createKeyGroup = async (
  dependencies: KeyGroupDependencies,
): Promise<{ group: KeyGroup; message: Uint8Array }> => {
  const parts = await assembleParts(dependencies);
  const epoch = await foundGroup(parts.context);
  const historyHash = historyHashOf(dependencies.primitives, epoch.secret);
  const message = encodeKeyMessage({ type: 'root', epoch: epoch.id, historyHash });
  parts.epochs.expect(message, epoch);
  return { group: createView(parts), message };
};

/** The view of a device that waits to be welcomed. Keep its KeyPackages with `keepKeyPackage`. */
export const joinKeyGroup = async (dependencies: KeyGroupDependencies): Promise<KeyGroup> =>
  createView(await assembleParts(dependencies));

/** The view that `takeChanges` recorded. Throws STORE_CORRUPT. */
export const loadKeyGroup = async (
  dependencies: KeyGroupDependencies,
  stored: Iterable<{ key: string; value: Uint8Array }>,
): Promise<KeyGroup> => {
  const parts = await assembleParts(dependencies);
  for (const { key, value } of stored) {
    parts.epochs.load(key, value);
    await parts.packages.load(key, value);
    parts.shares?.load(key, value);
  }
  const group = createView(parts);
  await group.review();
  return group;
};
