/** What the person granted on this profile: kept sealed with it, for exactly one package each. */

import type { PluginStore } from '../plugin/ports.ts';
import { forgetGrant, readGrants, writeGrant } from '../plugin/records.ts';
import type { Grant, Grants } from './grant.ts';

export interface OwnGrants extends Grants {
  /** In place of what was granted to that plugin there. */
  give(grant: Grant): Promise<void>;
  /** All that was granted to a plugin, or what of it is for one space. */
  take(plugin: string, space?: string): Promise<void>;
  /** Moves what was granted from one package of a plugin to the next, of a folder that the person chose to follow. */
  carryOver(plugin: string, from: string, to: string): Promise<void>;
}

export const openOwnGrants = async (store: PluginStore): Promise<OwnGrants> => {
  let grants = await readGrants(store);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const give = async (grant: Grant): Promise<void> => {
    await writeGrant(store, grant);
    const isSame = (one: Grant): boolean => one.plugin === grant.plugin && one.space === grant.space;
    grants = [...grants.filter((one) => !isSame(one)), grant];
  };
  return {
    list: () => grants,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    give: async (grant) => {
      await give(grant);
      changed();
    },
    take: async (plugin, space) => {
      const isTaken = (one: Grant): boolean =>
        one.plugin === plugin && (space === undefined || one.space === space);
      for (const grant of grants.filter(isTaken)) await forgetGrant(store, grant);
      grants = grants.filter((one) => !isTaken(one));
      changed();
    },
    carryOver: async (plugin, from, to) => {
      for (const grant of grants.filter((one) => one.plugin === plugin && one.hash === from))
        await give({ ...grant, hash: to });
      changed();
    },
  };
};
