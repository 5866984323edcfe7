/** The models that were fetched, in a folder: each with a record of what it is, where it came from, and who accepted what. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { formatHubReference, type HubReference } from './reference.ts';

const recordShape = z.object({
  reference: z.string().max(256),
  /** The hub's commit. */
  revision: z.string().max(64),
  licence: z.string().max(1024),
  fetched: z.string().max(64),
  files: z
    .array(
      z.object({
        name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
        size: z.number().int().min(0),
        sha256: z.string(),
      }),
    )
    .min(1)
    .max(LIMITS.modelParts),
});
type ModelRecord = z.infer<typeof recordShape>;

export interface StoredModel extends ModelRecord {
  /** The file that llama.cpp is given: the first of its parts. */
  path: string;
}

const RECORD = '.model.json';
const RECORD_BYTES = 256 * 1024;

/** Where the model's files and its record are. */
export const modelFolder = (folder: string, { owner, repository }: HubReference): string =>
  path.join(folder, `${owner}--${repository}`);

const recordFile = (folder: string, reference: HubReference): string =>
  path.join(modelFolder(folder, reference), `${(reference.packing ?? 'default').toLowerCase()}${RECORD}`);

const isWhole = async (file: string, size: number): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile() && found.size === size,
    () => false,
  );

/** The record in that file, where it is one and the model is there, whole. */
const readRecord = async (file: string): Promise<StoredModel | undefined> => {
  let record: ModelRecord;
  try {
    if ((await stat(file)).size > RECORD_BYTES) return undefined;
    record = recordShape.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
  const within = path.dirname(file);
  for (const { name, size } of record.files)
    if (!(await isWhole(path.join(within, name), size))) return undefined;
  return { ...record, path: path.join(within, record.files[0]?.name ?? '') };
};

export const findModel = async (folder: string, reference: HubReference): Promise<StoredModel | undefined> =>
  readRecord(recordFile(folder, reference));

/** Every model that is there, whole. */
export const listModels = async (folder: string): Promise<StoredModel[]> => {
  const models: StoredModel[] = [];
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  for (const entry of entries.toSorted((a, b) => (a < b ? -1 : 1))) {
    const model = entry.endsWith(RECORD) ? await readRecord(path.join(folder, entry)) : undefined;
    if (model !== undefined) models.push(model);
  }
  return models;
};

export const recordModel = async (
  folder: string,
  reference: HubReference,
  about: Omit<ModelRecord, 'reference'>,
): Promise<void> => {
  const file = recordFile(folder, reference);
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(temporary, `${JSON.stringify({ reference: formatHubReference(reference), ...about })}\n`, {
    mode: 0o600,
    flush: true,
  });
  await rename(temporary, file);
};
