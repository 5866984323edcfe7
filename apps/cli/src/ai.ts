/** `plexi ai`: runs an AI node in this process's place, asks one about itself, and keeps the list of its API keys. */
import path from 'node:path';
import { listModels } from '@plexi/ai/hub';
import { type Invocation, renderOutput } from '@plexi/operations/command';
import { dataFolder } from '@plexi/peer/host';
import { plexiError } from '@plexi/protocol';
import { callAi } from './ai-control.ts';
import { addKey, dropKey, readKeys } from './ai-keys.ts';
import { formatTime } from './clock.ts';
import { becomeDaemon } from './daemon.ts';
import { print } from './printing.ts';

interface StartInput {
  model: string[];
  data?: string;
  listen?: string;
  context?: number;
  cpu?: boolean;
  acceptLicence?: string[];
  space?: string;
  name?: string;
}

const folderOf = (invocation: Invocation): string => {
  const { data } = invocation.input as { data?: string };
  return data === undefined ? path.join(dataFolder(), 'ai') : path.resolve(data);
};

/** Runs an AI node until it is stopped; gives its exit status. */
export const startAi = async (invocation: Invocation): Promise<number> => {
  const {
    model,
    listen,
    context,
    cpu,
    space,
    name: called,
    acceptLicence = [],
  } = invocation.input as unknown as StartInput;
  return becomeDaemon([
    '--role',
    'ai',
    ...model.map((one) => `--model=${one}`),
    `--data=${folderOf(invocation)}`,
    ...(space === undefined ? [] : [`--space=${space}`]),
    ...(called === undefined ? [] : [`--name=${called}`]),
    ...(listen === undefined ? [] : [`--listen=${listen}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
    ...(cpu === true ? ['--cpu'] : []),
    ...acceptLicence.map((name) => `--accept-licence=${name}`),
  ]);
};

const showStatus = async (folder: string): Promise<unknown> => {
  const call = await callAi(folder, { status: true });
  return call === undefined ? { running: false } : { running: true, ...(await call.answer()) };
};

const stop = async (folder: string): Promise<unknown> => {
  const call = await callAi(folder, { stop: true });
  if (call === undefined) throw plexiError('AI_NOT_RUNNING', { detail: folder });
  await call.ended;
  return { stopped: true };
};

const showModels = async (folder: string): Promise<unknown> => {
  const models = await listModels(path.join(folder, 'models'));
  return models.map(({ reference, licence, fetched, files, path: place }) => ({
    reference,
    licence,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    fetched,
    path: place,
  }));
};

const COMMANDS: Record<string, (folder: string, invocation: Invocation) => Promise<unknown>> = {
  'ai.status': showStatus,
  'ai.stop': stop,
  'ai.model.list': showModels,
  'ai.key.create': async (folder, { input }) => addKey(folder, String(input['name'])),
  'ai.key.list': async (folder) =>
    (await readKeys(folder)).map(({ name, created, id }) => ({ name, created, id })),
  'ai.key.revoke': async (folder, { input }) => dropKey(folder, String(input['key'])),
};

/** Runs any of the other commands, and prints what it gives. Throws AI_NOT_RUNNING, NOT_FOUND, NAME_TAKEN, PROFILE_INVALID. */
export const tellAi = async (invocation: Invocation): Promise<void> => {
  const { operation, json } = invocation;
  const issue = operation.input.safeParse(invocation.input).error?.issues[0];
  if (issue !== undefined)
    throw plexiError('INVALID_INPUT', { detail: [...issue.path.map(String), issue.message].join(': ') });
  const output = operation.output.parse(await COMMANDS[operation.id]?.(folderOf(invocation), invocation));
  await print(json ? JSON.stringify(output) : renderOutput(operation, output, { formatTime }));
};
