import { type MessageConnection, serveConnection } from '@plexi/operations';
import { LIMITS, plexiError } from '@plexi/protocol';
import { expect, test } from 'vitest';
import { answerPanel, createPanels } from '../src/host/panels.ts';
import { WINDOW_PANELS } from '../src/shared/panel-policy.ts';

/** Both ends of a connection. */
const pair = (): [MessageConnection, MessageConnection] => {
  const ends = [0, 1].map(() => ({ hear: new Set<(text: string) => void>(), gone: new Set<() => void>() }));
  const end = (own: number): MessageConnection => ({
    send: (text) => queueMicrotask(() => ends[1 - own]?.hear.forEach((handler) => handler(text))),
    onMessage: (handler) => ends[own]?.hear.add(handler),
    onClose: (handler) => ends[own]?.gone.add(handler),
    close: () => ends.forEach(({ gone }) => gone.forEach((handler) => handler())),
  });
  return [end(0), end(1)];
};

/** Panels of a peer where the plugin `coin` has one. */
const panels = () =>
  createPanels(() => {
    const [ours, theirs] = pair();
    serveConnection(theirs, {
      handlers: {
        'plugin.panel': async ({ plugin }) => {
          if (plugin !== 'coin') throw plexiError('PLUGIN_NOT_GRANTED');
          return [{ path: 'index.html', type: 'text/html', data: Buffer.from('<p>').toString('base64') }];
        },
      },
      subscribe: () => () => undefined,
    });
    return ours;
  }, WINDOW_PANELS);

test('[P1] a panel is found by the token that its opening gave, and by no other', async () => {
  const { open, find } = panels();
  const address = await open('coin');
  expect(address).toMatch(/^plexi-panel:\/\/plexi\/panel\/[\w-]{43}\/index\.html$/);
  expect(await answerPanel({ find }, address).text()).toBe('<p>');
  for (const other of [`${WINDOW_PANELS}index.html`, address.replace('index.html', '../index.html')])
    expect(answerPanel({ find }, other).status).toBe(404);
  await expect(open('other')).rejects.toMatchObject({ code: 'PLUGIN_NOT_GRANTED' });
});

test('LIMITS.pluginPanels: of more that were opened the first is given no longer', async () => {
  const { open, find } = panels();
  const addresses: string[] = [];
  for (let opened = 0; opened <= LIMITS.pluginPanels; opened++) addresses.push(await open('coin'));
  const found = addresses.map((address) => find(address.slice(WINDOW_PANELS.length)) !== undefined);
  expect(found).toEqual([false, ...Array.from({ length: LIMITS.pluginPanels }, () => true)]);
});
