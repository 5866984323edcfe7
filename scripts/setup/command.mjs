/**
 * Runs the tools that set-up needs and turns their failures into sentences.
 */
import { spawn } from 'node:child_process';
import { setupFailure } from './report.mjs';

const KEPT_OUTPUT = 64 * 1024;

const CAUSES = [
  {
    signs: /ENOSPC|no space left|os error 28\b/i,
    what: 'the disk is full',
    next: 'free about 2 GB and run the same command again; what was fetched is kept.',
  },
  {
    signs:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|SOCKET_TIMEOUT|dns error|tunnel error|error sending request|network request/i,
    what: 'the package registry could not be reached',
    next: 'check the network (and HTTPS_PROXY, if you are behind a proxy), then run the same command again.',
  },
  {
    signs: /CERT|self.signed|certificate/i,
    what: 'the connection to the package registry is not trusted',
    next: 'if your organisation inspects TLS, set NODE_EXTRA_CA_CERTS to its certificate and run again.',
  },
  {
    signs: /EACCES|EPERM|EROFS|permission denied/i,
    what: 'a file or folder may not be written',
    next: 'make this folder, and your home folder’s npm cache, yours; then run the same command again.',
  },
  {
    signs: /OUTDATED_LOCKFILE|BROKEN_LOCKFILE|LOCKFILE_CONFIG_MISMATCH/,
    what: 'pnpm-lock.yaml does not fit the package.json files',
    next: 'run `git status`; restore those files, or run `pnpm install` if you changed dependencies on purpose.',
  },
  {
    signs: /ETARGET|E404|No match(ing version)? found/,
    what: 'the registry does not have a version that is needed',
    next: 'check which registry npm is set to use (`npm config get registry`), then run again.',
  },
];

/**
 * @typedef {object} CommandOptions
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {string} doing what the command is for, in a failure's sentence
 * @property {boolean} [shell] off unless told
 * @property {(line: string) => boolean} [onLine] each line of either stream; true where it shows progress
 * @property {number} [stallMs] ends the command after so long without progress; never unless told
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Ends what set-up still runs, for when the person stops it. */
export function stopCommands() {
  for (const child of running) child.kill('SIGTERM');
}

/**
 * Runs a command to its end and returns the last of what it wrote.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {CommandOptions} options
 * @returns {Promise<string>}
 */
export function runCommand(file, args, options) {
  return new Promise((resolve, reject) => {
    const { cwd, env, shell = false } = options;
    const child = spawn(file, args, {
      cwd,
      env,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    running.add(child);
    let output = '';
    const watch = options.stallMs === undefined ? undefined : setTimeout(giveUp, options.stallMs);
    function giveUp() {
      output += `\nETIMEDOUT: nothing arrived for ${(options.stallMs ?? 0) / 1000} s`;
      child.kill('SIGKILL');
    }
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output = (output + text).slice(-KEPT_OUTPUT);
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (options.onLine?.(line)) watch?.refresh();
      });
    }
    child.on('error', (cause) => {
      running.delete(child);
      clearTimeout(watch);
      reject(explain(options.doing, String(cause)));
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      clearTimeout(watch);
      if (code === 0) resolve(output);
      else reject(explain(options.doing, `${output}\n${signal ?? `exit status ${code}`}`));
    });
  });
}

/**
 * @param {string} doing
 * @param {string} output
 */
function explain(doing, output) {
  const words = readableWords(output);
  const cause = CAUSES.find(({ signs }) => signs.test(words));
  if (cause === undefined)
    return setupFailure(`${doing} failed`, 'read the lines above; run again with the cause removed.', words);
  return setupFailure(`${doing} failed because ${cause.what}`, cause.next, words);
}

/**
 * The last lines meant for people: pnpm's own log is JSON, most of it noise.
 *
 * @param {string} output
 */
function readableWords(output) {
  const lines = [];
  for (const line of output.split('\n')) {
    if (line.trim() === '') continue;
    if (!line.startsWith('{')) {
      lines.push(line);
      continue;
    }
    try {
      const record = JSON.parse(line);
      if (record.level === 'error' || record.level === 'warn')
        lines.push(`${record.code ?? ''} ${record.message ?? record.err?.message ?? ''}`);
    } catch {
      // A line cut in half by the bound on what is kept.
    }
  }
  return lines.slice(-12).join('\n');
}
