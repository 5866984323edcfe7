/** Answering one question: reads what bears on it, shows the answer as it grows, and writes it with how it was made. */
import { citeSources, composePrompt, type ReadSources, readLess } from '@plexi/ai/assistant';
import type { Answerer, ChatAnswer } from '@plexi/ai/inference';
import { isPlexiError, LIMITS } from '@plexi/protocol';
import { type Asked, type Call, gatherSources } from './questions.ts';

export interface AnswerOptions {
  name: string;
  answerer: Answerer;
  /** The id of the model that answers. */
  model: string;
  log: (event: string, fields: Record<string, unknown>) => void;
}

/** More than an answer of any length that people read, and less than a message may have. */
const ANSWER_CHARS = 16_000;
const ANSWER_TOKENS = 1024;
const FAILED = 'I could not answer this: my model failed. Ask me again in a moment.';

/** Shows an answer as it grows, not too often; resolves once the last of it was said. */
const showGrowing = (call: Call, { space, message }: Asked) => {
  let text = '';
  let timer: NodeJS.Timeout | undefined;
  const say = (words?: string): void => {
    call('ai.say', { space, id: message.id, ...(words === undefined ? {} : { text: words }) }).catch(
      () => undefined,
    );
  };
  return {
    more: (piece: string): void => {
      text += piece;
      timer ??= setTimeout(() => {
        timer = undefined;
        say(text.slice(-LIMITS.answeringChars));
      }, LIMITS.answeringEveryMs);
    },
    end: (): void => {
      clearTimeout(timer);
      say();
    },
  };
};

/** Throws what the model and what writing throw, CANCELLED where `signal` says that it is not wanted any more. */
export const answerQuestion = async (
  { answerer, model, name, log }: AnswerOptions,
  call: Call,
  asked: Asked,
  signal: AbortSignal,
): Promise<void> => {
  const { space, message, channelName } = asked;
  const began = performance.now();
  const growing = showGrowing(call, asked);
  const infer = async (read: ReadSources): Promise<{ given: ChatAnswer; read: ReadSources }> => {
    const question = { node: name, asker: message.author, text: message.text, channel: channelName };
    const messages = composePrompt({ ...question, ...read });
    const how = { asker: message.authorId, signal, onText: growing.more };
    try {
      return { given: await answerer.chat(model, { messages, maxTokens: ANSWER_TOKENS }, how), read };
    } catch (error) {
      // Only the model knows how much it holds.
      const isTooMuch = isPlexiError(error) && error.code === 'CONTEXT_EXCEEDED';
      const less = isTooMuch ? readLess(read) : undefined;
      if (less === undefined) throw error;
      return infer(less);
    }
  };
  try {
    const { given, read } = await infer(await gatherSources(call, asked));
    signal.throwIfAborted();
    const cited = citeSources(given.text.trim().slice(0, ANSWER_CHARS), read);
    const { promptTokens, answerTokens } = given;
    const ms = Math.round(performance.now() - began);
    await call('ai.answer', {
      space,
      id: message.id,
      text: cited.text === '' ? '…' : cited.text,
      inference: {
        model: model.slice(0, LIMITS.modelNameBytes),
        promptTokens,
        answerTokens,
        ms,
        sources: cited.sources,
      },
    });
    log('answered', { question: message.id, promptTokens, answerTokens, ms });
  } finally {
    growing.end();
  }
};

/** Tells whoever asked that nothing will come; where nothing can be written, nothing can be said. */
export const sayFailed = async ({ model }: AnswerOptions, call: Call, { space, message }: Asked) => {
  const inference = {
    model: model.slice(0, LIMITS.modelNameBytes),
    promptTokens: 0,
    answerTokens: 0,
    ms: 0,
    sources: [],
  };
  await call('ai.answer', { space, id: message.id, text: FAILED, inference }).catch(() => undefined);
};
