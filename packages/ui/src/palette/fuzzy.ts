/** How well a few letters name something: they come in its order, best at the beginnings of words. */

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const START = 8;
const WORD = 5;
const NEXT = 4;
const ANY = 1;
const EXACT = 40;

/** Higher is better; `undefined` where the letters are not in it. Without letters everything is as good. */
export const rateMatch = (letters: string, name: string): number | undefined => {
  const wanted = Array.from(fold(letters).replace(/\s+/gu, ''));
  const text = Array.from(fold(name));
  let rating = 0;
  let place = -1;
  for (const letter of wanted) {
    const found = text.indexOf(letter, place + 1);
    if (found < 0) return undefined;
    const before = text[found - 1];
    // The beginning of a later word beats a letter in the middle of this one.
    const word = text.findIndex(
      (one, at) => at > place && one === letter && at > 0 && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ''),
    );
    const at = found === place + 1 || word < 0 ? found : word;
    const previous = at === found ? before : text[at - 1];
    rating +=
      at === 0
        ? START
        : at === place + 1
          ? NEXT
          : previous !== undefined && !/[\p{L}\p{N}]/u.test(previous)
            ? WORD
            : ANY;
    place = at;
  }
  if (fold(name).startsWith(fold(letters.trim()))) rating += EXACT;
  // Of two that match alike the shorter one is closer to what was typed.
  return rating - text.length / 100;
};
