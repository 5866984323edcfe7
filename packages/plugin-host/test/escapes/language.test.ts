/** [P1] Escape attempts by the language: what a plugin reaches for, and what it gets. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LAB, type Workbench, workbench } from '../workbench.ts';

/** Evaluates what it is asked to, so that one sandbox serves all attempts. */
const EVALUATOR = `plexi.answer('try', async (source) => (0, eval)(source));`;

let bench: Workbench;
beforeAll(async () => {
  bench = await workbench({ 'member.list': () => [{ name: 'Ada' }] });
  await bench.load(EVALUATOR, ['member.list', 'message.send', 'storage']);
});
afterAll(async () => bench.host.close());
const attempt = async (source: string): Promise<unknown> => bench.host.ask('probe', 'try', source);

const gained = { pollution: 'polluted' in {}, keys: Object.keys(globalThis).length };

test('[P1] constructor.constructor makes functions of the sandbox, where there is no process, require, fetch or timer', async () => {
  const found = await attempt(`(() => {
    const realm = [plexi.call, plexi.on, plexi.storage.get, plexi.clock.now, JSON.parse].map((f) => f.constructor.constructor('return globalThis')());
    return [realm.every((g) => g === globalThis), ...['process','require','fetch','setTimeout','WebAssembly','Worker','importScripts','module','Buffer','SharedArrayBuffer','Atomics'].filter((name) => name in globalThis)];
  })()`);
  expect((found as unknown[])[0]).toBe(true);
  expect(
    (found as unknown[]).slice(1).filter((name) => name !== 'SharedArrayBuffer' && name !== 'Atomics'),
  ).toEqual([]);
});

test('[P1] what the host hands in is of the sandbox: polluting its prototypes changes nothing here', async () => {
  const members = await attempt(`plexi.call('member.list', { space: 'Lab' }).then((list) => {
    const foreign = Object.getPrototypeOf(Object.getPrototypeOf(list[0].constructor.prototype) ?? Object.prototype);
    Object.prototype.polluted = 'yes'; Array.prototype.polluted = 'yes'; Function.prototype.polluted = 'yes';
    list[0].__proto__.toJSON = undefined;
    return [list[0].polluted, foreign === null];
  })`);
  expect(members).toEqual(['yes', true]);
  expect('polluted' in {}).toBe(gained.pollution);
  expect('polluted' in []).toBe(false);
  expect('polluted' in (() => undefined)).toBe(false);
  await attempt(
    'delete Object.prototype.polluted; delete Array.prototype.polluted; delete Function.prototype.polluted',
  );
});

test('[P1] a __proto__ key in what goes out stays a key: no object of the host gets another prototype', async () => {
  await attempt(`(async () => {
    const evil = JSON.parse('{"__proto__": {"isAdmin": true, "space": "Other"}, "constructor": {"prototype": {"isAdmin": true}}}');
    await plexi.call('message.send', Object.assign(Object.create(null), { space: 'Lab', channel: 'general', text: 'hi' }, { nested: evil }));
    await plexi.storage.set('__proto__', { isAdmin: true });
    await plexi.storage.set('constructor', evil);
  })()`);
  expect('isAdmin' in {}).toBe(false);
  expect(bench.calls.at(-1)?.input['space']).toBe(LAB);
  expect(await attempt(`plexi.storage.get('toString')`)).toBeNull();
  expect(await attempt(`plexi.storage.get('__proto__')`)).toEqual({ isAdmin: true });
});

test('[P1] an input that is a __proto__ carrying the space names no space: it is judged as having none', async () => {
  const answer = await attempt(`(async () => {
    const raw = '{"__proto__": {"space": "Other", "channel": "secret"}, "text": "leak"}';
    try { await plexi.call('message.send', JSON.parse(raw)); return 'sent'; } catch (error) { return error.code; }
  })()`);
  expect(bench.calls.every(({ input }) => Object.getPrototypeOf(input) === Object.prototype)).toBe(true);
  expect(bench.calls.some(({ input }) => input['channel'] === 'secret')).toBe(false);
  expect(['INVALID_INPUT', 'sent']).toContain(answer);
});

test('[P1] getters, proxies and toJSON run inside and once: the host sees text and never an object of theirs', async () => {
  const seen = await attempt(`(async () => {
    let reads = 0;
    const shifty = { get space() { reads += 1; return reads === 1 ? 'Lab' : 'Other'; }, channel: 'general', text: 'x' };
    await plexi.call('message.send', shifty);
    const proxy = new Proxy({ space: 'Lab', channel: 'general', text: 'y' }, { get: (target, key) => { reads += 100; return target[key]; }, ownKeys: (target) => Reflect.ownKeys(target) });
    await plexi.call('message.send', proxy);
    await plexi.call('message.send', { toJSON: () => ({ space: 'Lab', channel: 'general', text: 'z' }) });
    return reads;
  })()`);
  expect(seen).toBeGreaterThan(0);
  const inputs = bench.calls.slice(-3).map(({ input }) => [input['space'], input['text']]);
  expect(inputs).toEqual([
    [LAB, 'x'],
    [LAB, 'y'],
    [LAB, 'z'],
  ]);
});

test('[P1] taking the guest’s own JSON, Promise and Map apart gives no more than speaking plainly', async () => {
  const caught = await attempt(`(async () => {
    const stolen = [];
    const stringify = JSON.stringify; const then = Promise.prototype.then; const set = Map.prototype.set;
    JSON.stringify = (value) => { stolen.push(value); return stringify(value); };
    Map.prototype.set = function (key, value) { stolen.push(value); return set.call(this, key, value); };
    Promise.prototype.then = function (...handlers) { stolen.push(handlers); return then.apply(this, handlers); };
    try { await plexi.call('member.remove', { space: 'Lab', name: 'Ada' }); } catch (error) { stolen.push(error.code); }
    JSON.stringify = stringify; Map.prototype.set = set; Promise.prototype.then = then;
    return stolen.filter((part) => typeof part === 'string');
  })()`);
  expect(caught).toContain('PLUGIN_NOT_GRANTED');
  expect(bench.calls.some(({ operation }) => operation === 'member.remove')).toBe(false);
});

test('[P1] plexi cannot be changed for others, and errors carry no stack, path or cause of the host', async () => {
  const error = (await attempt(`(async () => {
    'use strict';
    try { plexi.call = 1; } catch {}
    try { await plexi.call('account.phrase', {}); } catch (e) { return { own: Object.getOwnPropertyNames(e), stack: String(e.stack), message: e.message, frozen: Object.isFrozen(plexi) }; }
  })()`)) as { stack: string; message: string; frozen: boolean };
  expect(error.frozen).toBe(true);
  expect(error.stack).not.toMatch(/node:|\/packages\/|\.ts/u);
  expect(error.message).not.toMatch(/\/packages\/|\.ts/u);
});

test('[P1] modules of Node and of the machine cannot be imported, by any spelling', async () => {
  const found =
    await attempt(`Promise.all(['fs', 'node:fs', 'file:///etc/passwd', '/etc/passwd', 'data:text/javascript,1', './thread.ts', 'http://127.0.0.1/x.js']
    .map((name) => import(name).then(() => 'imported ' + name, () => undefined)))`);
  expect((found as unknown[]).filter((one) => one !== null)).toEqual([]);
});
