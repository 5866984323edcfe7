/** What the palette offers, in groups. */
import type { ReactNode } from 'react';
import type { KeyId } from '../keys/key-map.ts';
import type { Named } from '../lookalike/flag-name.ts';
import { rateMatch } from './fuzzy.ts';

type PaletteGroup = 'recent' | 'channels' | 'people' | 'spaces' | 'actions' | 'search';

export interface PaletteItem {
  id: string;
  group: PaletteGroup;
  label: string;
  /** Where it is, if its name alone does not say. */
  detail?: string;
  /** The name is people's own words, not ours: whose it is, and the names that it could be taken for. */
  named?: { id: string; among: readonly Named[] };
  icon: ReactNode;
  keys?: KeyId;
  run: () => void;
}

interface PaletteSection {
  group: PaletteGroup;
  items: PaletteItem[];
}

const ORDER: readonly PaletteGroup[] = ['recent', 'channels', 'people', 'actions', 'spaces', 'search'];
const SHOWN_EACH = 8;

/** The items that fit the letters: the group with the best one first, the best first in each. */
export const rankItems = (items: readonly PaletteItem[], letters: string): PaletteSection[] => {
  const typed = letters.trim() !== '';
  const sections = ORDER.map((group) => {
    const rated = items
      .filter((item) => item.group === group && (group !== 'recent' || !typed))
      .flatMap((item) => {
        const rating = item.group === 'search' ? -1 : rateMatch(letters, item.label);
        return rating === undefined ? [] : [{ item, rating }];
      });
    if (typed) rated.sort((a, b) => b.rating - a.rating);
    return {
      group,
      best: rated[0]?.rating ?? 0,
      items: rated.slice(0, typed ? SHOWN_EACH : undefined).map(({ item }) => item),
    };
  }).filter((section) => section.items.length > 0);
  if (typed) sections.sort((a, b) => b.best - a.best);
  return sections.map(({ group, items: shown }) => ({ group, items: shown }));
};
