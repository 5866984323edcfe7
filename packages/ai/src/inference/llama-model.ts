/** A model in llama.cpp. Runs in the inference process only: what is in a model file can crash whoever loads it. */
import { isPlexiError, plexiError } from '@plexi/protocol';
import {
  type ChatHistoryItem,
  getLlama,
  type Llama,
  LlamaChat,
  type LlamaGrammar,
  LlamaLogLevel,
  type LlamaModel,
  NoBinaryFoundError,
} from 'node-llama-cpp';
import type { ChatMessage, ChatOutcome, ChatRequest, Embeddings } from './chat.ts';
import { answerRoom, fitMessages } from './fit-messages.ts';
import type { Loaded, Order } from './process-messages.ts';

type LoadOrder = Extract<Order, { kind: 'load' }>;

export interface LoadedModel {
  loaded: Loaded;
  chat(request: ChatRequest, signal: AbortSignal, onText: (text: string) => void): Promise<ChatOutcome>;
  embed(texts: readonly string[], signal: AbortSignal): Promise<Embeddings>;
}

const DEFAULT_TEMPERATURE = 0.8;
/** Room that templates may take beside what was counted. */
const SPARE_TOKENS = 8;
/** The part of the context kept for an answer whose length nobody says, and the most that one may claim. */
const ANSWER_SHARE = 4;
const LARGEST_ANSWER_SHARE = 2;

const toHistory = (messages: readonly ChatMessage[]): ChatHistoryItem[] => [
  ...messages.map(
    ({ role, text }): ChatHistoryItem =>
      role === 'assistant' ? { type: 'model', response: [text] } : { type: role, text },
  ),
  { type: 'model', response: [] },
];

const findGrammar = async (llama: Llama, json: ChatRequest['json']): Promise<LlamaGrammar | undefined> => {
  if (json === undefined) return undefined;
  if (json === 'any') return llama.getGrammarFor('json');
  try {
    // The type describes what a schema in the source gives; ours was read by `readAnswerSchema`.
    return await llama.createGrammarForJsonSchema(json as { type: 'object' });
  } catch (cause) {
    throw plexiError('SCHEMA_UNSUPPORTED', { cause });
  }
};

const startLlama = async (gpu: boolean): Promise<Llama> => {
  try {
    return await getLlama({
      gpu: gpu ? 'auto' : false,
      // Nothing is downloaded or compiled behind anybody's back.
      build: 'never',
      skipDownload: true,
      logLevel: LlamaLogLevel.error,
    });
  } catch (cause) {
    if (cause instanceof NoBinaryFoundError) throw plexiError('ENGINE_MISSING', { cause });
    throw cause;
  }
};

const serveChat = async (llama: Llama, model: LlamaModel, order: LoadOrder): Promise<LoadedModel> => {
  const context = await model.createContext({
    contextSize: order.contextTokens,
    ...(order.threads === undefined ? {} : { threads: order.threads }),
  });
  const chat = new LlamaChat({ contextSequence: context.getSequence() });
  const size = context.contextSize;
  const count = (messages: readonly ChatMessage[]): number =>
    chat.chatWrapper
      .generateContextState({ chatHistory: toHistory(messages) })
      .contextText.tokenize(model.tokenizer).length;

  return {
    loaded: { device: llama.gpu === false ? 'cpu' : llama.gpu, contextTokens: size },
    chat: async (request, signal, onText) => {
      const grammar = await findGrammar(llama, request.json);
      const wanted = request.maxTokens ?? Math.ceil(size / ANSWER_SHARE);
      const kept = Math.min(wanted, Math.floor(size / LARGEST_ANSWER_SHARE));
      const fitted = fitMessages(request.messages, size - kept - SPARE_TOKENS, count);
      const most = answerRoom(request.maxTokens, size - fitted.tokens - SPARE_TOKENS);
      let answerTokens = 0;
      const { metadata } = await chat.generateResponse(toHistory(fitted.messages), {
        signal,
        maxTokens: most,
        temperature: request.temperature ?? DEFAULT_TEMPERATURE,
        ...(request.topP === undefined ? {} : { topP: request.topP }),
        ...(request.seed === undefined ? {} : { seed: request.seed }),
        repeatPenalty: {
          penalty: 1,
          frequencyPenalty: request.frequencyPenalty ?? 0,
          presencePenalty: request.presencePenalty ?? 0,
        },
        customStopTriggers: request.stop ?? [],
        ...(grammar === undefined ? {} : { grammar }),
        onResponseChunk: ({ type, text, tokens }) => {
          answerTokens += tokens.length;
          // What a model thinks before it answers is counted, and not part of the answer.
          if (type === undefined && text !== '') onText(text);
        },
      });
      return {
        finish: metadata.stopReason === 'maxTokens' ? 'length' : 'stop',
        promptTokens: fitted.tokens,
        answerTokens,
        droppedMessages: fitted.dropped,
      };
    },
    embed: async () => {
      throw plexiError('MODEL_UNFIT');
    },
  };
};

const serveEmbeddings = async (llama: Llama, model: LlamaModel, order: LoadOrder): Promise<LoadedModel> => {
  const context = await model.createEmbeddingContext({
    contextSize: order.contextTokens,
    ...(order.threads === undefined ? {} : { threads: order.threads }),
  });
  return {
    loaded: { device: llama.gpu === false ? 'cpu' : llama.gpu, contextTokens: order.contextTokens },
    chat: async () => {
      throw plexiError('MODEL_UNFIT');
    },
    embed: async (texts, signal) => {
      const lengths = texts.map((text) => context.calculateInputLength(text));
      const longest = Math.max(...lengths);
      if (longest > order.contextTokens)
        throw plexiError('CONTEXT_EXCEEDED', {
          detail: `${longest} tokens, where ${order.contextTokens} fit`,
        });
      const vectors: number[][] = [];
      for (const text of texts) {
        signal.throwIfAborted();
        vectors.push([...(await context.getEmbeddingFor(text)).vector]);
      }
      return { vectors, tokens: lengths.reduce((sum, length) => sum + length, 0) };
    },
  };
};

/** Throws ENGINE_MISSING, MODEL_NOT_LOADED. */
export const loadModel = async (order: LoadOrder): Promise<LoadedModel> => {
  const llama = await startLlama(order.gpu);
  try {
    const model = await llama.loadModel({ modelPath: order.path });
    return await (order.purpose === 'chat' ? serveChat : serveEmbeddings)(llama, model, order);
  } catch (cause) {
    throw isPlexiError(cause) ? cause : plexiError('MODEL_NOT_LOADED', { cause });
  }
};
