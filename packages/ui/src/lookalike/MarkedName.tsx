import type { Named } from './flag-name.ts';
import { NameFlag } from './NameFlag.tsx';
import { useOddNames } from './use-odd-names.ts';

export interface MarkedNameProps extends Named {
  /** All names of the list; the same array for each of them, since it is looked at once for all. */
  among: readonly Named[];
}

/** A name in a list, with a mark where it can be taken for another of the list, or holds what cannot be seen. */
export const MarkedName = ({ id, name, among }: MarkedNameProps) => {
  const isOdd = useOddNames(among).has(id);
  return (
    <>
      <bdi>{name}</bdi>
      {isOdd ? <NameFlag id={id} name={name} among={among} form="mark" /> : null}
    </>
  );
};
