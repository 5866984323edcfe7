/** People across spaces: the same account in several is one person. */
import type { AccountId } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import type { Space } from '../space/space.ts';
import { one } from './lookup.ts';

/** Somebody by name or account id, in any of these spaces. Throws NOT_FOUND, AMBIGUOUS_NAME. */
export const findAmong = (spaces: readonly Space[], name: string): AccountId => {
  const found = spaces
    .filter((space) => space.replica.governance() !== undefined)
    .flatMap((space) =>
      (Object.keys(space.governance().state.members) as AccountId[]).filter(
        (account) => account === name || space.words.account(account) === name,
      ),
    );
  return one([...new Set(found)], 'member');
};

/** What a space that knows the account calls it. */
export const nameOf = (client: Client, account: AccountId): string => {
  for (const space of client.spaces()) {
    const state = space.replica.governance()?.state;
    if (state?.members[account] !== undefined || state?.formerMembers[account] !== undefined)
      return space.words.account(account);
  }
  return account.slice(0, 8);
};
