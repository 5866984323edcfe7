/**
 * Makes a bundle of the programs: all their modules in a few files, each of our sources as if it lay where it does. What has
 * native code or WebAssembly of its own is imported from where it is installed.
 */
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Plugin, type RolldownBuild, rolldown } from 'rolldown';
import { type BundleRecord, bundlesFolder, describeSource, findBundle, type Source } from './current.ts';
import { PROGRAMS } from './programs.ts';

const UNBUNDLED =
  /^(?:better-sqlite3-multiple-ciphers|sodium-native|@automerge\/automerge|node-llama-cpp)(?:\/|$)/u;
/** Programs that run for weeks load parts of their bundle when they first need them, so older ones stay. */
const KEPT = 10;
/** Whoever holds the lock for longer has died: a bundle takes two seconds. */
const LOCK_MS = 60_000;
/** Compiled code older than this is compiled again where it is still used. */
const CODE_MS = 7 * 24 * 60 * 60_000;

/** The source's path from `root`, with slashes; `undefined` for what is not ours. */
const ownFile = (root: string, id: string): string | undefined => {
  const file = path.relative(root, id);
  const isOurs = !file.startsWith('..') && !path.isAbsolute(file) && !file.includes('node_modules');
  return isOurs ? file.replaceAll(path.sep, '/') : undefined;
};

/** Notes each source of ours as it is just before it is read: a later change shows. */
const noteSources = (root: string, notes: Map<string, Source>): Plugin => ({
  name: 'note-sources',
  load: (id) => {
    const file = ownFile(root, id);
    if (file !== undefined) notes.set(file, describeSource(root, file));
    return null;
  },
});

/** Workers, programs and data are found beside the sources, and native packages where they are installed. */
const keepPlaces = (root: string): Plugin => ({
  name: 'keep-places',
  resolveId: {
    filter: { id: UNBUNDLED },
    handler: async function find(source, importer) {
      const found = await this.resolve(source, importer, { skipSelf: true });
      return found === null ? null : { id: pathToFileURL(found.id).href, external: true };
    },
  },
  transform: {
    filter: { code: 'import.meta.url' },
    handler: (code, id) =>
      ownFile(root, id) === undefined
        ? null
        : code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
  },
});

/** What decides how sources find each other, and how they are put together. */
const noteSurroundings = (root: string, notes: Map<string, Source>): void => {
  const folders = new Set([...notes.keys()].map((file) => file.split('/').slice(0, 2).join('/')));
  const files = [
    'pnpm-lock.yaml',
    ...[...folders].map((folder) => `${folder}/package.json`),
    ...['make.ts', 'programs.ts'].map((file) => `packages/bundle/src/${file}`),
  ];
  for (const file of files) notes.set(file, describeSource(root, file));
};

/** All programs of the checkout at `root`, to be written or looked at; `notes` gets each source as it was. */
export const gatherPrograms = (root: string, notes: Map<string, Source>): Promise<RolldownBuild> =>
  rolldown({
    cwd: root,
    input: Object.fromEntries(Object.entries(PROGRAMS).map(([name, file]) => [name, path.join(root, file)])),
    platform: 'node',
    plugins: [noteSources(root, notes), keepPlaces(root)],
    logLevel: 'silent',
  });

const writeBundle = async (root: string, folder: string, into: string): Promise<void> => {
  const notes = new Map<string, Source>();
  const bundle = await gatherPrograms(root, notes);
  await bundle.write({
    dir: into,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await bundle.close();
  noteSurroundings(root, notes);
  const record: BundleRecord = { root, sources: [...notes.values()] };
  await writeFile(path.join(into, 'sources.json'), JSON.stringify(record));
  const name = path.basename(into).replace('making-', '');
  await rename(into, path.join(folder, name));
  const pointer = path.join(folder, `${name}.current`);
  await writeFile(pointer, `${name}\n`);
  await rename(pointer, path.join(folder, 'current'));
};

/** What Node compiled of bundles and sources that are gone: Node itself forgets nothing. */
const dropOldCode = async (root: string): Promise<void> => {
  const folder = path.join(root, '.plexi', 'compile-cache');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > CODE_MS) await rm(file, { force: true });
  }
};

const dropOld = async (folder: string): Promise<void> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const dated = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() && entry.name !== 'lock')
      .map(async ({ name }) => ({ name, time: (await stat(path.join(folder, name))).mtimeMs })),
  );
  const old = dated.toSorted((a, b) => b.time - a.time).slice(KEPT);
  await Promise.all(old.map(({ name }) => rm(path.join(folder, name), { recursive: true, force: true })));
};

/** Makes a folder that is the lock; `undefined` while another process has it. */
const takeLock = async (folder: string): Promise<{ release(): Promise<void> } | undefined> => {
  const lock = path.join(folder, 'lock');
  const held = await stat(lock).catch(() => undefined);
  if (held !== undefined && Date.now() - held.mtimeMs > LOCK_MS) await utimes(lock, new Date(), new Date());
  else if (
    !(await mkdir(lock).then(
      () => true,
      () => false,
    ))
  )
    return undefined;
  return { release: () => rm(lock, { recursive: true, force: true }) };
};

/** Makes the bundle of the checkout at `root`, unless it is there or being made. Throws where it can't be made or written. */
export const makeBundle = async (root: string): Promise<void> => {
  if (findBundle(root) !== undefined) return;
  const folder = bundlesFolder(root);
  await mkdir(folder, { recursive: true });
  const lock = await takeLock(folder);
  if (lock === undefined) return;
  try {
    const into = await mkdtemp(path.join(folder, 'making-'));
    await writeBundle(root, folder, into);
    await Promise.all([dropOld(folder), dropOldCode(root)]);
  } finally {
    await lock.release();
  }
};
