/** An AI node: models, the engine that runs them, and OpenAI's interface before it. A space is joined through `join`. */
import path from 'node:path';
import { fetchModel, isHubReference, type Licence, licenceName, parseHubReference } from '@plexi/ai/hub';
import { createEngine, type Engine } from '@plexi/ai/inference';
import { type ModelFile, openModelFile } from '@plexi/ai/model';
import { type Api, serveApi } from '@plexi/ai/server';
import { LIMITS, plexiError } from '@plexi/protocol';
import { watchKeys } from './key-file.ts';
import type { Membership } from './membership.ts';

export interface AiNodeOptions {
  /** Where it keeps models and keys; whoever calls has its lock. */
  folder: string;
  /** Files, or `hf:OWNER/REPO:QUANT`. */
  models: readonly string[];
  host: string;
  port: number;
  contextTokens?: number | undefined;
  gpu: boolean;
  /** Where models come from, and the token that it is asked with. */
  hub: { endpoint?: string | undefined; token?: string | undefined };
  acceptLicence: (licence: Licence) => Promise<boolean>;
  /** Makes the node a member of a space; it answers there with the same engine, by the same queue, once it is told to. */
  join?: ((engine: Engine) => Promise<Membership>) | undefined;
  /** Aborts the start: a download that nobody waits for. */
  signal?: AbortSignal | undefined;
  /** Facts for the log: ids, codes and numbers; never what is asked or answered. */
  log: (event: string, fields: Record<string, unknown>) => void;
}

export interface AiNode {
  /** Where OpenAI's interface is. */
  url: string;
  status(): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

const PROGRESS_MS = 1_000;

const findModel = async (options: AiNodeOptions, model: string): Promise<{ id: string; file: ModelFile }> => {
  const { log } = options;
  if (!isHubReference(model))
    return { id: path.basename(model).replace(/\.gguf$/i, ''), file: openModelFile(model) };
  let shown = Number.NEGATIVE_INFINITY;
  const stored = await fetchModel(parseHubReference(model), {
    folder: path.join(options.folder, 'models'),
    access: { ...options.hub, signal: options.signal },
    acceptLicence: options.acceptLicence,
    onEvent: ({ kind, ...fields }) => {
      if (kind === 'progress' && performance.now() - shown < PROGRESS_MS) return;
      if (kind === 'progress') shown = performance.now();
      log(`model-${kind}`, { model, ...fields });
    },
  });
  return { id: model.slice('hf:'.length), file: openModelFile(stored.path) };
};

const findModels = async (options: AiNodeOptions): Promise<{ id: string; file: ModelFile }[]> => {
  const models: { id: string; file: ModelFile }[] = [];
  for (const model of options.models) {
    const found = await findModel(options, model);
    if (models.some(({ id }) => id === found.id))
      throw plexiError('NAME_TAKEN', { detail: `two models are called ${found.id}` });
    const { architecture, kind, parameters, packing } = found.file.facts;
    options.log('model-found', { model: found.id, architecture, kind, parameters, packing });
    models.push(found);
  }
  return models;
};

/** Throws PORT_IN_USE, MODEL_INVALID, MODEL_NOT_LOADED, ENGINE_MISSING, and what fetching a model throws. */
export const startAiNode = async (options: AiNodeOptions): Promise<AiNode> => {
  const { folder, log } = options;
  const keys = watchKeys(folder);
  let engine: Engine | undefined;
  let api: Api | undefined;
  let membership: Membership | undefined;
  const close = async (): Promise<void> => {
    await membership?.[Symbol.asyncDispose]();
    await api?.close();
    await engine?.close();
  };
  try {
    const count = (await keys()).length;
    const running = createEngine({
      models: await findModels(options),
      contextTokens: options.contextTokens ?? LIMITS.contextTokens,
      gpu: options.gpu,
      log,
    });
    engine = running;
    // What takes a moment to find out is said before a model is loaded, which may take minutes.
    api = await serveApi({ answerer: running, keys, host: options.host, port: options.port, log });
    const { url } = api;
    membership = await options.join?.(running);
    // Whoever stops it now does not wait for the model.
    const cancel = (): void => void running.close();
    options.signal?.addEventListener('abort', cancel, { once: true });
    if (options.signal?.aborted === true) throw plexiError('CANCELLED');
    // A model that does not load is said at once, and not to the first who asks.
    await running.warm(options.signal);
    options.signal?.removeEventListener('abort', cancel);
    await membership?.answer();
    if (options.join === undefined) log('engine-only', { reason: 'no space was named' });
    if (count === 0) log('no-api-keys', { next: 'plexi ai key create --name NAME' });
    return {
      url,
      close,
      status: async () => ({ url, keys: (await keys()).length, models: running.models() }),
    };
  } catch (error) {
    await close();
    throw error;
  }
};

/** What a person accepts a licence by: its name, as it is shown. */
export const acceptsByName =
  (accepted: readonly string[]) =>
  async (licence: Licence): Promise<boolean> =>
    accepted.includes(licenceName(licence));
