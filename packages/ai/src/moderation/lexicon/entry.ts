/** Entries of the word lists (words/*.txt): what they are of, and how they are to be matched. */

/** Sections whose words are reason enough for a verdict. */
const SEVERE_SECTIONS = ['slur', 'abuse', 'profane', 'sexual', 'threat', 'spam', 'scam'] as const;
/** Sections that say something only together with others: the classifier weighs them. */
const TELLING_SECTIONS = [
  'group',
  'hatred',
  'violence',
  'filth',
  'insult',
  'crude',
  'erotic',
  'exclude',
  'negation',
  'counter',
  'praise',
  'you',
  'they',
  'want',
  'money',
  'prize',
  'urgent',
  'credential',
  'contact',
] as const;
export const SECTIONS = [...SEVERE_SECTIONS, ...TELLING_SECTIONS] as const;

export type Section = (typeof SECTIONS)[number];
export type SevereSection = (typeof SEVERE_SECTIONS)[number];

export interface Entry {
  readonly section: Section | 'block' | 'allow';
  /** As the list has it, normalised. */
  readonly word: string;
  /** `word*`: whatever follows belongs to it. */
  readonly open: boolean;
  /** `=word`: only as it is written, accents and all. */
  readonly exact: boolean;
}

/** Whether a word of it is enough by itself, and worth looking for behind disguises. */
export const isSevere = (section: Entry['section']): boolean =>
  section === 'block' || (SEVERE_SECTIONS as readonly string[]).includes(section);

const isSection = (name: string): name is Section => (SECTIONS as readonly string[]).includes(name);

/** One word of a list; `undefined` for nothing. */
export const readEntry = (line: string, section: Entry['section']): Entry | undefined => {
  const exact = line.startsWith('=');
  const open = line.endsWith('*');
  const word = line.slice(exact ? 1 : 0, open ? -1 : undefined).trim();
  return word === '' ? undefined : { section, word, open, exact };
};

/** A list: `[section]`, then words separated by commas or line ends; `#` starts a comment. Throws on an unknown section. */
export const readWordList = (text: string): Entry[] => {
  let section: Section | undefined;
  const entries: Entry[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.replace(/#.*$/u, '').trim();
    const heading = /^\[([a-z]+)\]$/u.exec(line)?.[1];
    if (heading !== undefined) {
      if (!isSection(heading)) throw new Error(`no section [${heading}] in a word list`);
      section = heading;
      continue;
    }
    for (const part of line.split(',')) {
      const entry = section === undefined ? undefined : readEntry(part.trim(), section);
      if (entry !== undefined) entries.push(entry);
    }
  }
  return entries;
};
