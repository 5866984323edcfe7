import path from 'node:path';
import { expect, test } from 'vitest';
import { dataFolder, profileFolder } from '../../src/host/profile-path.ts';

const linux = { env: {}, platform: 'linux', home: '/home/ada' } as const;

test.each([
  [linux, '/home/ada/.local/share/plexichat'],
  [{ ...linux, env: { XDG_DATA_HOME: '/data' } }, '/data/plexichat'],
  [{ ...linux, env: { XDG_DATA_HOME: 'relative' } }, '/home/ada/.local/share/plexichat'],
  [{ ...linux, env: { XDG_DATA_HOME: '' } }, '/home/ada/.local/share/plexichat'],
  [{ ...linux, env: { PLEXI_HOME: '/elsewhere', XDG_DATA_HOME: '/data' } }, '/elsewhere'],
  [
    { env: {}, platform: 'darwin', home: '/Users/ada' } as const,
    '/Users/ada/Library/Application Support/plexichat',
  ],
  [
    {
      env: { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' },
      platform: 'win32',
      home: 'C:\\Users\\ada',
    } as const,
    'C:\\Users\\ada\\AppData\\Roaming\\plexichat',
  ],
  [
    { env: {}, platform: 'win32', home: 'C:\\Users\\ada' } as const,
    'C:\\Users\\ada\\AppData\\Roaming\\plexichat',
  ],
])('data lies where the system keeps such things: %j', (surroundings, folder) => {
  expect(dataFolder(surroundings)).toBe(folder);
});

test('a name is a folder under the data folder, a path is itself', () => {
  expect(profileFolder(undefined, linux)).toBe('/home/ada/.local/share/plexichat/profiles/default');
  expect(profileFolder('Zoë 2', linux)).toBe('/home/ada/.local/share/plexichat/profiles/Zoë 2');
  expect(profileFolder('./ben', linux)).toBe(path.resolve('ben'));
  expect(profileFolder('/tmp/ben', linux)).toBe('/tmp/ben');
  expect(profileFolder('..', linux)).toBe(path.resolve('..'));
});

test.each([
  '',
  'a\0b',
  'a\nb',
  'con',
  'NUL',
  'com1',
  'nul.txt',
  'ends.',
  'ends ',
  ' x',
  '-x',
  'x'.repeat(65),
  'C:x',
])('a profile cannot be called %j', (name) => {
  expect(() => profileFolder(name, linux)).toThrow(expect.objectContaining({ code: 'PROFILE_INVALID' }));
});
