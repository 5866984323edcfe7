/** What one plugin keeps: JSON by key, bounded as a whole. Plugins of one name by different authors share nothing. */
import { fromUtf8, LIMITS, plexiError, utf8 } from '@plexi/protocol';
import type { PluginStore } from './ports.ts';

export interface PluginStorage {
  get(key: string): Promise<unknown>;
  /** `undefined` removes. Throws TOO_LARGE. */
  set(key: string, value: unknown): Promise<void>;
  keys(): Promise<string[]>;
}

/** Under which a plugin's values lie: its author's key, which only the author can sign for, and its id. */
const kindOf = (plugin: { id: string; author: string }): string => `kept/${plugin.author}/${plugin.id}`;

export const openStorage = (store: PluginStore, plugin: { id: string; author: string }): PluginStorage => {
  const kind = kindOf(plugin);
  let loading: Promise<Map<string, Uint8Array>> | undefined;
  const load = (): Promise<Map<string, Uint8Array>> =>
    (loading ??= store.list(kind).then((records) => new Map(records.map(({ key, value }) => [key, value]))));
  return {
    get: async (key) => {
      const value = (await load()).get(key);
      return value === undefined ? null : (JSON.parse(fromUtf8(value)) as unknown);
    },
    set: async (key, value) => {
      const kept = await load();
      if (value === undefined) {
        kept.delete(key);
        return store.put(kind, key, undefined);
      }
      const bytes = utf8(JSON.stringify(value));
      if (bytes.length > LIMITS.pluginValueBytes)
        throw plexiError('TOO_LARGE', { detail: 'a value in storage' });
      let total = bytes.length + utf8(key).length;
      for (const [other, held] of kept) if (other !== key) total += held.length + utf8(other).length;
      const isFull = kept.size >= LIMITS.pluginStorageKeys && !kept.has(key);
      if (isFull || total > LIMITS.pluginStorageBytes)
        throw plexiError('TOO_LARGE', { detail: 'the storage of the plugin is full' });
      kept.set(key, bytes);
      return store.put(kind, key, bytes);
    },
    keys: async () => [...(await load()).keys()],
  };
};

/** Forgets all that a plugin kept. */
export const clearStorage = async (
  store: PluginStore,
  plugin: { id: string; author: string },
): Promise<void> => {
  const kind = kindOf(plugin);
  for (const { key } of await store.list(kind)) await store.put(kind, key, undefined);
};
