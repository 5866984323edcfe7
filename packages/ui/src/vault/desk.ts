/** [C3] What a person left lying here: drafts, what they searched for, where they were. Sealed by the vault underneath. */
import type { Doc } from 'yjs';

export interface Desk {
  readDraft: (channel: string) => string;
  writeDraft: (channel: string, text: string) => void;
  /** What was searched for, the newest first. */
  readSearches: () => string[];
  keepSearch: (query: string) => void;
  readPlace: () => { space?: string; channels: Record<string, string> };
  writePlace: (space: string, channel: string | undefined) => void;
  /** Emoji used last, the newest first. */
  readRecentEmoji: () => readonly string[];
  rememberEmoji: (emoji: string) => void;
  /** 0 for none, 1 to 5 from light to dark. */
  readSkinTone: () => number;
  writeSkinTone: (tone: number) => void;
  /** How wide a column is, in pixels, and which sections are folded: what this window looked like. */
  readShape: (name: string) => number | undefined;
  writeShape: (name: string, value: number | undefined) => void;
}

/** Emoji that are remembered as used last. */
const RECENT_EMOJI = 24;

/** Searches that are kept. */
const SEARCHES = 8;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

export const createDesk = (doc: Doc): Desk => {
  const drafts = doc.getMap<unknown>('drafts');
  const place = doc.getMap<unknown>('place');
  const emoji = doc.getMap<unknown>('emoji');
  const searches = doc.getMap<unknown>('searches');
  const readSearches = (): string[] => {
    const kept = searches.get('recent');
    return Array.isArray(kept) ? kept.filter((query) => typeof query === 'string') : [];
  };
  const shapes = doc.getMap<unknown>('shapes');
  return {
    readDraft: (channel) => {
      const draft = drafts.get(channel);
      return typeof draft === 'string' ? draft : '';
    },
    writeDraft: (channel, text) => {
      if (text === '') drafts.delete(channel);
      else if (drafts.get(channel) !== text) drafts.set(channel, text);
    },
    readSearches,
    keepSearch: (query) => {
      if (query === '') return;
      const others = readSearches().filter((one) => one !== query);
      searches.set('recent', [query, ...others].slice(0, SEARCHES));
    },
    readPlace: () => {
      const space = place.get('space');
      const kept = place.get('channels');
      const channels = isRecord(kept)
        ? Object.fromEntries(
            Object.entries(kept).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
          )
        : {};
      return { ...(typeof space === 'string' ? { space } : {}), channels };
    },
    readShape: (name) => {
      const value = shapes.get(name);
      return typeof value === 'number' ? value : undefined;
    },
    writeShape: (name, value) => {
      if (value === undefined) shapes.delete(name);
      else shapes.set(name, value);
    },
    writePlace: (space, channel) => {
      const kept = place.get('channels');
      doc.transact(() => {
        place.set('space', space);
        if (channel !== undefined)
          place.set('channels', { ...(isRecord(kept) ? kept : {}), [space]: channel });
      });
    },
    readRecentEmoji: () => {
      const kept = emoji.get('recent');
      return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string') : [];
    },
    rememberEmoji: (used) => {
      const kept = emoji.get('recent');
      const others = Array.isArray(kept)
        ? kept.filter((one): one is string => typeof one === 'string' && one !== used)
        : [];
      emoji.set('recent', [used, ...others].slice(0, RECENT_EMOJI));
    },
    readSkinTone: () => {
      const tone = emoji.get('tone');
      return typeof tone === 'number' && tone >= 0 && tone <= 5 ? tone : 0;
    },
    writeSkinTone: (tone) => void emoji.set('tone', tone),
  };
};
