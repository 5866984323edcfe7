/** The files that are to go along with the next message of a channel or thread: handed over while it is still being written. */
import type { OperationClient } from '@plexi/operations';
import { DISCONNECTED, type Failure, toFailure } from '../connection/failure.ts';
import { preparePicture, toBase64 } from './preview.ts';

export interface TrayItem {
  key: number;
  name: string;
  size: number;
  type: string;
  /** A picture to show, if it is one: a data: address. */
  preview: string | undefined;
  /** Bytes handed over. */
  bytes: number;
  upload: string | undefined;
  failure: Failure | undefined;
}

/** What the message answers, and whether the channel shows it too. */
export interface TrayAnswer {
  message: string;
  channel: boolean;
}

export interface Tray {
  items: () => readonly TrayItem[];
  subscribe: (listener: () => void) => () => void;
  /** Begins to hand files over. Gives how many there was no room for. */
  add(files: readonly File[]): number;
  remove: (key: number) => void;
  /** Writes the message once all are handed over; what went wrong, if it did. */
  send: (text: string, answer: TrayAnswer | undefined) => Promise<Failure | undefined>;
}

export const TRAY_FILES = 10;
/** A multiple of three: base64 in one piece. */
const PART_BYTES = 768 * 1024;

interface Item extends TrayItem {
  abort: AbortController;
  done: Promise<void>;
}

let keys = 0;

export const createTray = (
  peer: Pick<OperationClient, 'call'>,
  place: { space: string; channel: string },
): Tray => {
  const { space } = place;
  const listeners = new Set<() => void>();
  let items: readonly Item[] = [];

  const set = (next: readonly Item[]): void => {
    items = next;
    for (const listener of listeners) listener();
  };
  const change = (key: number, news: Partial<TrayItem>): void =>
    set(items.map((item) => (item.key === key ? { ...item, ...news } : item)));

  /** Hands a part over; gives where to go on, also where the peer ended meanwhile and kept less, or more, than it answered. */
  const put = async (upload: string, offset: number, data: string): Promise<number> => {
    try {
      return (await peer.call('file.put', { space, upload, offset, data })).received;
    } catch (error) {
      if (![DISCONNECTED, 'FILE_PART_MISPLACED'].includes(toFailure(error).code)) throw error;
      const open = (await peer.call('file.status', { space })).find(({ id }) => id === upload);
      if (open === undefined) throw error;
      return open.bytes;
    }
  };

  const handOver = async (file: File, key: number, signal: AbortSignal): Promise<void> => {
    const prepared = await preparePicture(file);
    if (signal.aborted) return;
    change(key, { preview: prepared.preview });
    const { name, type, size } = file;
    const about = { name, type, size, modified: file.lastModified, ...prepared };
    const { upload, received } = await peer.call('file.begin', { ...place, ...about });
    change(key, { upload, bytes: received });
    for (let offset = received; offset < size && !signal.aborted; ) {
      const data = await toBase64(file.slice(offset, offset + PART_BYTES));
      offset = await put(upload, offset, data);
      change(key, { bytes: offset });
    }
    if (signal.aborted) await peer.call('file.cancel', { space, id: upload });
  };

  const begin = (file: File): Item => {
    const key = ++keys;
    const abort = new AbortController();
    // After the item is there to be changed.
    const done = Promise.resolve()
      .then(() => handOver(file, key, abort.signal))
      .catch((error: unknown) => change(key, { failure: toFailure(error) }));
    const { name, size, type } = file;
    return {
      key,
      name,
      size,
      type,
      preview: undefined,
      bytes: 0,
      upload: undefined,
      failure: undefined,
      abort,
      done,
    };
  };

  return {
    items: () => items,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (files) => {
      const taken = files.slice(0, TRAY_FILES - items.length);
      set([...items, ...taken.map(begin)]);
      return files.length - taken.length;
    },
    remove: (key) => {
      const item = items.find((one) => one.key === key);
      set(items.filter((one) => one.key !== key));
      item?.abort.abort();
      const upload = item?.upload;
      if (upload === undefined) return;
      // What is still being handed over is given up there.
      item?.done.then(() => peer.call('file.cancel', { space, id: upload })).catch(() => undefined);
    },
    send: async (text, answer) => {
      await Promise.all(items.map(({ done }) => done));
      const broken = items.find(({ failure }) => failure !== undefined);
      if (broken !== undefined) return broken.failure;
      const uploads = items.flatMap(({ upload }) => upload ?? []);
      try {
        await peer.call('file.finish', {
          space,
          uploads,
          ...(text.trim() === '' ? {} : { text }),
          ...(answer === undefined ? {} : { reply: answer.message, channel: answer.channel }),
        });
        set(items.filter(({ upload }) => upload === undefined || !uploads.includes(upload)));
        return undefined;
      } catch (error) {
        return toFailure(error);
      }
    },
  };
};
