/**
 * Where programs that we start look for programs.
 */
import { delimiter } from 'node:path';

/**
 * The environment with `folders` searched first.
 *
 * @param {string[]} folders
 * @returns {NodeJS.ProcessEnv}
 */
export function searchFirst(folders) {
  // Windows spells it `Path`, and a copied environment minds the case: two spellings would hide one of them.
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [name]: [...folders, process.env[name] ?? ''].join(delimiter) };
}
