/** Whom a text names: `@Name`, `@here`, `@channel`. The text stays as it is. */
import type { AccountId, Mentions } from '@plexi/protocol';

/** Code shows what it says; it calls nobody. */
const CODE = /(`{3,}|~{3,})[\s\S]*?(?:\1|$)|(`+)(?!`)[\s\S]*?[^`]\2(?!`)/g;
const WORD = /[\p{L}\p{N}\p{M}_]/u;
const EVERYONE = ['here', 'channel'] as const;

const fold = (text: string): string => text.normalize('NFC').toLowerCase();

const charBefore = (text: string, at: number): string =>
  Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? '';
const charAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0x20);

/**
 * Finds whom `text` names among `people`. Where one name begins with another the longer one counts; where several people
 * have one name, all of them are meant.
 */
export const resolveMentions = (
  text: string,
  people: readonly { account: AccountId; name: string }[],
): Mentions => {
  if (!text.includes('@')) return {};
  const plain = fold(text.replace(CODE, (code) => ' '.repeat(code.length)));
  const byName = Map.groupBy(people, (person) => fold(person.name));
  const lengths = [...new Set([...byName.keys(), ...EVERYONE].map((name) => name.length))].sort(
    (a, b) => b - a,
  );
  const accounts = new Set<AccountId>();
  let everyone: Mentions['everyone'];
  for (let at = plain.indexOf('@'); at >= 0; at = plain.indexOf('@', at + 1)) {
    // An address of mail is none.
    if (WORD.test(charBefore(plain, at))) continue;
    for (const length of lengths) {
      const name = plain.slice(at + 1, at + 1 + length);
      if (name.length < length || WORD.test(charAt(plain, at + 1 + length))) continue;
      const named = byName.get(name);
      const all = EVERYONE.find((word) => word === name);
      if (named === undefined && all === undefined) continue;
      for (const { account } of named ?? []) accounts.add(account);
      // Everyone in the channel includes everyone who is here.
      if (named === undefined) everyone = everyone === 'channel' ? everyone : all;
      break;
    }
  }
  return {
    ...(accounts.size === 0 ? {} : { accounts: [...accounts].sort() }),
    ...(everyone === undefined ? {} : { everyone }),
  };
};
