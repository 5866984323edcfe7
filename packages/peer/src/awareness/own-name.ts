/**
 * What a person is called, in every space [G6]: one name for all devices of the account, which the account keeps for itself. Each device
 * says it where a space says something else, once for each name: two that were told different ones do not go on for ever.
 */
import { type SpaceId, utf8 } from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import type { AccountState } from '../account-state/account-state.ts';
import { EVERYWHERE, keyOf } from '../account-state/item.ts';
import type { Self } from '../space/self.ts';
import type { Space } from '../space/space.ts';

const SETTING = 'name';

export interface OwnNameDependencies {
  store: Store;
  self: Pick<Self, 'account' | 'name'>;
  account: Pick<AccountState, 'get' | 'set'>;
  /** The spaces where something can be written. */
  spaces: () => readonly Space[];
  /** This device goes by another name. */
  changed: () => void;
}

export interface OwnName {
  /** Takes another name, in every space. */
  set(name: string): Promise<void>;
  /** What the account keeps changed, perhaps by another device: takes up the name. */
  follow(keys: readonly string[]): Promise<void>;
  /** Says the name in a space that has another one. */
  tell(space: Space): Promise<void>;
}

export const createOwnName = (dependencies: OwnNameDependencies): OwnName => {
  const { store, self, account, spaces } = dependencies;
  const told = new Map<SpaceId, string>();

  const tell = async (space: Space): Promise<void> => {
    const name = account.get(EVERYWHERE, 'setting', SETTING);
    const here = space.words.accountHere(self.account);
    // A space that has none yet is told when one arrives in it.
    if (name === undefined || here === undefined || here === name || told.get(space.id) === name) return;
    told.set(space.id, name);
    try {
      await space.act({ type: 'profile.describe' }, name);
    } catch (error) {
      told.delete(space.id);
      throw error;
    }
  };

  const takeUp = async (): Promise<void> => {
    const name = account.get(EVERYWHERE, 'setting', SETTING);
    if (name === undefined) return;
    if (self.name !== name) {
      const value = utf8(name);
      await store.commit([{ type: 'record', scope: 'profile', kind: 'identity', key: 'name', value }]);
      self.name = name;
      dependencies.changed();
    }
    for (const space of spaces()) await tell(space);
  };

  return {
    set: async (name) => {
      await account.set(EVERYWHERE, 'setting', SETTING, name);
      await takeUp();
    },
    follow: async (keys) => {
      if (keys.includes(keyOf(EVERYWHERE, 'setting', SETTING))) await takeUp();
    },
    tell,
  };
};
