/** What a filter that is being typed could become: people, channels, dates. */

export type FilterName = 'from' | 'in' | 'after' | 'before' | 'has';

interface Completion {
  label: string;
  /** What it puts into the search. */
  insert: string;
}

export interface Suggestions {
  filter: FilterName;
  /** Where the filter begins in the text. */
  start: number;
  options: Completion[];
}

export interface Known {
  people: readonly string[];
  channels: readonly string[];
  /** By what a person calls it: the day that it began. */
  dates: readonly { label: string; day: string }[];
  has: readonly { label: string; thing: 'file' | 'link' }[];
}

const OPEN = /(?:^|\s)((from|in|after|before|has):"?([^"\s]*))$/iu;
const OPTIONS = 6;

/** A filter as it is typed; a name with a space stands in quotes. */
export const spellFilter = (filter: FilterName, value: string): string =>
  `${filter}:${/[\s"]/u.test(value) ? `"${value.replaceAll('"', '')}"` : value}`;

const optionsOf = (filter: FilterName, known: Known): { label: string; value: string }[] => {
  switch (filter) {
    case 'from':
      return known.people.map((name) => ({ label: name, value: name }));
    case 'in':
      return known.channels.map((name) => ({ label: `#${name}`, value: name }));
    case 'after':
    case 'before':
      return known.dates.map(({ label, day }) => ({ label, value: day }));
    case 'has':
      return known.has.map(({ label, thing }) => ({ label, value: thing }));
  }
};

/** For the filter that ends at the end of the text; `undefined` where there is none, or nothing to offer. */
export const suggest = (text: string, known: Known): Suggestions | undefined => {
  const match = OPEN.exec(text);
  if (match === null) return undefined;
  const [, whole = '', name = '', typed = ''] = match;
  const filter = name.toLowerCase() as FilterName;
  const wanted = typed.replace(/^[@#]/u, '').toLocaleLowerCase();
  const options = optionsOf(filter, known)
    .filter(({ label, value }) =>
      [label.replace(/^#/u, ''), value].some((it) => it.toLocaleLowerCase().includes(wanted)),
    )
    .filter(({ value }) => value !== typed)
    .slice(0, OPTIONS);
  if (options.length === 0) return undefined;
  return {
    filter,
    start: text.length - whole.length,
    options: options.map(({ label, value }) => ({ label, insert: spellFilter(filter, value) })),
  };
};

/** The text with a filter begun, or with one taken out where it stands there already. */
export const toggleFilter = (text: string, spelled: string): string => {
  const pieces = text.split(/\s+/u).filter((piece) => piece !== '');
  if (pieces.includes(spelled)) return pieces.filter((piece) => piece !== spelled).join(' ');
  return [...pieces, spelled].join(' ');
};

const DAY = /^(\d{4})-(\d{2})-(\d{2})/u;

/** Today, this week's first day, this month's and this year's first, as filters take them. */
export const daysSince = (today: Date): Record<'today' | 'week' | 'month' | 'year', string> => {
  const local = (date: Date): string => {
    const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString();
    return DAY.exec(shifted)?.[0] ?? shifted;
  };
  const week = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 7);
  return {
    today: local(today),
    week: local(week),
    month: local(today).slice(0, 7),
    year: String(today.getFullYear()),
  };
};
