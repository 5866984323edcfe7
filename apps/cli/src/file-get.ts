/** `plexi file get`: fetches files and saves them, whole or not at all. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FileSummary } from '@plexi/operations';
import type { Invocation } from '@plexi/operations/command';
import { safeFileName } from '@plexi/operations/file-name';
import { plexiError } from '@plexi/protocol';
import { createMeter } from './meter.ts';
import { writeBytes } from './printing.ts';
import type { Session } from './session.ts';
import { callUnlocking } from './unlocking.ts';

interface Input {
  space: string;
  id: string;
  out: string;
  force: boolean;
  timeout: number;
}

const isFolder = async (place: string): Promise<boolean> =>
  stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
const isThere = async (place: string): Promise<boolean> =>
  stat(place).then(
    () => true,
    () => false,
  );

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** How long the message of a file that somebody names may still be on its way, and how often it is looked for. */
const ARRIVAL_MS = 5_000;
const LOOK_MS = 200;

/** What the id stands for. Throws NOT_FOUND. */
const findFiles = async (session: Session, { space, id, timeout }: Input): Promise<FileSummary[]> => {
  const end = performance.now() + Math.min(ARRIVAL_MS, timeout * 1000);
  for (;;) {
    try {
      return (await callUnlocking(session, 'file.show', { space, id })) as FileSummary[];
    } catch (error) {
      if (!hasCode(error, 'NOT_FOUND') || performance.now() >= end) throw error;
      await sleep(LOOK_MS);
    }
  }
};

/** The file's parts in order; waits for holders to come. Throws FILE_UNAVAILABLE once nothing came for so long. */
async function* readParts(session: Session, input: Input, file: FileSummary): AsyncGenerator<Buffer> {
  const meter = createMeter(file.name, file.size);
  let moved = performance.now();
  for (let offset = 0; offset < file.size; ) {
    try {
      const { data } = (await session.call('file.read', { space: input.space, id: file.id, offset })) as {
        data: string;
      };
      const part = Buffer.from(data, 'base64');
      yield part;
      offset += part.length;
      moved = performance.now();
      meter.show('fetching', offset);
    } catch (error) {
      if (!hasCode(error, 'FILE_UNAVAILABLE') || performance.now() - moved >= input.timeout * 1000)
        throw error;
      meter.say('waiting for somebody who has it');
    }
  }
  meter.end();
}

const failed = (cause: unknown, place: string): never => {
  throw plexiError('FILE_UNWRITABLE', { cause, detail: place });
};

/** Under its name only when it is whole and on disk. Throws FILE_EXISTS, FILE_UNWRITABLE. */
const save = async (session: Session, input: Input, file: FileSummary, place: string): Promise<void> => {
  if (!input.force && (await isThere(place))) throw plexiError('FILE_EXISTS', { detail: place });
  const temporary = path.join(path.dirname(place), `.${randomBytes(6).toString('hex')}.plexi-part`);
  const handle = await open(temporary, 'wx', 0o600).catch((error: unknown) => failed(error, place));
  try {
    for await (const part of readParts(session, input, file)) await handle.writeFile(part);
    await handle.sync();
    await handle.close();
    if (!input.force && (await isThere(place))) throw plexiError('FILE_EXISTS', { detail: place });
    await rename(temporary, place);
  } finally {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
  }
};

/** Names that don't meet: what two files share is numbered. */
const namesFor = (files: readonly FileSummary[]): string[] => {
  const taken = new Set<string>();
  return files.map(({ name }) => {
    const safe = safeFileName(name);
    const { name: stem, ext } = path.parse(safe);
    let chosen = safe;
    for (let i = 2; taken.has(chosen.toLowerCase()); i++) chosen = `${stem} (${i})${ext}`;
    taken.add(chosen.toLowerCase());
    return chosen;
  });
};

/** Throws PlexiErrors. */
export const getFiles = async (session: Session, invocation: Invocation): Promise<unknown> => {
  const input = invocation.operation.input.parse(invocation.input) as Input;
  const files = await findFiles(session, input);
  if (input.out === '-') {
    for (const file of files)
      for await (const part of readParts(session, input, file)) await writeBytes(part);
    return undefined;
  }
  const within = await isFolder(input.out);
  if (files.length > 1 && !within)
    throw plexiError('INVALID_INPUT', {
      detail: 'the message carries several files: --out must be a folder',
    });
  const names = namesFor(files);
  const places = names.map((name) => (within ? path.join(input.out, name) : input.out));
  for (const [i, file] of files.entries()) await save(session, input, file, places[i] ?? input.out);
  return {
    files: files.map(({ id, name, size }, i) => ({ path: path.resolve(places[i] ?? ''), name, size, id })),
  };
};
