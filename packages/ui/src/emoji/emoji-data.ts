/** Names, words and groups of emoji (Unicode CLDR, through emojibase-data), loaded when they are first needed. */

export interface Emoji {
  emoji: string;
  label: string;
  /** Words that it is found by, as `fold` leaves them. */
  words: readonly string[];
  /** Index in `EMOJI_GROUPS`. */
  group: number;
  /** The same in the five skin tones, from light to dark; empty where it has none. */
  tones: readonly string[];
}

/** CLDR groups as emojibase numbers them; 2 holds components, which nobody picks. */
export const EMOJI_GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;

interface RawEmoji {
  label: string;
  unicode: string;
  group?: number;
  order?: number;
  tags?: string[];
  hexcode: string;
  skins?: { unicode: string }[];
}

const MULTIPLE_TONES = 5;

/** Names and words in further languages, made by scripts/make-emoji-names.ts. Those in English find an emoji in every language. */
const NAMES: Readonly<Record<string, () => Promise<{ default: Readonly<Record<string, string>> }>>> = {
  ar: () => import('./names-ar.json', { with: { type: 'json' } }),
};

/** What a word is compared by: the marks over letters, and the letters that are often written for one another, aside. */
const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\p{M}\u0640]/gu, '')
    .replaceAll('\u0649', '\u064a')
    .replaceAll('\u0629', '\u0647');

const withoutStyle = (emoji: string): string => emoji.replaceAll('\u{fe0f}', '');

const loadNames = async (language: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const names = (await NAMES[language]?.())?.default ?? {};
  return new Map(Object.entries(names).map(([emoji, joined]) => [emoji, joined.split('|')]));
};

const loading = new Map<string, Promise<readonly Emoji[]>>();

const load = async (language: string): Promise<readonly Emoji[]> => {
  const [data, codes, names] = await Promise.all([
    import('emojibase-data/en/compact.json', { with: { type: 'json' } }),
    import('emojibase-data/en/shortcodes/github.json', { with: { type: 'json' } }),
    loadNames(language),
  ]);
  const raw = data.default as unknown as RawEmoji[];
  const shortcodes = codes.default as unknown as Record<string, string | string[]>;
  return raw
    .filter(({ group }) => group !== undefined && group !== 2)
    .sort((left, right) => (left.order ?? 0) - (right.order ?? 0))
    .map(({ label, unicode, group = 0, tags = [], hexcode, skins = [] }) => {
      const own = names.get(withoutStyle(unicode)) ?? [];
      const said = [label, ...own].flatMap((name) => name.split(/[\s:,]+/u));
      return {
        emoji: unicode,
        label: own[0] ?? label,
        words: [...[shortcodes[hexcode] ?? []].flat(), ...said, ...tags, ...own].map(fold),
        group,
        // Those of two people have 25: one tone for both is enough to pick from.
        tones:
          skins.length >= MULTIPLE_TONES ? skins.slice(0, MULTIPLE_TONES).map((skin) => skin.unicode) : [],
      };
    });
};

/** All of them, named in the language of this locale where there are names in it. */
export const loadEmoji = (locale: string): Promise<readonly Emoji[]> => {
  const { language } = new Intl.Locale(locale);
  const known = loading.get(language) ?? load(language);
  loading.set(language, known);
  return known;
};

const rank = (emoji: Emoji, query: string): number => {
  if (emoji.words[0] === query) return 0;
  if (emoji.words.includes(query)) return 1;
  return emoji.words.some((word) => word.startsWith(query)) ? 2 : 3;
};

/** Those that every word of the query finds, the nearest first. */
export const findEmoji = async (query: string, most: number, locale: string): Promise<Emoji[]> => {
  const whole = fold(query.trim());
  const wanted = whole.split(/[\s_]+/u);
  const all = await loadEmoji(locale);
  return all
    .filter(
      (emoji) =>
        wanted.every((part) => emoji.words.some((word) => word.startsWith(part))) || rank(emoji, whole) < 3,
    )
    .map((emoji) => ({ emoji, place: rank(emoji, whole) }))
    .sort((left, right) => left.place - right.place)
    .slice(0, most)
    .map(({ emoji }) => emoji);
};
