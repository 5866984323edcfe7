/** Two AI nodes in processes of their own, with real models; one is killed in the middle. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isPlexiError, plexiError } from '@plexi/protocol';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { ChatRequest } from '../../src/inference/index.ts';
import { type AiNodePort, createBalancer, openHttpNode } from '../../src/scheduler/index.ts';
import { saveModel, tinyChatModel } from '../tiny/index.ts';

const PROGRAM = fileURLToPath(new URL('./node-program.ts', import.meta.url));
const processes = new Map<string, ChildProcess>();
const ports = new Map<string, AiNodePort>();
const asked: string[] = [];
/** Who was asked last by whom. */
const askedBy = new Map<string, string>();
let file = '';

const startNode = async (id: string): Promise<void> => {
  const child = spawn(process.execPath, [PROGRAM, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const port = openHttpNode({ id, ...(JSON.parse(line) as { url: string; key: string }) });
  processes.set(id, child);
  ports.set(id, {
    ...port,
    chat: async (...call) => {
      asked.push(id);
      askedBy.set(call[2].asker, id);
      return port.chat(...call);
    },
  });
};

beforeAll(async () => {
  file = saveModel(tinyChatModel({ contextTokens: 8192 }), (remove) => afterAll(remove)).path;
  await Promise.all([startNode('one'), startNode('two')]);
});
afterAll(() => {
  for (const child of processes.values()) child.kill('SIGKILL');
});

const ask = (maxTokens: number): ChatRequest => ({
  messages: [{ role: 'user', text: 'Hello' }],
  seed: 7,
  maxTokens,
});
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'fine',
    (error: unknown) => (isPlexiError(error) ? error.code : String(error)),
  );

describe('[A2] two AI nodes', { timeout: 60_000 }, () => {
  test('share the load, and one takes over what the other had not begun to answer when it died', async () => {
    const balancer = createBalancer({ nodes: [...ports.values()] });
    const warm = await Promise.all(
      ['ada', 'ben', 'cyd', 'dan'].map(async (asker) => balancer.chat('tiny', ask(12), { asker })),
    );
    expect(new Set(warm.map(({ text }) => text)).size).toBe(1);
    expect(asked.filter((id) => id === 'one').length).toBe(2);
    expect(balancer.models()).toMatchObject([{ id: 'tiny', kind: 'chat' }]);

    // Each node writes something long; behind each wait two more, of whom nobody has read a word.
    asked.length = 0;
    const begin = (asker: string) => {
      const { promise: heard, resolve } = Promise.withResolvers<void>();
      const abort = new AbortController();
      const answer = balancer.chat('tiny', ask(6_000), {
        asker,
        signal: abort.signal,
        onText: () => resolve(),
      });
      answer.catch(() => undefined);
      return { asker, answer, abort, heard };
    };
    const long: ReturnType<typeof begin>[] = [];
    // A node that was slow a moment ago is passed over until the other one has more to do.
    for (const asker of ['eve', 'fay', 'guy', 'hen', 'ivo', 'jan', 'kay', 'lea']) {
      if (new Set(asked).size === 2) break;
      long.push(begin(asker));
      await expect.poll(() => asked.length).toBe(long.length);
    }
    expect(new Set(asked)).toEqual(new Set(['one', 'two']));
    const doomed = askedBy.get('eve') ?? '';
    const spared = doomed === 'one' ? 'two' : 'one';
    for (const id of ['one', 'two']) await long.find(({ asker }) => askedBy.get(asker) === id)?.heard;
    const before = asked.length;
    const waiting = ['gil', 'hal', 'ida', 'jon'].map(async (asker) =>
      balancer.chat('tiny', ask(12), { asker, onText: () => undefined }),
    );
    await expect.poll(() => asked.length).toBe(before + 4);
    processes.get(doomed)?.kill('SIGKILL');
    expect(await codeOf(long[0]?.answer ?? Promise.resolve())).toBe('INFERENCE_FAILED');
    for (const { abort } of long) abort.abort();
    for (const answer of await Promise.all(waiting)) expect(answer).toEqual(warm[0]);

    // Nobody is sent to the dead one any more.
    asked.length = 0;
    expect(await codeOf(balancer.chat('tiny', ask(2), { asker: 'kim' }))).toBe('fine');
    expect(asked).toEqual([spared]);
  });

  test('pass on what is the fault of the request, and who has left', async () => {
    const balancer = createBalancer({ nodes: [...ports.values()] });
    const long: ChatRequest = { messages: [{ role: 'user', text: 'y'.repeat(9_000) }] };
    expect(await codeOf(balancer.chat('tiny', long, { asker: 'ada' }))).toBe('CONTEXT_EXCEEDED');
    expect(await codeOf(balancer.chat('none', ask(2), { asker: 'ada' }))).toBe('NOT_FOUND');
    const abort = new AbortController();
    const onText = () => abort.abort();
    const answer = balancer.chat('tiny', ask(6_000), { asker: 'ada', signal: abort.signal, onText });
    expect(await codeOf(answer)).toBe('CANCELLED');
    expect(await codeOf(createBalancer({ nodes: [] }).chat('tiny', ask(2), { asker: 'ada' }))).toBe(
      'NOT_FOUND',
    );
  });
});

describe('[L6] another node', () => {
  const serve = async (answer: string): Promise<AiNodePort> => {
    const server = createServer((_, response) => response.end(answer));
    onTestFinished(() => void server.close());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return openHttpNode({ id: 'odd', url: `http://127.0.0.1:${port}/v1`, key: 'x' });
  };

  test('that talks nonsense, breaks off or has no end is not one to be asked', async () => {
    const chunk = (delta: object) =>
      `data: ${JSON.stringify({ choices: [{ delta, finish_reason: null }] })}\n\n`;
    for (const answer of [
      '',
      '<html>',
      'data: {"choices":1}\n\n',
      chunk({ content: 'x' }),
      `data: ${'x'.repeat(9 * 1024 * 1024)}`,
    ]) {
      const odd = await serve(answer);
      expect(await codeOf(odd.chat('tiny', ask(2), { asker: 'ada' }))).toBe('NODE_UNREACHABLE');
      expect(await codeOf(Promise.resolve(odd.models()))).toBe('NODE_UNREACHABLE');
    }
  });

  test('that fails before a word is replaced, and one that fails for what was asked is not', async () => {
    const about = {
      id: 'tiny',
      kind: 'chat' as const,
      name: undefined,
      loaded: true,
      running: 0,
      waiting: 0,
      averageMs: 0,
    };
    const node = (id: string, work: () => never): AiNodePort => ({
      id,
      models: () => [about],
      chat: async () => work(),
      embed: async () => work(),
    });
    let tries = 0;
    const failing = (code: 'TOO_BUSY' | 'SCHEMA_UNSUPPORTED') => () => {
      tries += 1;
      throw plexiError(code);
    };
    const both = (code: 'TOO_BUSY' | 'SCHEMA_UNSUPPORTED') =>
      createBalancer({ nodes: [node('a', failing(code)), node('b', failing(code))] });
    expect(await codeOf(both('TOO_BUSY').chat('tiny', ask(2), { asker: 'ada' }))).toBe('TOO_BUSY');
    expect(tries).toBe(2);
    expect(await codeOf(both('SCHEMA_UNSUPPORTED').chat('tiny', ask(2), { asker: 'ada' }))).toBe(
      'SCHEMA_UNSUPPORTED',
    );
    expect(tries).toBe(3);
  });
});
