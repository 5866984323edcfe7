import type { Member } from '@plexi/operations';
import type { Named } from '../lookalike/flag-name.ts';
import { NameFlag } from '../lookalike/NameFlag.tsx';
import { useOddNames } from '../lookalike/use-odd-names.ts';
import { usePlace } from './PlaceProvider.tsx';

const known = new WeakMap<readonly Member[], readonly Named[]>();

const namesOf = (members: readonly Member[]): readonly Named[] => {
  const found = known.get(members) ?? members.map(({ account, name }) => ({ id: account, name }));
  known.set(members, found);
  return found;
};

/** Who wrote a message: leads to the person, and says if the name can be taken for another one's. */
export const AuthorName = ({ account, name }: { account: string; name: string }) => {
  const { members, openProfile } = usePlace();
  const names = namesOf(members);
  const isOdd = useOddNames(names).has(account);
  return (
    <>
      <button type="button" className="message-author" tabIndex={-1} onClick={() => openProfile(account)}>
        <bdi>{name}</bdi>
      </button>
      {isOdd ? <NameFlag id={account} name={name} among={names} form="mark" /> : null}
    </>
  );
};
