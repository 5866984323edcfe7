/** [P1] The interface's end of a panel, with a panel that sends what it likes. */
import type { PeerEvent } from '@plexi/operations';
import { expect, test, vi } from 'vitest';
import { bridgePanel, readAsk } from '../../src/plugin/panel-bridge.ts';
import { createPanelKeys, PANEL_CHORDS } from '../../src/plugin/panel-keys.ts';

interface Heard {
  kind: string;
  id?: number;
  error?: { code: string };
  data?: unknown;
}

test('only what has the form of a question is one', () => {
  for (const data of [
    undefined,
    { kind: 'call', id: 1, operation: 'x' },
    '',
    '{',
    'null',
    '[]',
    '{"kind":"look"}',
    '{"kind":"call","id":"1","operation":"x"}',
    '{"kind":"call","id":1,"operation":["x"]}',
    `{"kind":"ask","id":1,"name":"${'x'.repeat(65)}"}`,
    `{"kind":"ask","id":1,"name":"x","input":"${'x'.repeat(300_000)}"}`,
  ])
    expect(readAsk(data)).toBeUndefined();
  expect(
    readAsk('{"kind":"call","id":1,"operation":"message.list","input":{"a":1},"plugin":"other"}'),
  ).toEqual({
    kind: 'call',
    id: 1,
    name: 'message.list',
    input: { a: 1 },
  });
});

test('every question goes under the name of its own plugin, a bounded number at once; others’ words are not passed on', async () => {
  const calls: unknown[][] = [];
  const listeners = new Set<(event: PeerEvent) => void>();
  const peer = {
    call: async (...call: unknown[]) => {
      calls.push(call);
      return new Promise(() => undefined);
    },
    onEvent: (listener: (event: PeerEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const { port1, port2 } = new MessageChannel();
  const heard: Heard[] = [];
  port2.addEventListener('message', ({ data }) => heard.push(JSON.parse(String(data)) as Heard));
  port2.start();
  const bridge = bridgePanel({
    port: port1,
    plugin: 'mine',
    peer: peer as never,
    describe: ({ message, next }) => ({ message, next }),
    chords: [],
    onChord: () => undefined,
  });
  for (let id = 1; id <= 20; id++)
    port2.postMessage(
      JSON.stringify({ kind: 'ask', id, plugin: 'other', name: 'list', input: { plugin: 'other' } }),
    );
  await vi.waitFor(() => expect(heard).toHaveLength(5));
  expect(heard.shift()).toEqual({ kind: 'keys', chords: [] });
  expect(heard.every(({ error }) => error?.code === 'TOO_BUSY')).toBe(true);
  expect(calls).toHaveLength(16);
  expect(
    calls.every(([id, input]) => id === 'plugin.ask' && (input as { plugin: string }).plugin === 'mine'),
  ).toBe(true);
  for (const plugin of ['other', 'mine'])
    for (const listener of listeners) listener({ type: 'plugin', plugin, data: plugin });
  await vi.waitFor(() => expect(heard).toHaveLength(5));
  expect(heard.at(-1)).toEqual({ kind: 'tell', data: 'mine' });
  bridge.close();
  expect(listeners.size).toBe(0);
  port2.close();
});

test('what is answered makes room for more, and how the app looks is told', async () => {
  const peer = {
    call: async (_: string, { input }: { input: unknown }) => input,
    onEvent: () => () => undefined,
  };
  const { port1, port2 } = new MessageChannel();
  const heard: Heard[] = [];
  port2.addEventListener('message', ({ data }) => heard.push(JSON.parse(String(data)) as Heard));
  port2.start();
  const bridge = bridgePanel({
    port: port1,
    plugin: 'mine',
    peer: peer as never,
    describe: ({ message, next }) => ({ message, next }),
    chords: [],
    onChord: () => undefined,
  });
  for (let id = 1; id <= 40; id++) {
    port2.postMessage(JSON.stringify({ kind: 'call', id, operation: 'message.list', input: { id } }));
    await vi.waitFor(() => expect(heard.at(-1)).toEqual({ kind: 'reply', id, output: { id } }), {
      interval: 1,
    });
  }
  bridge.show({ theme: 'dark', language: 'ar', dir: 'rtl', tokens: { '--ink': '#fff' } });
  const look = { theme: 'dark', language: 'ar', dir: 'rtl', tokens: { '--ink': '#fff' } };
  await vi.waitFor(() => expect(heard.at(-1)).toEqual({ kind: 'look', look }));
  bridge.close();
  port2.close();
});

test('what fails comes with what to do next, in the person’s words', async () => {
  const failure = Object.assign(new Error('not allowed'), { code: 'NOT_ALLOWED', next: 'ask an admin' });
  const peer = { call: async () => Promise.reject(failure), onEvent: () => () => undefined };
  const { port1, port2 } = new MessageChannel();
  const heard: unknown[] = [];
  port2.addEventListener('message', ({ data }) => heard.push(JSON.parse(String(data))));
  port2.start();
  const bridge = bridgePanel({
    port: port1,
    plugin: 'mine',
    peer: peer as never,
    describe: ({ code, next }) => ({ message: `${code} in words`, next: `${next} in words` }),
    chords: [],
    onChord: () => undefined,
  });
  port2.postMessage(JSON.stringify({ kind: 'call', id: 1, operation: 'member.remove', input: {} }));
  const error = { code: 'NOT_ALLOWED', message: 'NOT_ALLOWED in words', next: 'ask an admin in words' };
  await vi.waitFor(() => expect(heard.slice(1)).toEqual([{ kind: 'reply', id: 1, error }]));
  bridge.close();
  port2.close();
});

test('of the app’s keys a panel passes on those that it was given, and nothing else', async () => {
  const peer = { call: async () => undefined, onEvent: () => () => undefined };
  const { port1, port2 } = new MessageChannel();
  const places: number[] = [];
  const bridge = bridgePanel({
    port: port1,
    plugin: 'mine',
    peer: peer as never,
    describe: ({ code, next }) => ({ message: code, next }),
    chords: PANEL_CHORDS,
    onChord: (place) => places.push(place),
  });
  for (const chord of [
    -1,
    0.5,
    '0',
    null,
    PANEL_CHORDS.length,
    1e9,
    { key: 'k' },
    0,
    PANEL_CHORDS.length - 1,
  ])
    port2.postMessage(JSON.stringify({ kind: 'key', chord }));
  port2.postMessage({ kind: 'key', chord: 0 });
  await vi.waitFor(() => expect(places.at(-1)).toBe(PANEL_CHORDS.length - 1));
  expect(places).toEqual([0, PANEL_CHORDS.length - 1]);
  bridge.close();
  port2.close();
});

test('[P1] a panel presses nothing: only where the focus is in it, somebody is there, and not fast', () => {
  const palette = 0;
  const escape = PANEL_CHORDS.length - 1;
  const state = { focus: true, used: true, ms: 1000 };
  const done: string[] = [];
  const press = createPanelKeys({
    hasFocus: () => state.focus,
    isUsed: () => state.used,
    now: () => state.ms,
    leave: () => done.push('left'),
    press: ({ key, ctrlKey }) => done.push(`${ctrlKey ? 'Control+' : ''}${key}`),
  });
  const at = (ms: number, place: number, more: Partial<typeof state> = {}): void => {
    Object.assign(state, { focus: true, used: true, ...more, ms });
    press(place);
  };
  at(1000, palette, { focus: false });
  at(2000, escape, { focus: false });
  at(3000, palette, { used: false });
  at(4000, palette);
  for (let ms = 4010; ms < 4300; ms += 10) at(ms, escape);
  at(4300, escape, { used: false });
  expect(done).toEqual(['Control+k', 'left']);
  expect(PANEL_CHORDS.map(({ key }) => key)).toEqual(['k', 'f', '/', 'f6', 'f6', 'escape']);
});
