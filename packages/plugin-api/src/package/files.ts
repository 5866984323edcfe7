/** The files of a package: their paths, and how much there may be of them. */
import { LIMITS, plexiError } from '@plexi/protocol';
import { z } from 'zod';

/** Content by path. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

const PART = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;
/** Names that are devices on Windows, whatever follows their dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A path within a package: parts of plain letters, so that it means the same on every system and leads nowhere else. */
export const isPackagePath = (path: string): boolean =>
  path.length <= LIMITS.pluginPathChars &&
  path.split('/').length <= 6 &&
  path.split('/').every((part) => PART.test(part) && !DEVICE.test(part) && !part.endsWith('.'));

export const filePathShape = z.string().refine(isPackagePath, 'no path within a package');

/** Throws PLUGIN_INVALID where paths leave the package or meet on some system, or there is too much. */
export const checkFiles = (files: PackageFiles): void => {
  if (files.size > LIMITS.pluginFiles)
    throw plexiError('PLUGIN_INVALID', { detail: `more than ${LIMITS.pluginFiles} files` });
  const seen = new Set<string>();
  let bytes = 0;
  for (const [path, content] of files) {
    if (!isPackagePath(path))
      throw plexiError('PLUGIN_INVALID', { detail: 'a file lies outside the package' });
    const folded = path.toLowerCase();
    if (seen.has(folded)) throw plexiError('PLUGIN_INVALID', { detail: 'two files differ by case only' });
    seen.add(folded);
    bytes += content.length;
  }
  if (bytes > LIMITS.pluginPackageBytes)
    throw plexiError('PLUGIN_INVALID', { detail: `more than ${LIMITS.pluginPackageBytes} bytes` });
};
