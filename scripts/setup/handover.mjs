/**
 * Gives the terminal to the program that was asked for, and ends as it ends.
 */
import { spawn } from 'node:child_process';

/**
 * Runs `file` with our streams and resolves with its exit status; dies of the signal that it died of.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export function handOver(file, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: 'inherit' });
    const onTerminal = process.stdin.isTTY;
    /** @type {Partial<Record<NodeJS.Signals, () => void>>} */
    const handlers = {
      // A terminal sends Ctrl-C to the whole group, so the child has it already; twice would mean "at once".
      SIGINT: () => void (onTerminal || child.kill('SIGINT')),
      SIGTERM: () => void child.kill('SIGTERM'),
      SIGHUP: () => void child.kill('SIGHUP'),
    };
    for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
    child.on('error', reject);
    child.on('exit', (status, signal) => {
      for (const [name, handler] of Object.entries(handlers)) process.off(name, handler);
      if (signal === null || process.platform === 'win32') return resolve(status ?? 1);
      process.kill(process.pid, signal);
    });
  });
}
