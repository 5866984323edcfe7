/** `plexi file send`: reads files here, hands them over part by part, and waits while they go to a relay. */
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, Transfer } from '@plexi/operations';
import type { Invocation } from '@plexi/operations/command';
import { mediaTypeOf } from '@plexi/operations/file-name';
import { FILE_CHUNK_BYTES, LIMITS, plexiError } from '@plexi/protocol';
import { createMeter } from './meter.ts';
import type { Session } from './session.ts';
import { callUnlocking } from './unlocking.ts';

interface Input {
  space: string;
  channel: string;
  text?: string;
  reply?: string;
  path: string[];
}

/** How long a file may wait for a relay that does not answer: it is kept here and goes later. */
const WAIT_MS = 3_000;
const LOOK_MS = 100;

/** Throws FILE_UNREADABLE, TOO_LARGE. */
const openFile = async (file: string): Promise<{ handle: FileHandle; size: number; modified: number }> => {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw plexiError('FILE_UNREADABLE', { cause, detail: file });
  });
  const stat = await handle.stat();
  if (stat.isFile() && stat.size <= LIMITS.fileBytes)
    return { handle, size: stat.size, modified: stat.mtimeMs };
  await handle.close();
  throw stat.isFile()
    ? plexiError('TOO_LARGE', {
        detail: `${file} has ${stat.size} bytes, a file may have ${LIMITS.fileBytes}`,
      })
    : plexiError('FILE_UNREADABLE', { detail: `${file} is a folder or no plain file` });
};

const handOver = async (session: Session, { space, channel }: Input, file: string): Promise<string> => {
  const { handle, size, modified } = await openFile(file);
  try {
    const name = path.basename(file);
    const begun = await callUnlocking(session, 'file.begin', {
      space,
      channel,
      name,
      type: mediaTypeOf(name),
      size,
      modified,
    });
    const { upload, received } = begun as { upload: string; received: number };
    const meter = createMeter(name, size);
    const part = Buffer.alloc(Math.min(size, FILE_CHUNK_BYTES));
    for (let offset = received; offset < size; ) {
      const { bytesRead } = await handle.read(part, 0, part.length, offset);
      if (bytesRead === 0) throw plexiError('FILE_UNREADABLE', { detail: `${file} became shorter` });
      const data = part.toString('base64', 0, Math.min(bytesRead, size - offset));
      await session.call('file.put', { space, upload, offset, data });
      offset += bytesRead;
      meter.show('reading', offset);
    }
    meter.end();
    return upload;
  } finally {
    await handle.close();
  }
};

/** Waits until the files are on a relay, or it is clear that none answers. Throws RELAY_QUOTA. */
const waitForRelay = async (session: Session, space: string, message: Message): Promise<void> => {
  const ids = new Set((message.files ?? []).map(({ id }) => id));
  let waiting = 0;
  for (;;) {
    const transfers = (await session.call('file.status', { space })) as Transfer[];
    const onTheWay = transfers.filter(({ id, state }) => ids.has(id) && state !== 'done');
    const [first] = onTheWay;
    if (first === undefined) return;
    if (first.state === 'failed') throw plexiError('RELAY_QUOTA');
    if (first.state === 'paused') return;
    waiting = first.state === 'waiting' ? waiting + LOOK_MS : 0;
    const meter = createMeter(first.name, first.size);
    if (waiting >= WAIT_MS) {
      meter.say('kept here; it goes to a relay when one answers');
      return;
    }
    meter.show('sending', first.bytes);
    await sleep(LOOK_MS);
  }
};

/** Throws PlexiErrors. */
export const sendFiles = async (session: Session, invocation: Invocation): Promise<unknown> => {
  const input = invocation.input as unknown as Input;
  const { space, text, reply } = input;
  for (const file of input.path) await (await openFile(file)).handle.close();
  const uploads: string[] = [];
  try {
    for (const file of input.path) uploads.push(await handOver(session, input, file));
    const message = (await session.call('file.finish', {
      space,
      uploads,
      ...(text === undefined ? {} : { text }),
      ...(reply === undefined ? {} : { reply }),
    })) as Message;
    await session.goOnline();
    await waitForRelay(session, space, message);
    return message;
  } catch (error) {
    // What was handed over and is in no message is of no use to anybody.
    for (const id of uploads) await session.call('file.cancel', { space, id }).catch(() => undefined);
    throw error;
  }
};
