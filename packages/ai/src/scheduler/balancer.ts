/** [A2] Several AI nodes as one: each request goes to the one that is likely to answer first, and on to another where that one fails. */
import { type ErrorCode, isPlexiError, plexiError } from '@plexi/protocol';
import type { Answerer, Asker, Call, ChatCall, ModelState } from '../inference/index.ts';
import { chooseNode, type NodeState } from './choose-node.ts';

/** A node that can be asked, here or elsewhere. */
export interface AiNodePort extends Omit<Answerer, 'models'> {
  id: string;
  /** How it is now. Throws NODE_UNREACHABLE. */
  models(): readonly ModelState[] | Promise<readonly ModelState[]>;
}

export interface BalancerOptions {
  nodes: readonly AiNodePort[];
  /** A clock that only goes forward, in milliseconds. @default performance.now */
  now?: (() => number) | undefined;
  /** Facts for the log. */
  log?: ((event: string, fields: Record<string, unknown>) => void) | undefined;
}

interface Known {
  port: AiNodePort;
  models: readonly ModelState[];
  askedAt: number;
  latencyMs: number;
  failures: number;
  failedAt: number;
  /** Under way by us: what the node says of itself is a moment old. */
  underWay: number;
}

/** How long what a node said of itself is taken for true. */
const FRESH_MS = 1_000;

/** The node's matter and not the request's: another one may do better. */
const NODE_FAILED: readonly ErrorCode[] = [
  'INFERENCE_FAILED',
  'NODE_UNREACHABLE',
  'MODEL_NOT_LOADED',
  'ENGINE_MISSING',
  'TOO_BUSY',
  'RATE_LIMITED',
  'KEY_UNKNOWN',
  'NOT_FOUND',
  'INTERNAL',
];

export const createBalancer = (options: BalancerOptions): Answerer => {
  const { now = () => performance.now(), log = () => undefined } = options;
  const nodes = options.nodes.map(
    (port): Known => ({
      port,
      models: [],
      askedAt: Number.NEGATIVE_INFINITY,
      latencyMs: 0,
      failures: 0,
      failedAt: 0,
      underWay: 0,
    }),
  );

  const fail = (node: Known, code: ErrorCode): void => {
    node.failures += 1;
    node.failedAt = now();
    node.askedAt = Number.NEGATIVE_INFINITY;
    log('node-failed', { node: node.port.id, code, failures: node.failures });
  };

  const refresh = async (node: Known): Promise<void> => {
    const began = now();
    if (began - node.askedAt < FRESH_MS) return;
    try {
      node.models = await node.port.models();
      node.askedAt = now();
      node.latencyMs = node.askedAt - began;
    } catch (error) {
      fail(node, isPlexiError(error) ? error.code : 'NODE_UNREACHABLE');
    }
  };

  const stateFor = (node: Known, model: string): NodeState[] =>
    node.models
      .filter(({ id }) => id === model)
      .map(({ loaded, running, waiting, averageMs }) => ({
        id: node.port.id,
        loaded,
        busy: Math.max(running + waiting, node.underWay),
        averageMs,
        latencyMs: node.latencyMs,
        failures: node.failures,
        failedAt: node.failedAt,
      }));

  /** Asks one node after the other until one answers. */
  const ask = async <Result>(
    model: string,
    begun: () => boolean,
    run: (port: AiNodePort) => Promise<Result>,
  ): Promise<Result> => {
    await Promise.all(nodes.map(refresh));
    const left = new Set(nodes);
    let failure = plexiError('NOT_FOUND', { detail: 'model' });
    for (;;) {
      const chosen = chooseNode(
        [...left].flatMap((one) => stateFor(one, model)),
        now(),
      );
      const node = [...left].find(({ port }) => port.id === chosen?.id);
      if (node === undefined) throw failure;
      left.delete(node);
      node.underWay += 1;
      try {
        const result = await run(node.port);
        node.failures = 0;
        return result;
      } catch (error) {
        if (!isPlexiError(error) || !NODE_FAILED.includes(error.code)) throw error;
        fail(node, error.code);
        // Words that were read are not taken back, nor said twice.
        if (begun()) throw plexiError('INFERENCE_FAILED', { cause: error });
        failure = error;
      } finally {
        node.underWay -= 1;
      }
    }
  };

  return {
    models: () => {
      const all = new Map<string, ModelState>();
      for (const each of nodes.flatMap(({ models }) => models)) {
        const other = all.get(each.id);
        all.set(each.id, {
          ...each,
          loaded: each.loaded || other?.loaded === true,
          running: each.running + (other?.running ?? 0),
          waiting: each.waiting + (other?.waiting ?? 0),
          averageMs: Math.max(each.averageMs, other?.averageMs ?? 0),
        });
      }
      return [...all.values()];
    },
    chat: async (model, request, call: ChatCall & Asker) => {
      let begun = false;
      const onText = (text: string): void => {
        begun = true;
        call.onText?.(text);
      };
      return ask(
        model,
        () => begun && call.onText !== undefined,
        async (port) => port.chat(model, request, { ...call, onText }),
      );
    },
    embed: async (model, texts, call: Call & Asker) =>
      ask(
        model,
        () => false,
        async (port) => port.embed(model, texts, call),
      ),
  };
};
