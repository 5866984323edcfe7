/** An answer as it is written: server-sent events, as OpenAI's clients read them. */
import type { ServerResponse } from 'node:http';
import { LIMITS } from '@plexi/protocol';
import type { ChatOutcome } from '../inference/chat.ts';
import type { OpenAiError } from './openai-error.ts';

export interface CompletionStream {
  /** Whether something was sent: from then on an error can be told within the stream alone. */
  begun(): boolean;
  /** Says that it is still there: who waits in a queue for long is not taken for gone, nor takes us for it. */
  wait(): void;
  text(text: string): void;
  finish(outcome: ChatOutcome, includeUsage: boolean): void;
  fail(error: OpenAiError): void;
}

export const usageOf = ({ promptTokens, answerTokens }: ChatOutcome): Record<string, number> => ({
  prompt_tokens: promptTokens,
  completion_tokens: answerTokens,
  total_tokens: promptTokens + answerTokens,
});

/** `onStuck` is called where the client takes in less than it is sent. */
export const openCompletionStream = (
  response: ServerResponse,
  about: { id: string; created: number; model: string },
  onStuck: () => void,
): CompletionStream => {
  const send = (data: unknown): void => {
    response.write(`data: ${JSON.stringify(data)}\n\n`);
    if (response.writableLength > LIMITS.apiQueueBytes) onStuck();
  };
  const chunk = (delta: Record<string, string>, finish: string | null): Record<string, unknown> => ({
    ...about,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }],
  });
  const begin = (): void => {
    if (response.headersSent) return;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    send(chunk({ role: 'assistant', content: '' }, null));
  };
  return {
    begun: () => response.headersSent,
    wait: () => {
      begin();
      response.write(': waiting\n\n');
    },
    text: (text) => {
      begin();
      send(chunk({ content: text }, null));
    },
    finish: (outcome, includeUsage) => {
      begin();
      send({
        ...chunk({}, outcome.finish),
        ...(outcome.droppedMessages > 0 ? { dropped_messages: outcome.droppedMessages } : {}),
      });
      if (includeUsage)
        send({ ...about, object: 'chat.completion.chunk', choices: [], usage: usageOf(outcome) });
      response.end('data: [DONE]\n\n');
    },
    fail: ({ body }) => {
      send(body);
      response.end();
    },
  };
};
