import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The checkout that these scripts belong to. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** The script behind a root dependency's command: started with our own Node, it needs no shell on any system. */
export function toolScript(packageName: string, command: string): string {
  const folder = join(ROOT, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: Record<string, string>;
  };
  const script = bin[command];
  if (script === undefined) throw new Error(`${packageName} has no command ${command}`);
  return join(folder, script);
}

export interface ToolOutcome {
  status: number;
  stdout: string;
  /** Both streams, as they came. */
  output: string;
}

/** Runs a program from the checkout's root to its end. */
export function runProgram(file: string, args: readonly string[]): Promise<ToolOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status: status ?? 1, stdout, output }));
  });
}

/** Runs a root dependency's command; resolves with its output where it failed and with nothing where it did not. */
export async function problemsOf(
  packageName: string,
  command: string,
  args: readonly string[],
): Promise<string> {
  const { status, output } = await runProgram(process.execPath, [toolScript(packageName, command), ...args]);
  return status === 0 ? '' : output.trim() || `${command} ended with status ${status}`;
}
