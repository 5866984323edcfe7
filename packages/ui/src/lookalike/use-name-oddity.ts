import { useMemo } from 'react';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { Translator } from '../texts/translate.ts';
import { useVerified } from '../verification/VerifiedProvider.tsx';
import { flagName, type Named, type NameOddity } from './flag-name.ts';
import { useConfusables } from './use-confusables.ts';

const sayOddity = (oddity: NameOddity, t: Translator): string =>
  oddity.kind === 'twin' ? t('name.odd.twin', { name: oddity.of }) : t(`name.odd.${oddity.kind}`);

/** What is odd about a name, in words; nothing where all is well. */
export const useNameOddity = ({ id, name }: Named, among: readonly Named[]): string | undefined => {
  const t = useTexts();
  const { people } = useVerified();
  const confusables = useConfusables();
  const [first] = useMemo(
    () => (confusables === undefined ? [] : flagName({ id, name }, among, confusables)),
    [id, name, among, confusables],
  );
  if (first === undefined) return undefined;
  if (first.kind === 'twin' && people.has(first.id) && !people.has(id))
    return t('name.odd.other', { name: first.of });
  return sayOddity(first, t);
};
