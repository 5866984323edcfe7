/** Files of a scripted peer: their bytes, handed over and read, and fetches that get on when the test says so. */
import type { FileSummary, Handlers, Message, PeerEvent, Transfer } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import { idOf, messageOf, type Script, type ScriptedSpace } from './script.ts';

export interface ScriptedFilesDependencies {
  script: Script;
  find: (space: string) => ScriptedSpace;
  emit: (event: PeerEvent) => void;
}

interface Upload {
  file: FileSummary;
  channel: string;
  data: string[];
}

/** What the longest file may be, as the real peer has it. */
const FILE_BYTES = 100 * 1024 * 1024;

const decode = (data: string): string => atob(data);

export const scriptFiles = ({ script, find, emit }: ScriptedFilesDependencies): Handlers => {
  const uploads = new Map<string, Upload>();
  const transfers = new Map<string, Transfer>();
  const bytesOf = (id: string): string => {
    const bytes = script.files?.get(id);
    if (bytes === undefined) throw plexiError('FILE_UNAVAILABLE');
    return bytes;
  };
  const shared = (
    space: string,
    channel?: string,
  ): { file: FileSummary; channel: string; message: Message }[] =>
    [...find(space).messages].flatMap(([id, messages]) =>
      channel === undefined || channel === id
        ? messages.flatMap((message) => (message.files ?? []).map((file) => ({ file, channel: id, message })))
        : [],
    );
  const move = (space: string, id: string, state: Transfer['state']): Transfer => {
    const found = shared(space).find(({ file }) => file.id === id);
    if (found === undefined) throw plexiError('NOT_FOUND');
    const { name, size } = found.file;
    const isHere = script.files?.has(id) === true;
    const moved: Transfer = {
      id,
      name,
      size,
      bytes: isHere && state === 'moving' ? size : Math.floor(size * 0.4),
      direction: 'down',
      state: isHere && state === 'moving' ? 'done' : state,
      channel: found.channel,
    };
    transfers.set(id, moved);
    emit({ type: 'file', space: find(space).summary.id, transfer: moved });
    return moved;
  };
  return {
    'file.begin': async ({ channel, name, type, size, width, height, preview }) => {
      if (size > FILE_BYTES) throw plexiError('TOO_LARGE', { detail: 'a file may have 100 MB' });
      const upload = idOf(`upload ${name} ${uploads.size}`);
      const sides = width === undefined || height === undefined ? {} : { width, height };
      const file = {
        id: idOf(`file ${name} ${uploads.size}`),
        name,
        type,
        size,
        ...sides,
        ...(preview === undefined ? {} : { preview }),
      };
      uploads.set(upload, { file, channel, data: [] });
      return { upload, received: 0 };
    },
    'file.put': async ({ upload, offset, data }) => {
      const open = uploads.get(upload);
      if (open === undefined) throw plexiError('NOT_FOUND');
      open.data.push(decode(data));
      return { received: offset + decode(data).length };
    },
    'file.cancel': async ({ id }) => {
      uploads.delete(id);
      transfers.delete(id);
      return {};
    },
    'file.finish': async ({ space, uploads: ids, text = '', reply, channel: shown }) => {
      const taken = ids.map((id) => uploads.get(id)).filter((upload) => upload !== undefined);
      const channel = taken[0]?.channel ?? '';
      const found = find(space);
      const answered = found.messages.get(channel)?.find(({ id }) => id === reply);
      for (const { file, data } of taken) script.files?.set(file.id, data.join(''));
      const message = messageOf(script.account.name ?? '', text, {
        own: true,
        state: 'relay',
        time: new Date().toISOString(),
        files: taken.map(({ file }) => file),
        ...(answered === undefined
          ? {}
          : { root: answered.root ?? answered.id, ...(shown ? {} : { apart: true }) }),
      });
      found.messages.set(channel, [...(found.messages.get(channel) ?? []), message]);
      emit({ type: 'messages', space: found.summary.id, channel, messages: [message], more: false });
      return message;
    },
    'file.read': async ({ id, offset, length }) => {
      const bytes = bytesOf(id);
      return { data: btoa(bytes.slice(offset, offset + length)), size: bytes.length };
    },
    'file.list': async ({ space, channel }) =>
      shared(space, channel)
        .toReversed()
        .map(({ file, message: { id, author, time } }) => ({ ...file, message: id, author, time })),
    'file.status': async () => [...transfers.values()],
    'file.resume': async ({ space, id }) => move(space, id, 'moving'),
    'file.pause': async ({ space, id }) => move(space, id, 'paused'),
  };
};
