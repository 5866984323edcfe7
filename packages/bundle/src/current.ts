/**
 * Which bundle is there, and whether it was made of just the sources that are there now. Loaded at every start of a program,
 * so it needs nothing but Node.
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '..', '..', '..');

/** Bundles lie here, a folder each; `current` names the newest. Not in git. */
export const bundlesFolder = (root: string): string => path.join(root, '.plexi', 'bundles');

/** A source as it was when it was read: by the checkout's root, size in bytes and time of change in milliseconds. */
export type Source = readonly [file: string, size: number, changed: number];

/** What lies beside a bundle's programs, as `sources.json`. */
export interface BundleRecord {
  /** A bundle names files of its checkout; elsewhere it is no use. */
  root: string;
  sources: readonly Source[];
}

export const describeSource = (root: string, file: string): Source => {
  const { size, mtimeMs } = statSync(path.join(root, file));
  return [file, size, mtimeMs];
};

const isUnchanged = (root: string, [file, size, changed]: Source): boolean => {
  const now = statSync(path.join(root, file), { throwIfNoEntry: false });
  return now?.size === size && now.mtimeMs === changed;
};

/** The folder of the bundle of these very sources; `undefined` where there is none. */
export const findBundle = (root: string): string | undefined => {
  try {
    const bundles = bundlesFolder(root);
    const folder = path.join(bundles, readFileSync(path.join(bundles, 'current'), 'utf8').trim());
    const record = JSON.parse(readFileSync(path.join(folder, 'sources.json'), 'utf8')) as BundleRecord;
    const fresh = record.root === root && record.sources.every((source) => isUnchanged(root, source));
    return fresh ? folder : undefined;
  } catch {
    // None was made, or somebody took parts of it away: the sources are always there.
    return undefined;
  }
};
