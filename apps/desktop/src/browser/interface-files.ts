/** The built interface, as it is served: a fixed list in memory, so that no address leads out of it and no later build into it. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { plexiError } from '@plexi/protocol';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};
const MOST_FILES = 2000;
const MOST_BYTES = 32 * 1024 * 1024;

export interface InterfaceFile {
  type: string;
  content: Buffer<ArrayBuffer>;
  /** Whether its name changes with its content. */
  immutable: boolean;
}

/** The files by their address. */
export type InterfaceFiles = ReadonlyMap<string, InterfaceFile>;

/** Reads the folder that the interface was built into. Throws NOT_FOUND where there is none. */
export const listInterfaceFiles = async (folder: string): Promise<InterfaceFiles> => {
  const files = new Map<string, InterfaceFile>();
  let bytes = 0;
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of names) {
    const type = TYPES[path.extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = path.join(entry.parentPath, entry.name);
    const address = `/${path.relative(folder, file).split(path.sep).join('/')}`;
    const content = await readFile(file);
    bytes += content.length;
    if (bytes > MOST_BYTES || files.size >= MOST_FILES)
      throw plexiError('TOO_LARGE', { detail: 'the built interface' });
    files.set(address, {
      type,
      content,
      immutable: address.startsWith('/assets/'),
    });
  }
  const index = files.get('/index.html');
  if (index === undefined) throw plexiError('NOT_FOUND', { detail: 'the built interface' });
  files.set('/', index);
  return files;
};
