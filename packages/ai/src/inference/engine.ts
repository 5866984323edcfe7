/** The models of one node. Whoever answers (HTTP, a space, a scheduler over several nodes) asks through this port. */
import { LIMITS, plexiError } from '@plexi/protocol';
import type { ModelFile } from '../model/index.ts';
import type { Call, ChatAnswer, ChatCall, ChatRequest, Embeddings } from './chat.ts';
import {
  type Asker,
  createModelRunner,
  type ModelRunner,
  type ModelRunnerOptions,
  type RunnerLoad,
} from './model-runner.ts';

interface EngineModel {
  /** What it is asked for by: `OWNER/REPO:QUANT`, or its file's name. */
  id: string;
  kind: 'chat' | 'embedding';
  /** Its maker's name for it. */
  name: string | undefined;
}

/** How busy a model is. */
export interface ModelState extends EngineModel {
  loaded: boolean;
  running: number;
  waiting: number;
  /** How long an inference took of late, in milliseconds; 0 before the first. */
  averageMs: number;
}

/** Something that answers with models: a node's own, or several nodes'. */
export interface Answerer {
  models(): readonly ModelState[];
  /** Throws NOT_FOUND where there is no such model, and what `ModelRunner.chat` throws. */
  chat(model: string, request: ChatRequest, call: ChatCall & Asker): Promise<ChatAnswer>;
  /** Throws the same. */
  embed(model: string, texts: readonly string[], call: Call & Asker): Promise<Embeddings>;
}

export interface Engine extends Answerer {
  models(): readonly (EngineModel & RunnerLoad)[];
  /** Loads every model, one after the other. Throws MODEL_NOT_LOADED, ENGINE_MISSING, CANCELLED. */
  warm(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface EngineOptions extends Omit<ModelRunnerOptions, 'model'> {
  models: readonly { id: string; file: ModelFile }[];
}

/** Throws MODEL_UNFIT where one can neither chat nor embed, TOO_LARGE. */
export const createEngine = ({ models, ...options }: EngineOptions): Engine => {
  if (models.length > LIMITS.nodeModels)
    throw plexiError('TOO_LARGE', { detail: `a node serves ${LIMITS.nodeModels} models` });
  const runners = new Map<string, { about: EngineModel; runner: ModelRunner }>();
  for (const { id, file } of models) {
    const { kind, name } = file.facts;
    if (kind === 'reranking') throw plexiError('MODEL_UNFIT', { detail: `${id} ranks, and writes nothing` });
    const log = options.log;
    const runner = createModelRunner({
      ...options,
      model: file,
      log: (event, fields) => log?.(event, { model: id, ...fields }),
    });
    runners.set(id, { about: { id, kind, name }, runner });
  }
  const find = (id: string): ModelRunner => {
    const found = runners.get(id);
    if (found === undefined) throw plexiError('NOT_FOUND', { detail: 'model' });
    return found.runner;
  };
  return {
    models: () => [...runners.values()].map(({ about, runner }) => ({ ...about, ...runner.load() })),
    chat: async (model, request, call) => find(model).chat(request, call),
    embed: async (model, texts, call) => find(model).embed(texts, call),
    warm: async (signal) => {
      for (const { runner } of runners.values()) await runner.warm({ asker: 'the node itself', signal });
    },
    close: async () => {
      await Promise.all([...runners.values()].map(async ({ runner }) => runner.close()));
    },
  };
};
