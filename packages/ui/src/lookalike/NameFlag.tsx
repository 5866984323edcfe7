import { TriangleAlert } from 'lucide-react';
import type { Named } from './flag-name.ts';
import { useNameOddity } from './use-name-oddity.ts';

export interface NameFlagProps extends Named {
  /** Whose names stand beside it; itself may be one of them. */
  among: readonly Named[];
  /** `mark` where there is no room for words: they appear on hover, and are read aloud. */
  form?: 'words' | 'mark';
}

/** Says of a name that it can be taken for another, or holds what cannot be seen. Nothing where all is well. */
export const NameFlag = ({ id, name, among, form = 'words' }: NameFlagProps) => {
  const words = useNameOddity({ id, name }, among);
  if (words === undefined) return null;
  return (
    <span className="name-flag" data-form={form} title={words}>
      <TriangleAlert size={form === 'words' ? 14 : 13} aria-hidden="true" />
      <span className={form === 'mark' ? 'unseen' : undefined}>{words}</span>
    </span>
  );
};
