import { NameFlag } from '../lookalike/NameFlag.tsx';
import { namesOfMembers } from '../lookalike/names-of.ts';
import { useOddNames } from '../lookalike/use-odd-names.ts';
import { usePlace } from './PlaceProvider.tsx';

/** Who wrote a message: leads to the person, and says if the name can be taken for another one's. */
export const AuthorName = ({ account, name }: { account: string; name: string }) => {
  const { members, openProfile } = usePlace();
  const names = namesOfMembers(members);
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
