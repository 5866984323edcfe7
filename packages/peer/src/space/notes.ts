/** The shared notes of a space, in memory while a view has them open [C2]. */
import { type ChannelId, fromBase64Url, type LogId, plexiError, toBase64Url } from '@plexi/protocol';
import {
  createNote,
  NOTE_WINDOWS,
  type Note,
  noteClientId,
  noteClientIds,
  updateIsOwn,
} from '@plexi/protocol/note';
import { ownLog, type SpaceContext } from './context.ts';
import { noteKind } from './timeline.ts';

export interface Notes {
  text(channel: ChannelId): Promise<string>;
  /** The note, and the Yjs client id that this caller edits under until it goes. */
  open(
    channel: ChannelId,
    caller: { id: string; signal: AbortSignal },
  ): Promise<{ clientId: number; state: string }>;
  /** Checks an update of one's own. Throws INVALID_INPUT or, where the note is full, TOO_LARGE. */
  readUpdate(channel: ChannelId, base64: string): Promise<Uint8Array>;
  announce(updates: readonly { channel: ChannelId; logId: string; update: Uint8Array }[]): void;
  /** Updates were voided or count again: the note is built anew. */
  rebuild(channel: ChannelId): void;
}

export const createNotes = (context: SpaceContext): Notes => {
  const { primitives, store, space, replica, emit } = context;
  const loaded = new Map<ChannelId, Promise<Note>>();
  const windows = new Map<ChannelId, Map<string, number>>();

  const load = (channel: ChannelId): Promise<Note> => {
    const note =
      loaded.get(channel) ??
      store
        .records(space, noteKind(channel))
        .then((records) => createNote(records.map(({ value }) => value)));
    loaded.set(channel, note);
    return note;
  };

  const logId = (channel: ChannelId): LogId => {
    const log = ownLog(context, channel);
    if (log === undefined) throw plexiError('REMOVED_FROM_SPACE');
    return replica.stateOf(log).logId;
  };

  const lease = (channel: ChannelId, caller: { id: string; signal: AbortSignal }): number => {
    const taken = windows.get(channel) ?? new Map<string, number>();
    windows.set(channel, taken);
    const own = taken.get(caller.id);
    if (own !== undefined) return own;
    const used = new Set(taken.values());
    const free = Array.from({ length: NOTE_WINDOWS }, (_, i) => i).find((window) => !used.has(window));
    if (free === undefined) throw plexiError('TOO_BUSY', { detail: 'windows that edit this note' });
    taken.set(caller.id, free);
    caller.signal.addEventListener('abort', () => taken.delete(caller.id), { once: true });
    return free;
  };

  return {
    text: async (channel) => (await load(channel)).text(),
    open: async (channel, caller) => ({
      clientId: noteClientId(primitives, logId(channel), lease(channel, caller)),
      state: toBase64Url((await load(channel)).state()),
    }),
    readUpdate: async (channel, base64) => {
      const update = fromBase64Url(base64);
      if (update === undefined || !updateIsOwn(update, noteClientIds(primitives, logId(channel)))) {
        throw plexiError('INVALID_INPUT', { detail: 'not an update of this device' });
      }
      if (!(await load(channel)).hasRoomFor(update.length)) throw plexiError('TOO_LARGE', { detail: 'note' });
      return update;
    },
    announce: (updates) => {
      for (const { channel, update } of updates) {
        emit({ type: 'note', space, channel, update: toBase64Url(update) });
        const note = loaded.get(channel);
        if (note === undefined) continue;
        note.then((open) => open.apply(update)).catch(() => loaded.delete(channel));
      }
    },
    rebuild: (channel) => loaded.delete(channel),
  };
};
