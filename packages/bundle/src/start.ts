/**
 * Starts a program of ours from its bundle, or from its sources where those have changed since: then a bundle of them is made
 * beside it, for the next start. A program is some 900 modules; finding and reading them one by one was most of a short command.
 */
import { spawn } from 'node:child_process';
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findBundle, ROOT } from './current.ts';
import type { ProgramName } from './programs.ts';

const MAKER = fileURLToPath(new URL('make-in-background.ts', import.meta.url));

/** Set to 1, programs run from their sources, and no bundle is made: for debuggers and coverage. */
const SOURCES_ONLY = 'PLEXI_SOURCES';

const orderBundle = (): void => {
  const maker = spawn(process.execPath, [MAKER], { detached: true, stdio: 'ignore', windowsHide: true });
  // Without a bundle everything works as before.
  maker.on('error', () => undefined);
  maker.unref();
};

/** Runs the program `name`; `fromSources` imports the same from its sources. */
export const startProgram = async (name: ProgramName, fromSources: () => Promise<unknown>): Promise<void> => {
  // Where the environment names a folder for it, that stays.
  enableCompileCache(path.join(ROOT, '.plexi', 'compile-cache'));
  const sourcesOnly = process.env[SOURCES_ONLY] === '1';
  const bundle = sourcesOnly ? undefined : findBundle(ROOT);
  if (bundle !== undefined) {
    await import(pathToFileURL(path.join(bundle, `${name}.mjs`)).href);
    return;
  }
  if (!sourcesOnly) orderBundle();
  await fromSources();
};
