/**
 * Names of spaces, channels and people: sealed words of governance acts [G6], opened once and kept in memory. A name whose
 * key has not arrived shows as the beginning of the id.
 */
import {
  type AccountId,
  type ChannelId,
  decisionsOf,
  type EntryId,
  fromUtf8,
  type Governance,
  LIMITS,
} from '@plexi/protocol';
import type { SpaceContext } from './context.ts';
import { openSealedWords } from './sealed-words.ts';

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

interface NamingActs {
  channels: ReadonlyMap<ChannelId, EntryId>;
  accounts: ReadonlyMap<AccountId, EntryId>;
}

/** What named channels and people in acts that do not count: whoever reads what was decided reads of those too. */
const voidNames = (governance: Governance): NamingActs => {
  const channels = new Map<ChannelId, EntryId>();
  const accounts = new Map<AccountId, EntryId>();
  if (governance.voided.size === 0) return { channels, accounts };
  for (const { id, act, author, reason } of decisionsOf(governance)) {
    if (reason === undefined) continue;
    if (act?.type === 'channel.create') channels.set(act.channel, id);
    if (act?.type === 'profile.describe' && author !== undefined) accounts.set(author, id);
  }
  return { channels, accounts };
};

export const createWords = (context: SpaceContext): Words => {
  const { space, replica } = context;
  const opened = new Map<EntryId, string>();

  const open = async (id: EntryId): Promise<string | undefined> => {
    const plain = await openSealedWords(context, id);
    if (plain === undefined) return undefined;
    if (plain === 'void' || plain.length > LIMITS.nameBytes) return '';
    try {
      return fromUtf8(plain);
    } catch {
      return '';
    }
  };

  let named: { governance: Governance; inVain: NamingActs } | undefined;
  const inVain = (): NamingActs | undefined => {
    const governance = replica.governance();
    if (governance === undefined) return undefined;
    if (named?.governance !== governance) named = { governance, inVain: voidNames(governance) };
    return named.inVain;
  };

  const wanted = (): EntryId[] => {
    const state = replica.governance()?.state;
    const others = inVain();
    if (state === undefined || others === undefined) return [];
    const people = [...Object.values(state.members), ...Object.values(state.formerMembers)];
    return [
      state.name,
      ...Object.values(state.channels).map((channel) => channel.words),
      ...people.map((person) => person.profile),
      ...others.channels.values(),
      ...others.accounts.values(),
    ].filter((id) => id !== undefined);
  };

  const read = (id: EntryId | undefined, fallback: string): string => {
    const words = id === undefined ? undefined : opened.get(id);
    return words === undefined || words === '' ? fallback : words;
  };

  const here = (id: AccountId): string | undefined => {
    const state = replica.governance()?.state;
    const profile = (state?.members[id] ?? state?.formerMembers[id])?.profile ?? inVain()?.accounts.get(id);
    const name = read(profile, '');
    return name === '' ? undefined : name;
  };

  return {
    space: () => read(replica.governance()?.state.name, short(space)),
    channel: (id) =>
      read(replica.governance()?.state.channels[id]?.words ?? inVain()?.channels.get(id), short(id)),
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
