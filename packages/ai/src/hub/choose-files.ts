/** Which of a model's files are wanted. Pure. */
import { LIMITS, plexiError } from '@plexi/protocol';
import type { HubFile } from './listing.ts';

const GGUF = /\.gguf$/i;
const PART = /-(\d{5})-of-(\d{5})$/;
/** What llama.cpp needs beside a model to see pictures: no model by itself. */
const BESIDE = /(?:^|[/._-])(?:mmproj|imatrix)(?:[/._-]|$)/i;
const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,200}$/;

const stemOf = (path: string): string => path.replace(GGUF, '');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const isPackedAs = (stem: string, packing: string): boolean => {
  const pattern = packing.replace(/[.]/g, '\\.');
  return new RegExp(`(?:^|[-./])${pattern}(?:$|[-./])`, 'i').test(stem);
};

/** All parts of the model that `first` begins, in order. Throws HUB_ANSWER_INVALID where one is missing. */
const partsOf = (files: readonly HubFile[], stem: string): HubFile[] => {
  const count = Number(PART.exec(stem)?.[2] ?? 1);
  if (count > LIMITS.modelParts) throw plexiError('HUB_ANSWER_INVALID', { detail: `${count} parts` });
  const whole = stem.replace(PART, '');
  const parts = files
    .filter(({ path }) => stemOf(path).replace(PART, '') === whole)
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  if (parts.length !== count)
    throw plexiError('HUB_ANSWER_INVALID', { detail: `${parts.length} of ${count} parts are there` });
  return parts;
};

/** The file, or the parts of it. Throws NOT_FOUND, AMBIGUOUS_NAME, HUB_ANSWER_INVALID. */
export const chooseFiles = (files: readonly HubFile[], packing: string | undefined): HubFile[] => {
  const models = files.filter(({ path }) => GGUF.test(path) && !BESIDE.test(path));
  // Of several parts the first stands for all.
  const stems = models
    .map(({ path }) => stemOf(path))
    .filter((stem) => (PART.exec(stem)?.[1] ?? '00001') === '00001');
  const fitting = packing === undefined ? stems : stems.filter((stem) => isPackedAs(stem, packing));
  const [stem, other] = fitting;
  const offered = stems.map(nameOf).slice(0, 20).join(', ');
  if (stem === undefined)
    throw plexiError('NOT_FOUND', {
      detail: offered === '' ? 'a GGUF file in that model' : `among ${offered}`,
    });
  if (other !== undefined)
    throw plexiError('AMBIGUOUS_NAME', { detail: fitting.map(nameOf).slice(0, 20).join(', ') });
  const chosen = partsOf(models, stem);
  if (!chosen.every(({ path }) => SAFE_NAME.test(nameOf(path))))
    throw plexiError('HUB_ANSWER_INVALID', { detail: 'a file with an odd name' });
  return chosen;
};

/** What the file is called on this machine's disk: its own name, without the folders before it. */
export const localName = ({ path }: HubFile): string => nameOf(path);
