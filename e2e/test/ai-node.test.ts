/** `plexi ai` as a person runs it: a node from a hub, its keys, its answers, its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalHub, startLocalHub } from '../../packages/ai/test/hub/local-hub.ts';
import { crashingModel, tinyChatModel } from '../../packages/ai/test/tiny/index.ts';
import { REPOSITORY } from '../src/world.ts';

interface Finished {
  status: number | null;
  out: string;
  err: string;
}

let home = '';
let hub: LocalHub;
const children: ChildProcess[] = [];

beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'plexi-ai-'));
  const files = { 'tiny-F32.gguf': tinyChatModel({ contextTokens: 4096 }) };
  hub = await startLocalHub({
    'ada/open': { files, card: { license: 'apache-2.0' } },
    'ada/strict': { files, card: { license: 'gemma' } },
  });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await hub.close();
  rmSync(home, { recursive: true, force: true });
});

const plexi = (...args: string[]): ChildProcess => {
  const child = spawn(process.execPath, [path.join(REPOSITORY, 'apps/cli/src/main.ts'), ...args], {
    env: { ...process.env, PLEXI_HOME: home, HF_ENDPOINT: hub.endpoint },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
};

const collect = (child: ChildProcess): Finished => {
  const said: Finished = { status: null, out: '', err: '' };
  child.stdout?.on('data', (part: Buffer) => {
    said.out += part.toString();
  });
  child.stderr?.on('data', (part: Buffer) => {
    said.err += part.toString();
  });
  return said;
};

const run = async (...args: string[]): Promise<Finished> => {
  const child = plexi(...args);
  const said = collect(child);
  const [status] = (await once(child, 'close')) as [number | null];
  return { ...said, status };
};
const json = async (...args: string[]): Promise<Record<string, unknown>> => {
  const { out, err } = await run(...args, '--json');
  if (out === '') throw new Error(err);
  return JSON.parse(out) as Record<string, unknown>;
};

const startNode = async (folder: string, model: string, ...more: string[]) => {
  const child = plexi('ai', 'start', '--model', model, '--data', folder, '--listen', '127.0.0.1:0', ...more);
  const said = collect(child);
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const ready = once(lines, 'line').then(([line]) => String(line));
  const failed = once(child, 'exit').then(() => `ended: ${said.err}`);
  return { child, said, url: await Promise.race([ready, failed]) };
};

const ask = async (url: string, key: string, body: Record<string, unknown> = {}): Promise<Response> =>
  fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({
      model: 'ada/open:F32',
      messages: [{ role: 'user', content: 'the kraken sleeps' }],
      max_tokens: 8,
      ...body,
    }),
  });

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('an AI node', { timeout: 60_000 }, () => {
  it('[A2] comes from a hub, answers who has a key, says how it is, and stops', async () => {
    const folder = path.join(home, 'node');
    const at = ['--data', folder];
    // Keys can be made before there is a node.
    const [node, { key, id }, { out }] = await Promise.all([
      startNode(folder, 'hf:ada/open:F32'),
      json('ai', 'key', 'create', '--name', 'notebook', ...at),
      run('ai', 'status', '--data', path.join(home, 'none')),
    ]);
    expect(out).toBe('running:  no\n');
    expect(node.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    expect(node.said.err).toContain('"event":"engine-only"');

    expect((await ask(node.url, 'none')).status).toBe(401);
    const answer = await ask(node.url, String(key));
    expect(await answer.json()).toMatchObject({ usage: { completion_tokens: 8 } });
    const [status, models, keys, second] = await Promise.all([
      json('ai', 'status', ...at),
      json('ai', 'model', 'list', ...at),
      json('ai', 'key', 'list', ...at),
      startNode(folder, 'hf:ada/open:F32'),
    ]);
    const about = { id: 'ada/open:F32', kind: 'chat', loaded: true, running: 0, waiting: 0 };
    expect(status).toMatchObject({ running: true, ready: true, url: node.url, keys: 1, models: [about] });
    expect(models).toMatchObject([{ reference: 'hf:ada/open:F32', licence: 'apache-2.0' }]);
    expect(keys).toEqual([{ id, name: 'notebook', created: expect.any(String) }]);
    expect(second.url).toContain('PROFILE_IN_USE');

    expect(await json('ai', 'key', 'revoke', 'notebook', ...at)).toMatchObject({ revoked: true });
    expect((await ask(node.url, String(key))).status).toBe(401);
    const ended = once(node.child, 'close');
    expect(await json('ai', 'stop', ...at)).toEqual({ stopped: true });
    expect(await ended).toEqual([0, null]);
    for (const word of ['kraken', String(key)]) expect(node.said.err).not.toContain(word);
  });

  it('[A2] is stopped at once while it loads its model, and says what is wrong with a link before it loads any', async () => {
    const file = path.join(home, 'tiny.gguf');
    writeFileSync(file, tinyChatModel());
    const at = (name: string): string[] => [
      '--model',
      file,
      '--data',
      path.join(home, name),
      '--listen',
      '127.0.0.1:0',
    ];
    const child = plexi('ai', 'start', ...at('a'));
    const said = collect(child);
    const closed = once(child, 'close');
    child.stderr?.on('data', () => {
      if (said.err.includes('model-found')) child.kill('SIGINT');
    });
    const wrong = await run('ai', 'start', ...at('b'), '--space', 'plexi://join/nonsense');
    expect(await closed).toEqual([0, null]);
    expect([said.out, said.err.includes('model-loaded')]).toEqual(['', false]);
    expect([wrong.status, wrong.err.includes('model-loaded')]).toEqual([1, false]);
    expect(wrong.err).toContain('INVITE_INVALID');
  });

  it('[A2] fetches nothing under a licence that nobody accepted, and starts with no file that is no model', async () => {
    const file = path.join(home, 'no-model.gguf');
    writeFileSync(file, 'GGUF and nothing more');
    const crashing = path.join(home, 'crashing.gguf');
    writeFileSync(crashing, crashingModel());
    const folder = (name: string): string => path.join(home, name);
    const [refused, accepted, invalid, crashed, stop] = await Promise.all([
      startNode(folder('a'), 'hf:ada/strict:F32'),
      startNode(folder('b'), 'hf:ada/strict:F32', '--accept-licence', 'gemma'),
      startNode(folder('c'), file),
      startNode(folder('d'), crashing),
      run('ai', 'stop', '--data', folder('none')),
    ]);
    expect(refused.url).toMatch(/LICENCE_NOT_ACCEPTED.*gemma/);
    expect(accepted.url).toMatch(/^http/);
    expect(invalid.url).toContain('MODEL_INVALID');
    expect(crashed.url).toContain('MODEL_NOT_LOADED');
    expect(stop.err).toContain('AI_NOT_RUNNING');
  });

  it('[A2] can be asked and stopped while it fetches a model', async () => {
    hub.mischief.push({ stallAfter: 100_000 });
    const folder = path.join(home, 'node');
    const child = plexi('ai', 'start', '--model', 'hf:ada/open:F32', '--data', folder);
    const said = collect(child);
    await expect.poll(() => said.err).toContain('"event":"model-progress"');
    expect(await json('ai', 'status', '--data', folder)).toEqual({ running: true, ready: false });
    const ended = once(child, 'close');
    expect(await json('ai', 'stop', '--data', folder)).toEqual({ stopped: true });
    expect(await ended).toEqual([0, null]);
    expect(said.out).toBe('');
  });

  it('[A2] that is killed leaves no inference process behind, and no half of a model', async () => {
    const folder = path.join(home, 'node');
    const [{ key }, node] = await Promise.all([
      json('ai', 'key', 'create', '--name', 'notebook', '--data', folder),
      startNode(folder, 'hf:ada/open:F32'),
    ]);
    expect((await ask(node.url, String(key))).status).toBe(200);
    const pid = Number(/"event":"model-loaded"[^\n]*"pid":(\d+)/.exec(node.said.err)?.[1]);
    expect(isAlive(pid)).toBe(true);
    node.child.kill('SIGKILL');
    await expect.poll(() => isAlive(pid)).toBe(false);
    const asked = hub.requests.length;
    expect((await startNode(folder, 'hf:ada/open:F32')).url).toMatch(/^http/);
    expect(hub.requests).toHaveLength(asked);
  });
});
