/** Names, words and groups of emoji (Unicode CLDR, through emojibase-data), loaded when they are first needed. */

export interface Emoji {
  emoji: string;
  label: string;
  /** Words that it is found by, in lower case. */
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

let loading: Promise<readonly Emoji[]> | undefined;

const load = async (): Promise<readonly Emoji[]> => {
  const [data, codes] = await Promise.all([
    import('emojibase-data/en/compact.json', { with: { type: 'json' } }),
    import('emojibase-data/en/shortcodes/github.json', { with: { type: 'json' } }),
  ]);
  const raw = data.default as unknown as RawEmoji[];
  const shortcodes = codes.default as unknown as Record<string, string | string[]>;
  return raw
    .filter(({ group }) => group !== undefined && group !== 2)
    .sort((left, right) => (left.order ?? 0) - (right.order ?? 0))
    .map(({ label, unicode, group = 0, tags = [], hexcode, skins = [] }) => ({
      emoji: unicode,
      label,
      words: [...[shortcodes[hexcode] ?? []].flat(), ...label.toLowerCase().split(/[\s:,]+/u), ...tags].map(
        (word) => word.toLowerCase(),
      ),
      group,
      // Those of two people have 25: one tone for both is enough to pick from.
      tones: skins.length >= MULTIPLE_TONES ? skins.slice(0, MULTIPLE_TONES).map((skin) => skin.unicode) : [],
    }));
};

export const loadEmoji = (): Promise<readonly Emoji[]> => {
  loading ??= load();
  return loading;
};

const rank = (emoji: Emoji, query: string): number => {
  if (emoji.words[0] === query) return 0;
  if (emoji.words.includes(query)) return 1;
  return emoji.words.some((word) => word.startsWith(query)) ? 2 : 3;
};

/** Those that every word of the query finds, the nearest first. */
export const findEmoji = async (query: string, most: number): Promise<Emoji[]> => {
  const wanted = query
    .toLowerCase()
    .trim()
    .split(/[\s_]+/u);
  const whole = query.toLowerCase().trim();
  const all = await loadEmoji();
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
