/** Runs a command that a profile's peer serves. */
import { type Invocation, renderOutput, setsPassphrase } from '@plexi/operations/command';
import { profileFolder } from '@plexi/peer/host';
import { plexiError } from '@plexi/protocol';
import { formatTime } from './clock.ts';
import { choosePassphrase } from './passphrase.ts';
import { print } from './printing.ts';
import { readPortions, readStandardInput } from './reading.ts';
import { openSession, type Session } from './session.ts';
import { fillUp, shortIdIn, wholeId } from './short-id.ts';
import { callUnlocking } from './unlocking.ts';

/** What several calls gave, as one: numbers add up. */
const addUp = (sum: Record<string, unknown>, part: Record<string, unknown>): Record<string, unknown> => {
  const added: Record<string, unknown> = { ...part };
  for (const [key, value] of Object.entries(sum)) {
    const more = part[key];
    if (typeof value === 'number' && typeof more === 'number') added[key] = value + more;
  }
  return added;
};

const callWithFile = async (
  session: Session,
  invocation: Invocation,
  file: { field: string; path: string },
): Promise<unknown> => {
  let sum: Record<string, unknown> = {};
  let calls = 0;
  for await (const portion of readPortions(file.path)) {
    const input = { ...invocation.input, [file.field]: portion };
    const part = await callUnlocking(session, invocation.operation.id, input);
    sum = addUp(sum, part as Record<string, unknown>);
    calls += 1;
  }
  if (calls > 0) return sum;
  return callUnlocking(session, invocation.operation.id, { ...invocation.input, [file.field]: '' });
};

/** Adds what is not on the command line: standard input and a passphrase for a new account. */
const complete = async (invocation: Invocation): Promise<Record<string, unknown>> => {
  const input = { ...invocation.input };
  if (invocation.stdin !== undefined) input[invocation.stdin] = await readStandardInput();
  const makes = setsPassphrase(invocation.operation) && invocation.operation.id !== 'account.passphrase';
  if (makes && !invocation.noPassphrase) {
    const passphrase = await choosePassphrase();
    if (passphrase !== undefined) input['passphrase'] = passphrase;
  }
  return input;
};

/** Refuses bad values before a profile is opened for them; where a file is still to be read its peer does. */
const check = (invocation: Invocation, input: Record<string, unknown>): void => {
  if (invocation.file !== undefined) return;
  const parsed = invocation.operation.input.safeParse(input);
  const issue = parsed.error?.issues[0];
  if (issue === undefined) return;
  throw plexiError('INVALID_INPUT', { detail: [...issue.path.map(String), issue.message].join(': ') });
};

/** Commands that are made of several operations, with files of this machine in between. */
const COMPOSED: Record<
  string,
  () => Promise<(session: Session, invocation: Invocation) => Promise<unknown>>
> = {
  'account.export': async () => (await import('./backup-file.ts')).saveBackup,
  'account.restore': async () => (await import('./backup-file.ts')).restoreAccount,
  'account.passphrase': async () => (await import('./change-passphrase.ts')).changePassphrase,
  'file.send': async () => (await import('./file-send.ts')).sendFiles,
  'plugin.install': async () => (await import('./plugin-install.ts')).installPlugin,
  'file.get': async () => (await import('./file-get.ts')).getFiles,
};

const callFor = async (session: Session, invocation: Invocation): Promise<unknown> => {
  const { operation, file, input } = invocation;
  const compose = COMPOSED[operation.id];
  if (compose !== undefined) return (await compose())(session, invocation);
  if (file !== undefined) return callWithFile(session, invocation, file);
  return callUnlocking(session, operation.id, input);
};

/** Runs the command and prints its output. Throws PlexiErrors. */
export const callProfile = async (invocation: Invocation): Promise<void> => {
  const { operation } = invocation;
  const folder = profileFolder(invocation.profile);
  const input = await complete(invocation);
  const short = shortIdIn(invocation, input);
  check(invocation, short === undefined ? input : { ...input, id: fillUp(short) });
  const session = await openSession(folder);
  const stop = (signal: NodeJS.Signals): void => {
    void session.close().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    if (operation.command?.online === true) await session.goOnline();
    if (operation.command?.fresh === true) await session.refresh();
    if (short !== undefined) input['id'] = await wholeId(session, input['space'], short);
    const output = await callFor(session, { ...invocation, input });
    if (output === undefined) return;
    const { language = 'en' } = input as { language?: string };
    const text = invocation.json
      ? JSON.stringify(output)
      : renderOutput(operation, output, { formatTime, language });
    if (text !== '') await print(text);
    if (operation.kind === 'command') await session.settle();
  } finally {
    await session.close();
  }
};
