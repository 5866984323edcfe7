import type { Member } from '@plexi/operations';
import { useEffect, useState } from 'react';
import { type Failure, toFailure } from '../connection/failure.ts';
import { usePeer } from '../connection/PeerProvider.tsx';

/** Somebody to write to, and the spaces that they are known from. */
export interface PersonToMeet {
  account: string;
  name: string;
  spaces: string[];
}

/** Everybody in these spaces but oneself, each person once, by name. */
export const usePeople = (
  spaces: readonly { id: string; name: string }[],
): { people: PersonToMeet[] | undefined; failure: Failure | undefined } => {
  const peer = usePeer();
  const [people, setPeople] = useState<PersonToMeet[]>();
  const [failure, setFailure] = useState<Failure>();
  const ids = spaces.map(({ id, name }) => `${id} ${name}`).join('\n');
  useEffect(() => {
    let gone = false;
    const gather = async (): Promise<void> => {
      const found = new Map<string, PersonToMeet>();
      for (const line of ids.split('\n').filter((it) => it !== '')) {
        const [id = ''] = line.split(' ', 1);
        const members: Member[] = await peer.call('member.list', { space: id });
        for (const { account, name, self } of members) {
          if (self) continue;
          const person = found.get(account) ?? { account, name, spaces: [] };
          person.spaces.push(line.slice(id.length + 1));
          found.set(account, person);
        }
      }
      if (!gone) setPeople([...found.values()].sort((a, b) => a.name.localeCompare(b.name)));
    };
    gather().catch((error: unknown) => {
      if (!gone) setFailure(toFailure(error));
    });
    return () => {
      gone = true;
    };
  }, [ids, peer]);
  return { people, failure };
};
