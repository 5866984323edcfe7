/** Finds web addresses in plain text. The text itself is never read as markup. */

export interface TextPiece {
  text: string;
  /** Set where the piece is a link. */
  href?: string;
}

// Invisible letters (Cf) could turn the order of what is read around.
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`\p{Cc}\p{Cf}]+/giu;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?…]+$/u;
/** An address longer than this stays text. */
const LONGEST = 2048;

const count = (text: string, letter: string): number => text.split(letter).length - 1;

const trimAddress = (found: string): string => {
  let address = found.replace(TRAILING, '');
  // A bracket that the address did not open belongs to the sentence.
  while (/[)\]]$/u.test(address)) {
    const close = address.at(-1) ?? '';
    if (count(address, close) <= count(address, close === ')' ? '(' : '[')) break;
    address = address.slice(0, -1).replace(TRAILING, '');
  }
  return address;
};

const readAddress = (address: string): string | undefined => {
  if (address.length > LONGEST) return undefined;
  try {
    const url = new URL(address);
    // A name before the host makes an address look like it leads somewhere else.
    if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '')
      return undefined;
    return url.href;
  } catch {
    return undefined;
  }
};

export const splitLinks = (text: string): TextPiece[] => {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimAddress(match[0]);
    const href = readAddress(address);
    if (href === undefined) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: address, href });
    from = match.index + address.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
};
