/** Where a passphrase comes from: the environment, else a person at a terminal; never the command line, which others can see. */
import { plexiError } from '@plexi/protocol';
import { remark } from './printing.ts';

const ENTER = new Set(['\r', '\n', '\u0004']);
const ERASE = new Set(['\u007f', '\b']);
const INTERRUPT = '\u0003';

const fromEnvironment = (): string | undefined => {
  const value = process.env['PLEXI_PASSPHRASE'];
  return value === undefined || value === '' ? undefined : value;
};

const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** Reads a line from the terminal without showing it. */
const askHidden = async (question: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { stdin, stderr } = process;
    let typed: string[] = [];
    const finish = (): void => {
      stdin.setRawMode(false);
      stdin.pause();
      stdin.off('data', take);
      stderr.write('\n');
    };
    const take = (chunk: string): void => {
      for (const character of chunk) {
        if (character === INTERRUPT) {
          finish();
          reject(plexiError('PASSPHRASE_NEEDED'));
          return;
        }
        if (ENTER.has(character)) {
          finish();
          resolve(typed.join(''));
          return;
        }
        if (ERASE.has(character)) typed = typed.slice(0, -1);
        else typed.push(character);
      }
    };
    stderr.write(question);
    stdin.setEncoding('utf8');
    stdin.setRawMode(true);
    stdin.on('data', take);
    stdin.resume();
  });

/** The passphrase of a profile that has one, or `undefined` where nobody can be asked. */
export const findPassphrase = async (): Promise<string | undefined> =>
  fromEnvironment() ?? (canAsk() ? askHidden('Passphrase: ') : undefined);

/** The passphrase for a new profile; `undefined` for none, which is the default where nobody can be asked. */
export const choosePassphrase = async (): Promise<string | undefined> => {
  const given = fromEnvironment();
  if (given !== undefined || !canAsk()) return given;
  for (;;) {
    const first = await askHidden('A passphrase for this profile (empty for none): ');
    if (first === '') return undefined;
    if ((await askHidden('The same again: ')) === first) return first;
    await remark('These were not the same; once more.');
  }
};
