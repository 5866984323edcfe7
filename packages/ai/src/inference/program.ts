/** The inference process: loads one model and answers what comes over its channel, until that closes. */
import { Socket } from 'node:net';
import { isPlexiError } from '@plexi/protocol';
import { openLineChannel } from './line-channel.ts';
import { type LoadedModel, loadModel } from './llama-model.ts';
import { ALIVE_MS, CHANNEL_FD, type Order, orderShape, type Report } from './process-messages.ts';

let model: LoadedModel | undefined;
const running = new Map<number, AbortController>();

/** Codes and numbers only: what llama.cpp says may quote the prompt. */
const failureOf = (error: unknown, otherwise: 'INFERENCE_FAILED' | 'MODEL_NOT_LOADED') =>
  isPlexiError(error)
    ? { code: error.code, ...(error.detail === undefined ? {} : { detail: error.detail.slice(0, 256) }) }
    : { code: otherwise };

const load = async (order: Extract<Order, { kind: 'load' }>): Promise<void> => {
  try {
    model = await loadModel(order);
    channel.send({ kind: 'loaded', ...model.loaded });
  } catch (error) {
    channel.send({ kind: 'unloaded', ...failureOf(error, 'MODEL_NOT_LOADED') });
  }
};

const answer = async (
  id: number,
  work: (loaded: LoadedModel, signal: AbortSignal) => Promise<Report>,
): Promise<void> => {
  const abort = new AbortController();
  running.set(id, abort);
  try {
    if (model === undefined) throw new Error('asked before it was loaded');
    channel.send(await work(model, abort.signal));
  } catch (error) {
    channel.send(
      abort.signal.aborted
        ? { kind: 'failed', id, code: 'CANCELLED' }
        : { kind: 'failed', id, ...failureOf(error, 'INFERENCE_FAILED') },
    );
  } finally {
    running.delete(id);
  }
};

const take = (order: Order): void => {
  switch (order.kind) {
    case 'load':
      return void load(order);
    case 'cancel':
      return running.get(order.id)?.abort();
    case 'chat': {
      const { id, request } = order;
      return void answer(id, async (loaded, signal) => {
        const outcome = await loaded.chat(request, signal, (text) =>
          channel.send({ kind: 'text', id, text }),
        );
        return { kind: 'answered', id, ...outcome };
      });
    }
    case 'embed':
      return void answer(order.id, async (loaded, signal) => ({
        kind: 'embedded',
        id: order.id,
        ...(await loaded.embed(order.texts, signal)),
      }));
  }
};

// The node is gone, or does not keep to the form: there is nobody to work for.
const channel = openLineChannel<Order, Report>(new Socket({ fd: CHANNEL_FD }), orderShape, take, () =>
  process.exit(0),
);
setInterval(() => channel.send({ kind: 'alive' }), ALIVE_MS);
