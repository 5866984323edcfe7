/** Third-party vectors: read from `PLEXI_DATA`, or from the `shared/data` folder beside the checkout; never part of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const ROOT = process.env['PLEXI_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');

const pathOf = (file: string): string => join(ROOT, 'crypto', file);

/** A vector file's text. */
export const readVectorText = (file: string): string => {
  const bytes = readFileSync(pathOf(file));
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

/** A vector file as JSON. */
export const readVectors = <Shape>(file: string): Shape => JSON.parse(readVectorText(file)) as Shape;

/** Whether these vector files are on this machine; suites over them are skipped by name where they aren't. */
export const hasVectors = (...files: string[]): boolean => files.every((file) => existsSync(pathOf(file)));

export interface Wycheproof<Group> {
  testGroups: Group[];
}

/** What a function gives, or `undefined` where it throws. */
export const attempt = <Value>(act: () => Value): Value | undefined => {
  try {
    return act();
  } catch {
    return undefined;
  }
};

export const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
export const base64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
