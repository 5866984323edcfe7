/**
 * Names of spaces, channels and people: sealed words of governance acts [G6], opened once and kept in memory. A name whose
 * key has not arrived shows as the beginning of the id.
 */
import { entryKey, keyCommitment, openWith } from '@plexi/crypto/sealing';
import {
  type AccountId,
  type ChannelId,
  decodeAct,
  decodeHeader,
  type EntryId,
  fromUtf8,
  governanceEntryOf,
  LIMITS,
} from '@plexi/protocol';
import type { SpaceContext } from './context.ts';

export interface Words {
  space(): string;
  channel(id: ChannelId): string;
  account(id: AccountId): string;
  /** What this space itself calls somebody, if it does. */
  accountHere(id: AccountId): string | undefined;
  /** Opens what is new; true where a name changed. */
  refresh(): Promise<boolean>;
}

const short = (id: string): string => id.slice(0, 8);

export const createWords = (context: SpaceContext): Words => {
  const { primitives, store, space, replica, keys } = context;
  const opened = new Map<EntryId, string>();

  const open = async (id: EntryId): Promise<string | undefined> => {
    const governance = replica.governance();
    const act = governance === undefined ? undefined : governanceEntryOf(governance, id);
    if (act === undefined) return undefined;
    const [raw] = await store.entries(space, act.log, act.sequence, { limit: 1, maxBytes: LIMITS.actBytes });
    if (raw?.body === undefined) return undefined;
    const header = decodeHeader(raw.header);
    const secret = keys.secret(header.epoch);
    const { sealed } = decodeAct(raw.body);
    if (secret === undefined || sealed === undefined) return undefined;
    const key = entryKey(primitives, secret, header.logId, header.sequence);
    if (keyCommitment(primitives, key) !== header.keyCommitment) return '';
    const plain = openWith(primitives, key, sealed);
    if (plain === undefined || plain.length > LIMITS.nameBytes) return '';
    try {
      return fromUtf8(plain);
    } catch {
      return '';
    }
  };

  const wanted = (): EntryId[] => {
    const state = replica.governance()?.state;
    if (state === undefined) return [];
    const people = [...Object.values(state.members), ...Object.values(state.formerMembers)];
    return [
      state.name,
      ...Object.values(state.channels).map((channel) => channel.words),
      ...people.map((person) => person.profile),
    ].filter((id) => id !== undefined);
  };

  const read = (id: EntryId | undefined, fallback: string): string => {
    const words = id === undefined ? undefined : opened.get(id);
    return words === undefined || words === '' ? fallback : words;
  };

  const here = (id: AccountId): string | undefined => {
    const state = replica.governance()?.state;
    const name = read(state?.members[id]?.profile ?? state?.formerMembers[id]?.profile, '');
    return name === '' ? undefined : name;
  };

  return {
    space: () => read(replica.governance()?.state.name, short(space)),
    channel: (id) => read(replica.governance()?.state.channels[id]?.words, short(id)),
    account: (id) => here(id) ?? context.nameElsewhere(id) ?? short(id),
    accountHere: here,
    refresh: async () => {
      let changed = false;
      for (const id of wanted()) {
        if (opened.has(id)) continue;
        const words = await open(id);
        if (words === undefined) continue;
        opened.set(id, words);
        changed = true;
      }
      return changed;
    },
  };
};
