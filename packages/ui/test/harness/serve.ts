/** Builds the harness once for as long as the sources stay as they are, and serves it under the policy that the app has, on loopback. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface Served {
  origin: string;
  close: () => Promise<void>;
}

const ROOT = path.join(import.meta.dirname, '../../../..');
const KEPT = path.join(ROOT, 'node_modules/.cache/plexi-harness');
const SOURCES = ['packages/ui', 'packages/operations/src', 'packages/protocol/src'];

/** A name for the sources as they are now. */
const nameSources = async (): Promise<string> => {
  const hash = createHash('sha256');
  const add = async (file: string): Promise<void> => {
    const { size, mtimeMs } = await stat(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  };
  await add(path.join(ROOT, 'pnpm-lock.yaml'));
  for (const folder of SOURCES) {
    const entries = await readdir(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => path.join(entry.parentPath, entry.name));
    for (const file of files.sort()) await add(file);
  }
  return hash.digest('hex').slice(0, 24);
};

const buildHarness = async (outDir: string): Promise<void> => {
  await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    base: './',
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      minify: false,
      // As in the app: whichever chunk makes the first schema, zod has been told of the policy by then.
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [{ name: 'policy', test: /[\\/](?:strict-policy\.ts$|node_modules[\\/]zod[\\/])/u }],
          },
        },
      },
    },
  });
};

const findBuild = async (): Promise<string> => {
  const folder = path.join(KEPT, await nameSources());
  const isThere = () =>
    stat(folder).then(
      () => true,
      () => false,
    );
  if (await isThere()) return folder;
  await mkdir(KEPT, { recursive: true });
  const before = await readdir(KEPT);
  const fresh = await mkdtemp(path.join(KEPT, 'new-'));
  await buildHarness(fresh);
  try {
    await rename(fresh, folder);
  } catch (error) {
    // Another run has built the same meanwhile.
    await rm(fresh, { recursive: true, force: true });
    if (!(await isThere())) throw error;
  }
  for (const old of before.filter((name) => !name.startsWith('new-') && name !== path.basename(folder)))
    await rm(path.join(KEPT, old), { recursive: true, force: true });
  return folder;
};

/** All of a build, by the path that it is asked for: another run may put a newer one in its place. */
const readBuild = async (folder: string): Promise<Map<string, Buffer>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(
        async (file) =>
          [`/${path.relative(folder, file).split(path.sep).join('/')}`, await readFile(file)] as const,
      ),
    ),
  );
};

export const serveHarness = async (): Promise<Served> => {
  const files = await readBuild(await findBuild());
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').split('?')[0] ?? '/';
    const file = name === '/' ? '/index.html' : name;
    const content = files.get(file);
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
      // Named by what they hold: a browser may keep them, compiled.
      'cache-control': name.includes('assets/') ? 'max-age=3600, immutable' : 'no-store',
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
