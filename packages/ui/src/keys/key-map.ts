/**
 * Every shortcut there is, in one list: what answers a key, the sheet that shows them, and the palette all read it.
 * A combination is modifiers and `KeyboardEvent.key`, joined by `+`; `Mod` is Command on Apple's computers and Control elsewhere.
 */
import type { TextKey } from '../texts/translate.ts';

/** Where a shortcut works: in the whole window, or while the focus is there. */
export type KeyPlace = 'anywhere' | 'page' | 'message' | 'composer';
export type KeyGroup = 'go' | 'show' | 'message' | 'write';

export interface Shortcut {
  /** The combinations that do it; the first is the one that is shown. */
  combos: readonly string[];
  place: KeyPlace;
  group: KeyGroup;
  label: TextKey;
}

const shortcut = (group: KeyGroup, place: KeyPlace, label: TextKey, ...combos: string[]): Shortcut => ({
  combos,
  place,
  group,
  label,
});

export const KEY_MAP = {
  palette: shortcut('go', 'anywhere', 'key.palette', 'Mod+k'),
  search: shortcut('go', 'anywhere', 'key.search', 'Mod+f'),
  nextChannel: shortcut('go', 'page', 'key.channel.next', 'Alt+ArrowDown'),
  previousChannel: shortcut('go', 'page', 'key.channel.previous', 'Alt+ArrowUp'),
  nextUnread: shortcut('go', 'page', 'key.unread.next', 'Alt+Shift+ArrowDown'),
  previousUnread: shortcut('go', 'page', 'key.unread.previous', 'Alt+Shift+ArrowUp'),
  chooseSpace: shortcut(
    'go',
    'page',
    'key.space',
    ...Array.from({ length: 9 }, (_, place) => `Mod+${place + 1}`),
  ),
  nextRegion: shortcut('go', 'page', 'key.region.next', 'F6'),
  previousRegion: shortcut('go', 'page', 'key.region.previous', 'Shift+F6'),
  browse: shortcut('go', 'page', 'key.browse', 'Mod+Shift+l'),
  keys: shortcut('show', 'anywhere', 'key.keys', 'Mod+/', '?'),
  lock: shortcut('show', 'anywhere', 'key.lock', 'Mod+l'),
  settings: shortcut('show', 'page', 'key.settings', 'Mod+,'),
  members: shortcut('show', 'page', 'key.members', 'Mod+Shift+m'),
  closePane: shortcut('show', 'page', 'key.close', 'Escape'),
  nextMessage: shortcut('message', 'message', 'key.message.next', 'ArrowDown'),
  previousMessage: shortcut('message', 'message', 'key.message.previous', 'ArrowUp'),
  reply: shortcut('message', 'message', 'key.message.reply', 'r'),
  react: shortcut('message', 'message', 'key.message.react', '+'),
  thread: shortcut('message', 'message', 'action.thread', 't'),
  edit: shortcut('message', 'message', 'key.message.edit', 'e'),
  pin: shortcut('message', 'message', 'action.pin', 'p'),
  save: shortcut('message', 'message', 'action.save', 's'),
  copyText: shortcut('message', 'message', 'action.copy', 'c'),
  copyLink: shortcut('message', 'message', 'action.link', 'l'),
  history: shortcut('message', 'message', 'action.history', 'h'),
  author: shortcut('message', 'message', 'action.profile', 'i'),
  remove: shortcut('message', 'message', 'action.delete', 'Delete'),
  actions: shortcut('message', 'message', 'key.message.actions', 'Enter', 'ContextMenu'),
  send: shortcut('write', 'composer', 'key.send', 'Enter'),
  newLine: shortcut('write', 'composer', 'key.line', 'Shift+Enter'),
  editLast: shortcut('write', 'composer', 'key.last', 'ArrowUp'),
  bold: shortcut('write', 'composer', 'format.bold', 'Mod+b'),
  italic: shortcut('write', 'composer', 'format.italic', 'Mod+i'),
  code: shortcut('write', 'composer', 'format.code', 'Mod+e'),
  strike: shortcut('write', 'composer', 'format.strike', 'Mod+Shift+x'),
  link: shortcut('write', 'composer', 'format.link', 'Mod+Shift+u'),
} as const satisfies Record<string, Shortcut>;

export type KeyId = keyof typeof KEY_MAP;
