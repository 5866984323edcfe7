/** A client as the peer runs it, without the peer around it: what a device does that does not keep to its own program. */
import { createPhrase } from '@plexi/crypto';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Store } from '@plexi/storage';
import { type Client, createClient } from '../../src/client/client.ts';
import { holdProfile } from '../../src/profile/profile.ts';

/** Opens the profile in a folder, or makes one there for `name`; `disk` stands between the client and its store. */
export const openClient = async (
  folder: string,
  name?: string,
  disk: (store: Store) => Store = (store) => store,
): Promise<{ client: Client; close: () => Promise<void> }> => {
  const profile = await holdProfile(folder, undefined, () => undefined);
  const made = { phrase: createPhrase(primitives), passphrase: undefined, nowMs: Date.now() };
  const open = await (name === undefined ? profile.unlock(undefined) : profile.create({ name, ...made }));
  const client = await createClient({
    profile: { ...open, store: disk(open.store) },
    now: Date.now,
    emit: () => undefined,
    log: () => undefined,
    judge: async () => ({ found: undefined }),
  });
  await client.load();
  return {
    client,
    close: async () => {
      await client.close();
      await profile.close();
    },
  };
};
