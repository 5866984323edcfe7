/** From a reference to a model file on this machine: what is here already, else fetched, checked and recorded. */
import { mkdir, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { LIMITS, plexiError } from '@plexi/protocol';
import { openModelFile } from '../model/index.ts';
import { chooseFiles, localName } from './choose-files.ts';
import { type DownloadOptions, downloadFile, partName, sha256Of } from './download-file.ts';
import type { HubAccess } from './hub-request.ts';
import { asksNothing, licenceName } from './licence.ts';
import { fileUrl, type HubFile, type Licence, listModel } from './listing.ts';
import { findModel, modelFolder, recordModel, type StoredModel } from './model-store.ts';
import type { HubReference } from './reference.ts';

export interface FetchModelOptions {
  /** Where models are kept. */
  folder: string;
  access: HubAccess;
  /** Asked for every licence that sets conditions; no is LICENCE_NOT_ACCEPTED. */
  acceptLicence: (licence: Licence) => Promise<boolean>;
  /** What is going on, for whoever watches. */
  onEvent?: ((event: FetchEvent) => void) | undefined;
  /** Free bytes on the disk of a folder. @default what the system says */
  freeBytes?: ((folder: string) => Promise<number>) | undefined;
  pause?: DownloadOptions['pause'];
}

export type FetchEvent =
  | { kind: 'licence'; licence: string; link: string | undefined; asksNothing: boolean }
  | { kind: 'progress'; file: string; bytes: number; size: number }
  | { kind: 'fetched'; file: string; size: number };

const systemFreeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

const sizeOf = async (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

/** Throws DISK_FULL before the first byte is fetched rather than at the last. */
const checkRoom = async (
  targets: readonly { file: HubFile; target: string }[],
  folder: string,
  freeBytes: (folder: string) => Promise<number>,
): Promise<void> => {
  let missing = 0;
  for (const { file, target } of targets)
    missing += Math.max(0, file.size - Math.max(await sizeOf(target), await sizeOf(partName(target, file))));
  const free = await freeBytes(folder);
  if (missing > 0 && free < missing + LIMITS.diskReserveBytes)
    throw plexiError('DISK_FULL', { detail: `${missing} bytes are to come, ${free} are free` });
};

/** Throws PlexiErrors: those of the hub, LICENCE_NOT_ACCEPTED, DISK_FULL, MODEL_MISMATCH, MODEL_INVALID, CANCELLED. */
export const fetchModel = async (
  reference: HubReference,
  options: FetchModelOptions,
): Promise<StoredModel> => {
  const { folder, access, onEvent = () => undefined, freeBytes = systemFreeBytes } = options;
  const here = await findModel(folder, reference);
  if (here !== undefined) return here;

  const listing = await listModel(reference, access);
  const files = chooseFiles(listing.files, reference.packing);
  const { licence, revision } = listing;
  onEvent({
    kind: 'licence',
    licence: licenceName(licence),
    link: licence.link,
    asksNothing: asksNothing(licence),
  });
  if (!asksNothing(licence) && !(await options.acceptLicence(licence)))
    throw plexiError('LICENCE_NOT_ACCEPTED', { detail: licenceName(licence) });

  const within = modelFolder(folder, reference);
  await mkdir(within, { recursive: true, mode: 0o700 });
  const targets = files.map((file) => ({ file, target: path.join(within, localName(file)) }));
  await checkRoom(targets, within, freeBytes);
  for (const { file, target } of targets) {
    // Left whole by a run that ended before its record was written.
    if ((await sizeOf(target)) === file.size && (await sha256Of(target, access.signal)) === file.sha256)
      continue;
    const name = path.basename(target);
    await downloadFile({
      url: fileUrl(reference, revision, file.path, access),
      file,
      target,
      access,
      pause: options.pause,
      onBytes: (bytes) => onEvent({ kind: 'progress', file: name, bytes, size: file.size }),
    });
    onEvent({ kind: 'fetched', file: name, size: file.size });
  }
  try {
    openModelFile(targets[0]?.target ?? '');
  } catch (error) {
    for (const { target } of targets) await rm(target, { force: true });
    throw error;
  }
  await recordModel(folder, reference, {
    revision,
    licence: licenceName(licence),
    fetched: new Date().toISOString(),
    files: targets.map(({ file, target }) => ({
      name: path.basename(target),
      size: file.size,
      sha256: file.sha256,
    })),
  });
  const stored = await findModel(folder, reference);
  if (stored === undefined)
    throw plexiError('INTERNAL', { detail: 'the model was changed while it was fetched' });
  return stored;
};
