/** What of a package a panel may load, with its type: a fixed list, so that no address leads out of it. */
import { PANEL_FOLDER, type PackageFiles } from '@plexi/plugin-api';
import { utf8 } from '@plexi/protocol';
import { PANEL_SCRIPT } from './panel-script.ts';

export interface PanelFile {
  /** Below the panel's folder. */
  path: string;
  type: string;
  content: Uint8Array;
}

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  woff2: 'font/woff2',
};

/** Ours, in every panel's folder: `plexi` as a panel sees it. */
const SCRIPT_PATH = 'plexi.js';

export const panelFiles = (files: PackageFiles): PanelFile[] => [
  ...[...files].flatMap(([path, content]) => {
    const name = path.slice(PANEL_FOLDER.length);
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)];
    return path.startsWith(PANEL_FOLDER) && type !== undefined && name !== SCRIPT_PATH
      ? [{ path: name, type, content }]
      : [];
  }),
  { path: SCRIPT_PATH, type: TYPES['js'] ?? '', content: utf8(PANEL_SCRIPT) },
];
