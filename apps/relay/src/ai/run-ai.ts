/** The daemon as an AI node. The first line on standard output is where OpenAI's interface is. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { type Licence, licenceName } from '@plexi/ai/hub';
import { lockFolder } from '@plexi/peer/host';
import { plexiError } from '@plexi/protocol';
import { serveControl } from '../control.ts';
import { log } from '../log.ts';
import { type AiNode, type AiNodeOptions, acceptsByName, startAiNode } from './ai-node.ts';

const DEFAULT_LISTEN = '127.0.0.1:11535';
const LOOPBACK = /^(?:127\.|\[?::1\]?$|localhost$)/;

const readOptions = (args: string[]) => {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: 'string', multiple: true },
      data: { type: 'string' },
      space: { type: 'string' },
      name: { type: 'string', default: 'AI' },
      listen: { type: 'string', default: DEFAULT_LISTEN },
      context: { type: 'string' },
      cpu: { type: 'boolean', default: false },
      'accept-licence': { type: 'string', multiple: true, default: [] },
    },
  });
  const { model, data, listen, context } = values;
  if (model === undefined || data === undefined) throw new TypeError('--model and --data are needed');
  const [, host, port] = /^(\[[0-9a-fA-F:.]+\]|[^:]+):(\d{1,5})$/.exec(listen) ?? [];
  if (host === undefined || Number(port) > 65_535) throw new TypeError('--listen is HOST:PORT');
  const contextTokens = context === undefined ? undefined : Number(context);
  if (contextTokens !== undefined && !(Number.isInteger(contextTokens) && contextTokens > 0))
    throw new TypeError('--context is a number of tokens');
  return {
    models: model,
    folder: path.resolve(data),
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port),
    contextTokens,
    gpu: !values.cpu,
    accepted: values['accept-licence'],
    link: values.space,
    name: values.name,
  };
};

/** In a terminal a person is shown the licence and asked; elsewhere it is accepted by its name beforehand or not at all. */
const askForLicence = async (licence: Licence): Promise<boolean> => {
  if (!process.stdin.isTTY) return false;
  const name = licenceName(licence);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const where = licence.link ?? "the model's page";
    const words = await terminal.question(
      `The licence of this model is ${JSON.stringify(name)}; read it at ${JSON.stringify(where)}.\nType its name to accept it: `,
    );
    return words.trim() === name;
  } finally {
    terminal.close();
  }
};

/** A node that was ever in a space is in it again, without the link. */
const membershipOf = async (
  folder: string,
  link: string | undefined,
  name: string,
  signal: AbortSignal,
): Promise<AiNodeOptions['join']> => {
  const wasMember = await stat(path.join(folder, 'profile')).then(
    () => true,
    () => false,
  );
  if (link === undefined && !wasMember) return undefined;
  const { joinSpaces } = await import('./membership.ts');
  return async (answerer) => {
    const model = answerer.models().find(({ kind }) => kind === 'chat')?.id;
    if (model === undefined) throw plexiError('MODEL_UNFIT', { detail: 'none of the models chats' });
    return joinSpaces({ folder, link, name, answerer, model, log, signal });
  };
};

/** Runs until it is stopped. Throws TypeErrors for wrong usage, PROFILE_IN_USE, and what `startAiNode` throws. */
export const runAi = async (args: string[]): Promise<void> => {
  const { accepted, link, name, ...options } = readOptions(args);
  const stopping = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  const isAccepted = acceptsByName(accepted);
  const lock = await lockFolder(options.folder);
  let node: AiNode | undefined;
  // From here on it can be asked and stopped: fetching a model may take an hour.
  const closeControl = await serveControl({
    folder: options.folder,
    status: async () => ({ ready: node !== undefined, ...(await node?.status()) }),
    stop: () => stopping.abort(),
  });
  try {
    node = await startAiNode({
      ...options,
      hub: { endpoint: process.env['HF_ENDPOINT'], token: process.env['HF_TOKEN'] },
      join: await membershipOf(options.folder, link, name, stopping.signal),
      acceptLicence: async (licence) => (await isAccepted(licence)) || askForLicence(licence),
      signal: stopping.signal,
      log,
    });
    if (!LOOPBACK.test(options.host)) log('not-encrypted', { host: options.host });
    process.stdout.write(`${node.url}\n`);
    await stopped;
  } catch (error) {
    // Who stops it while it fetches a model has what they wanted.
    if (!stopping.signal.aborted) throw error;
  } finally {
    await closeControl();
    await node?.close();
    lock.release();
  }
  log('stopped', {});
  process.exit(0);
};
