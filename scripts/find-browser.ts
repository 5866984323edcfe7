import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const ON_PATH = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'msedge',
];

const ON_MAC = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const ON_WINDOWS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

const ON_LINUX = [
  '/opt/google/chrome/chrome',
  '/opt/microsoft/msedge/msedge',
  '/snap/bin/chromium',
  '/usr/lib/chromium/chromium',
];

function candidates(): string[] {
  const { env, platform } = process;
  const suffix = platform === 'win32' ? '.exe' : '';
  const found = (env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => (folder === '' ? [] : ON_PATH.map((name) => join(folder, name + suffix))));
  if (platform === 'darwin') {
    const folders = ['/Applications', join(env['HOME'] ?? '', 'Applications')];
    return [...folders.flatMap((folder) => ON_MAC.map((path) => join(folder, path))), ...found];
  }
  if (platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? []);
    return [...folders.flatMap((folder) => ON_WINDOWS.map((path) => join(folder, ...path))), ...found];
  }
  return [...found, ...ON_LINUX];
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of an installed Chromium, Chrome or Edge: `PLEXI_BROWSER` where it is set, else the first on `PATH` or in
 * the places where installers put them.
 *
 * @returns undefined where there is none
 */
export function findBrowser(): string | undefined {
  const chosen = process.env['PLEXI_BROWSER'];
  return [...(chosen === undefined ? [] : [chosen]), ...candidates()].find(canRun);
}
