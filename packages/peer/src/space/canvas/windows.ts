/** Which of a device's windows edit which canvas: two that wrote under one Yjs client id would corrupt it. */
import { type ChannelId, plexiError } from '@plexi/protocol';
import { CANVAS_WINDOWS } from '@plexi/protocol/canvas';

/** One view that asks. */
export interface Caller {
  id: string;
  signal: AbortSignal;
}

export interface Windows {
  /** The caller's own window, until it goes. Throws TOO_BUSY. */
  lease(channel: ChannelId, caller: Caller): number;
  isOpen(channel: ChannelId): boolean;
}

export const createWindows = (): Windows => {
  const windows = new Map<ChannelId, Map<string, number>>();
  return {
    lease: (channel, caller) => {
      const taken = windows.get(channel) ?? new Map<string, number>();
      windows.set(channel, taken);
      const own = taken.get(caller.id);
      if (own !== undefined) return own;
      const used = new Set(taken.values());
      const free = Array.from({ length: CANVAS_WINDOWS }, (_, i) => i).find((window) => !used.has(window));
      if (free === undefined) throw plexiError('TOO_BUSY', { detail: 'windows that edit this canvas' });
      taken.set(caller.id, free);
      caller.signal.addEventListener('abort', () => taken.delete(caller.id), { once: true });
      return free;
    },
    isOpen: (channel) => (windows.get(channel)?.size ?? 0) > 0,
  };
};
