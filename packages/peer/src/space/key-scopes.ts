/** [K6] What governance says of scoped devices, as a key group asks it: about channels, and about what is sealed in none. */
import type { KeyScopes, ScopeReader } from '@plexi/crypto/key-group';
import type { ChannelId, EntryId, Reading } from '@plexi/protocol';
import type { SpaceScopes } from './scopes.ts';

export const keyScopesOf = (reading: () => Reading | undefined, scopes: SpaceScopes): KeyScopes => {
  const listed = new WeakMap<Reading, Map<ChannelId, ScopeReader[]>>();

  /** A name is for whoever reads the channel now, whenever it was given; those of people are for all. */
  const readersIn = (now: Reading): Map<ChannelId, ScopeReader[]> => {
    const known = listed.get(now);
    if (known !== undefined) return known;
    const withHistory = (some: readonly Omit<ScopeReader, 'history'>[]): ScopeReader[] =>
      some.map(({ device, boxKey }) => ({ device, boxKey, history: true }));
    const readers = new Map<ChannelId, ScopeReader[]>();
    if (now.scoped.length > 0)
      for (const scope of [scopes.everybody, scopes.mail]) readers.set(scope, withHistory(now.scoped));
    for (const [channel, some] of now.readers) {
      readers.set(channel, [...some]);
      readers.set(scopes.wordsOf(channel), withHistory(some));
    }
    listed.set(now, readers);
    return readers;
  };

  const hasLeavers = (now: Reading, heads: readonly EntryId[], scope: ChannelId): boolean => {
    if (scope === scopes.everybody || scope === scopes.mail) return now.hasLost('scoped', heads);
    return now.hasLeavers(scopes.channelOf(scope), heads);
  };

  return {
    isScoped: (device) => reading()?.isScoped(device) === true,
    wasFull: (device, heads) => reading()?.wasFull(device, heads) === true,
    readers: () => {
      const now = reading();
      return now === undefined ? new Map() : readersIn(now);
    },
    wasReader: (scope, device, heads) => reading()?.wasReader(scope, device, heads) === true,
    hasLeavers: (heads, scope) => {
      const now = reading();
      if (now === undefined) return false;
      if (scope !== undefined) return hasLeavers(now, heads, scope);
      return now.hasLost('scoped', heads) || now.channels().some((channel) => now.hasLeavers(channel, heads));
    },
    hasLostMembers: (heads) => reading()?.hasLost('full', heads) === true,
  };
};
