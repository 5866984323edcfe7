/** What a name looks like, whatever characters it is made of. https://www.unicode.org/reports/tr39/#Confusable_Detection */

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/** A prototype may itself be one of the signs that NFKD leads on from; two rounds come to rest for every one there is. */
const ROUNDS = 3;

/** Two names with the same skeleton can be taken for one another. The table may leave out what NFKD leads to. */
export const deriveSkeleton = (name: string, confusables: ReadonlyMap<string, string>): string => {
  const mapSign = (sign: string): string =>
    confusables.get(sign) ??
    Array.from(sign.normalize('NFKD'), (part) => confusables.get(part) ?? part).join('');
  const mapWhole = (text: string): string =>
    Array.from(text, (sign) => confusables.get(sign) ?? sign).join('');
  // Some entries are of composed letters, which decomposing, and for a few even composing, would hide.
  let skeleton = mapWhole(name.replace(IGNORABLE, ''));
  for (let round = 0; round < ROUNDS; round++)
    skeleton = Array.from(mapWhole(skeleton.normalize('NFC')).normalize('NFD'), mapSign)
      .join('')
      .normalize('NFD')
      .replace(IGNORABLE, '');
  return skeleton;
};
