/** What is odd about a name, of itself and among others. */
import { deriveSkeleton } from './skeleton.ts';

export interface Named {
  id: string;
  name: string;
}

export type NameOddity =
  | { kind: 'invisible' }
  | { kind: 'direction' }
  | { kind: 'mixed' }
  | { kind: 'twin'; of: string; id: string };

const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Cc}/u;
/** Invisible too, but told apart: what turns the direction, what joins letters, what chooses how an emoji is drawn. */
const TOLD_APART = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\u200c|\u200d|\ufe0e|\ufe0f/gu;
/** Joiners belong between letters of scripts that join, and between emoji; elsewhere nobody sees them. */
const LOOSE_JOINER =
  /(?<![\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Kannada}\p{Script=Telugu}\p{Script=Tamil}\p{Script=Gujarati}\p{Script=Mongolian}\p{Extended_Pictographic}\p{M}\p{Emoji_Modifier}])(?:\u200c|\u200d)/u;
/** Scripts whose letters are taken for one another's. Japanese, Korean and Chinese mix by nature and are none of them. */
const LOOKALIKE_SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
] as const;

const isMixed = (name: string): boolean =>
  // Within a word: "Ада Lovelace" is a name in two scripts, "Аdа" is a disguise.
  name
    .split(/[^\p{L}\p{M}]+/u)
    .some((word) => LOOKALIKE_SCRIPTS.filter((script) => script.test(word)).length > 1);

/** Names among those given, of other owners, that this one can be taken for. */
const findTwin = (
  { id, name }: Named,
  among: readonly Named[],
  confusables: ReadonlyMap<string, string>,
): Named | undefined => {
  const skeleton = deriveSkeleton(name, confusables).toLowerCase();
  return among.find(
    (other) => other.id !== id && deriveSkeleton(other.name, confusables).toLowerCase() === skeleton,
  );
};

/** Everything odd about a name, the gravest first. */
export const flagName = (
  named: Named,
  among: readonly Named[],
  confusables: ReadonlyMap<string, string>,
): NameOddity[] => {
  const twin = findTwin(named, among, confusables);
  const { name } = named;
  return [
    ...(twin === undefined ? [] : [{ kind: 'twin', of: twin.name, id: twin.id } as const]),
    ...(DIRECTION.test(name) ? [{ kind: 'direction' } as const] : []),
    ...(INVISIBLE.test(name.replace(TOLD_APART, '')) || LOOSE_JOINER.test(name)
      ? [{ kind: 'invisible' } as const]
      : []),
    ...(isMixed(name) ? [{ kind: 'mixed' } as const] : []),
  ];
};
