import { TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { Translator } from '../texts/translate.ts';
import { flagName, type Named, type NameOddity } from './flag-name.ts';
import { useConfusables } from './use-confusables.ts';

const sayOddity = (oddity: NameOddity, t: Translator): string =>
  oddity.kind === 'twin' ? t('name.odd.twin', { name: oddity.of }) : t(`name.odd.${oddity.kind}`);

export interface NameFlagProps extends Named {
  /** Whose names stand beside it; itself may be one of them. */
  among: readonly Named[];
  /** `mark` where there is no room for words: they appear on hover, and are read aloud. */
  form?: 'words' | 'mark';
}

/** Says of a name that it can be taken for another, or holds what cannot be seen. Nothing where all is well. */
export const NameFlag = ({ id, name, among, form = 'words' }: NameFlagProps) => {
  const t = useTexts();
  const confusables = useConfusables();
  const [first] = useMemo(
    () => (confusables === undefined ? [] : flagName({ id, name }, among, confusables)),
    [id, name, among, confusables],
  );
  if (first === undefined) return null;
  const words = sayOddity(first, t);
  return (
    <span className="name-flag" data-form={form} title={words}>
      <TriangleAlert size={form === 'words' ? 14 : 13} aria-hidden="true" />
      <span className={form === 'mark' ? 'unseen' : undefined}>{words}</span>
    </span>
  );
};
