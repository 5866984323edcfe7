/** `manifest.json`: what a plugin is called, what it asks for, and where its parts are. */
import { fromUtf8, LIMITS, plexiError } from '@plexi/protocol';
import { z } from 'zod';
import { capabilitiesShape } from './capability.ts';
import type { PackageFiles } from './package/files.ts';
import { parseStrictJson } from './strict-json.ts';
import { wordsShape } from './words.ts';

export const MANIFEST_PATH = 'manifest.json';
export const CODE_PATH = 'code.js';
/** Below it lie the files that a panel may load. */
export const PANEL_FOLDER = 'panel/';
export const PANEL_PATH = 'panel/index.html';

export const pluginIdShape = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'a plugin is named by small letters, digits and hyphens');

export const manifestShape = z.strictObject({
  format: z.literal(1),
  id: pluginIdShape,
  version: z
    .string()
    .max(32)
    .regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}(?:-[a-z0-9.]+)?$/, 'a version is three numbers'),
  name: wordsShape(60),
  summary: wordsShape(200),
  author: z.string().trim().min(1).max(80),
  licence: z.string().max(80).optional(),
  capabilities: capabilitiesShape,
});
export type Manifest = z.infer<typeof manifestShape>;

/** Whether a package has a panel. */
export const hasPanel = (files: PackageFiles): boolean => files.has(PANEL_PATH);

const invalid = (detail: string, cause?: unknown) =>
  plexiError('PLUGIN_INVALID', cause === undefined ? { detail } : { detail, cause });

/** The manifest of a package, once it has what every package has. Throws PLUGIN_INVALID. */
export const readManifest = (files: PackageFiles): Manifest => {
  const bytes = files.get(MANIFEST_PATH);
  if (bytes === undefined) throw invalid('there is no manifest.json');
  if (bytes.length > LIMITS.pluginManifestBytes) throw invalid('manifest.json is too large');
  if (!files.has(CODE_PATH)) throw invalid('there is no code.js');
  let value: unknown;
  try {
    value = parseStrictJson(fromUtf8(bytes));
  } catch (cause) {
    throw invalid('manifest.json is not JSON, or a key is there twice', cause);
  }
  const parsed = manifestShape.safeParse(value);
  const issue = parsed.error?.issues[0];
  if (issue !== undefined)
    throw invalid(['manifest.json', ...issue.path.map(String), issue.message].join(': '));
  return parsed.data as Manifest;
};
