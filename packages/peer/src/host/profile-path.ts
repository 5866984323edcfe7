/** Where profiles lie. A profile is one folder: one account on one device. */
import { homedir } from 'node:os';
import path from 'node:path';
import { plexiError } from '@plexi/protocol';

/** What the answer depends on; handed in by tests. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  home: string;
}

export const DEFAULT_PROFILE = 'default';

const NAME = /^[\p{L}\p{N}_](?:[\p{L}\p{N} ._-]{0,62}[\p{L}\p{N}_-])?$/u;
/** Windows opens devices under these names, whatever the folder and the ending. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

const surroundings = (): Surroundings => ({
  env: process.env,
  platform: process.platform,
  home: homedir(),
});

/** A variable that is set to something. */
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/**
 * The folder that holds all of PlexiChat's data for this user: `PLEXI_HOME`, else where the system keeps such things
 * (XDG base directories; Library/Application Support; the roaming AppData folder).
 */
export const dataFolder = (from: Surroundings = surroundings()): string => {
  const { env, platform, home } = from;
  const join = (...parts: string[]): string =>
    platform === 'win32' ? path.win32.join(...parts) : path.posix.join(...parts);
  const chosen = given(env['PLEXI_HOME']);
  if (chosen !== undefined) return path.resolve(chosen);
  if (platform === 'win32')
    return join(given(env['APPDATA']) ?? join(home, 'AppData', 'Roaming'), 'plexichat');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'plexichat');
  const xdg = given(env['XDG_DATA_HOME']);
  // The specification says to ignore a relative path.
  return join(
    xdg !== undefined && path.posix.isAbsolute(xdg) ? xdg : join(home, '.local', 'share'),
    'plexichat',
  );
};

const isPath = (value: string, platform: NodeJS.Platform): boolean =>
  value.startsWith('.') || value.includes('/') || (platform === 'win32' && /[\\:]/.test(value));

/**
 * The folder of the profile that `value` names: a value with a path separator or a leading dot is a path, anything
 * else a name under the data folder. Throws PROFILE_INVALID for what is neither.
 */
export const profileFolder = (
  value: string = DEFAULT_PROFILE,
  from: Surroundings = surroundings(),
): string => {
  if (value.includes('\0') || value.length > 4096)
    throw plexiError('PROFILE_INVALID', { detail: 'not a path' });
  if (isPath(value, from.platform)) return path.resolve(value);
  if (!NAME.test(value) || DEVICE_NAME.test(value))
    throw plexiError('PROFILE_INVALID', {
      detail:
        'a profile name has letters, digits, spaces, dots, - and _, at most 64; anything else is a path with /',
    });
  return path.join(dataFolder(from), 'profiles', value);
};
