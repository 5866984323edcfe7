/** Where a passphrase comes from: the environment, else a person at a terminal; never the command line, which others can see. */
import { plexiError } from '@plexi/protocol';
import { remark } from './printing.ts';

const ENTER = new Set(['\r', '\n', '\u0004']);
const ERASE = new Set(['\u007f', '\b']);
const INTERRUPT = '\u0003';

const fromEnvironment = (name: `PLEXI_${'' | 'NEW_' | 'BACKUP_'}PASSPHRASE`): string | undefined => {
  const value = process.env[name];
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
  fromEnvironment('PLEXI_PASSPHRASE') ?? (canAsk() ? askHidden('Passphrase: ') : undefined);

const askTwice = async (question: string): Promise<string> => {
  for (;;) {
    const first = await askHidden(question);
    if (first === '' || (await askHidden('The same again: ')) === first) return first;
    await remark('These were not the same; once more.');
  }
};

/** The passphrase for a new profile; `undefined` for none, which is the default where nobody can be asked. */
export const choosePassphrase = async (): Promise<string | undefined> => {
  const given = fromEnvironment('PLEXI_PASSPHRASE');
  if (given !== undefined || !canAsk()) return given;
  return (await askTwice('A passphrase for this profile (empty for none): ')) || undefined;
};

/** The passphrase to come. Throws PASSPHRASE_NEEDED where nobody can be asked: none is another command. */
export const newPassphrase = async (): Promise<string> => {
  const given =
    fromEnvironment('PLEXI_NEW_PASSPHRASE') ?? (canAsk() ? await askTwice('The new passphrase: ') : '');
  if (given !== '') return given;
  throw plexiError('PASSPHRASE_NEEDED', {
    detail: 'a new one: ask in a terminal, or set PLEXI_NEW_PASSPHRASE',
  });
};

/** What opens a backup. Throws PASSPHRASE_NEEDED where nobody can be asked. */
export const backupPassphrase = async (): Promise<string> => {
  const given =
    fromEnvironment('PLEXI_BACKUP_PASSPHRASE') ??
    (canAsk() ? await askHidden('Passphrase of the backup: ') : '');
  if (given !== '') return given;
  throw plexiError('PASSPHRASE_NEEDED', { detail: 'that of the backup: set PLEXI_BACKUP_PASSPHRASE' });
};
