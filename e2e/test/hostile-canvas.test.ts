/** Hostile text in the canvas, in a real browser: written by somebody else, as text and as Markdown, and pasted. */
import { partsOfUpdate } from '@plexi/operations/canvas';
import { toBase64Url } from '@plexi/protocol';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';
import * as Y from 'yjs';
import { type App, createApp, journey } from '../src/app.ts';
import { composer, createAccount, lookAt, press } from '../src/gestures.ts';
import { findHarm, watch } from '../src/harm.ts';
import { hostileTexts, WITHOUT_DATA } from '../src/hostile.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

/** What a page brings that is pasted: all of it would fetch, run or restyle something. */
const PAGE = `<style>body { background: url(https://evil.example/style) }</style><base href="https://evil.example/">
<link rel="stylesheet" href="https://evil.example/sheet"><script>alert(1)</script><meta http-equiv="refresh" content="0;url=https://evil.example/meta">
<img src="https://evil.example/picture" onerror="alert(2)"><picture><source srcset="https://evil.example/set"></picture>
<video src="https://evil.example/film" poster="https://evil.example/poster" autoplay></video><iframe src="https://evil.example/frame"></iframe>
<svg onload="alert(3)"><image href="https://evil.example/svg"/></svg><form action="https://evil.example/form"><button>go</button></form>
<p style="background-image: url(https://evil.example/inline); position: fixed" onclick="alert(4)">words of the page</p>
<table background="https://evil.example/table"><tr><td onmouseover="alert(5)">cell</td></tr></table>
<a href="javascript:alert(6)">one</a> <a href="https://example.org/" target="_self" ping="https://evil.example/ping">two</a>`;

describe.skipIf(WITHOUT_DATA !== undefined)(
  `hostile text in the canvas (${WITHOUT_DATA ?? 'the collections are there'})`,
  () => {
    let world: World;
    let app: App;
    let eve: Person;
    let ada: Page;
    let space: string;
    const done: string[] = [];
    const TEXTS =
      WITHOUT_DATA === undefined
        ? // How lines end, and letters that no line shows, are no part of the words.
          hostileTexts().map((text) => text.replaceAll(/\r\n?|\n/gu, ' '))
        : [];
    afterAll(async () => {
      await app?.close();
      await world?.close();
    });

    /** Texts that are pasted at once: one may swallow those behind it. */
    const PASTED = process.env['PLEXI_LONG'] === undefined ? 12 : 1;
    const place = (channel: string) => ({ space, channel });
    const canvas = () => ada.locator('.canvas-text');
    const composerOf = (channel: string) => ada.getByLabel(`Message to ${channel}`);
    const openCanvas = async (channel: string): Promise<void> => {
      await ada.getByRole('navigation').getByText(channel, { exact: true }).first().click();
      await composerOf(channel).waitFor();
      if (!(await ada.locator('.canvas').isVisible()))
        await ada.getByRole('button', { name: 'Canvas', exact: true }).first().click();
      await ada.getByRole('textbox', { name: `Canvas of ${channel}` }).waitFor();
      await ada.locator('.canvas-text[contenteditable=true]').waitFor();
    };
    /** That the policy refused a handler while a pasted page was read in is its duty, and no harm. */
    const expectNothing = async (): Promise<void> =>
      expect([
        await findHarm(ada),
        done,
        app.complaints.filter((words) => !/inline event handler|script-src-attr/u.test(words)),
      ]).toEqual([[], [], []]);
    const paste = (type: 'text/plain' | 'text/html', words: string): Promise<void> =>
      canvas().evaluate(
        (editor, [kind, said]) => {
          const data = new DataTransfer();
          data.setData(kind, said);
          editor.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
          );
        },
        [type, words] as const,
      );
    const eveReads = async (channel: string): Promise<string> =>
      (await eve.call('canvas.show', place(channel))).text;

    journey('Eve writes it into canvases: as it is, and as Markdown', async ({ annotate }) => {
      world = await createWorld();
      const relay = await world.relay();
      eve = await world.device('eve');
      await eve.call('account.create', { name: 'Eve' });
      ({ id: space } = await eve.call('space.create', { name: 'Lab', relay: [relay.address] }));
      for (const name of ['raw', 'markdown', 'pasted']) await eve.call('channel.create', { space, name });
      const { clientId } = await eve.call('canvas.open', place('raw'));
      const doc = new Y.Doc();
      doc.clientID = clientId;
      doc.getXmlFragment('canvas').insert(
        0,
        TEXTS.map((words) => {
          const [block, text] = [new Y.XmlElement('paragraph'), new Y.XmlText(words)];
          block.insert(0, [text]);
          return block;
        }),
      );
      for (const part of partsOfUpdate(Y.encodeStateAsUpdate(doc)))
        await eve.call('canvas.update', { ...place('raw'), update: toBase64Url(part) });
      await eve.call('canvas.edit', { ...place('markdown'), text: TEXTS.join('\n\n') });
      await annotate(`${TEXTS.length} hostile texts`);
    });

    journey('Ada reads them: nothing runs, opens or is fetched, and every word is there', async () => {
      app = await createApp();
      ada = await app.open((await app.start('ada')).address);
      await watch(app, ada, done);
      await createAccount(ada, 'Ada');
      await lookAt(ada, (await eve.call('invite.create', { space })).link);
      await press(ada, 'Join');
      await composer(ada).waitFor();
      await openCanvas('raw');
      await expect
        .poll(() => canvas().evaluate((editor) => [...editor.children].map((block) => block.textContent)), {
          timeout: 20_000,
        })
        .toEqual(TEXTS);
      await expectNothing();
      await openCanvas('markdown');
      await expect.poll(() => canvas().evaluate((editor) => editor.childElementCount)).toBeGreaterThan(50);
      expect(await canvas().locator('a').count()).toBeGreaterThan(0);
      await expectNothing();
    });

    journey('what she pastes does no more, and comes to Eve as it was', async () => {
      await openCanvas('pasted');
      await canvas().focus();
      await ada.keyboard.type('``` ');
      await paste('text/plain', TEXTS.join('\n'));
      await expect.poll(() => eveReads('pasted'), { timeout: 20_000 }).toBe(TEXTS.join('\n').trim());
      await ada.keyboard.press('Control+a');
      await ada.keyboard.press('Backspace');
      await paste('text/plain', TEXTS.join('\n\n'));
      const pages = TEXTS.filter((words) => words.includes('<'));
      for (let from = 0; from < pages.length; from += PASTED)
        await paste('text/html', pages.slice(from, from + PASTED).join('\n'));
      await expectNothing();
      await ada.keyboard.press('Control+a');
      await ada.keyboard.press('Backspace');
      await paste('text/html', PAGE);
      await expect.poll(() => eveReads('pasted')).toMatch(/words of the page\ncell\n.*one ?two/u);
      const { markdown } = await eve.call('canvas.show', place('pasted'));
      expect(markdown).not.toMatch(/evil|javascript|alert/u);
      expect(markdown).toContain('[two](<https://example.org/>)');
      await expectNothing();
    });
  },
);
