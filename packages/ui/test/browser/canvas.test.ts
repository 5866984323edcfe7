import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { idOf } from '../script.ts';
import { BROWSER_PATH, openStage, type Stage } from './browser.ts';

const LAB = idOf('space-Lab');
const GENERAL = idOf('Lab/general');

describe.skipIf(BROWSER_PATH === undefined)('the canvas (skipped without PLEXI_BROWSER)', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 60_000);
  afterEach(async () => {
    expect(await stage.leave()).toEqual([]);
  });
  afterAll(() => stage.close());

  const text = (page: Page) => page.getByRole('textbox', { name: 'Canvas of general' });
  const open = async (): Promise<Page> => {
    const page = await stage.open('empty');
    await page.getByRole('button', { name: 'Canvas', exact: true }).first().click();
    await page.getByRole('complementary').getByText('Saved', { exact: true }).waitFor();
    return page;
  };
  const expectText = (page: Page, markdown: string) =>
    expect
      .poll(() => page.evaluate((channel) => window.peer.canvas.readCanvas(channel), GENERAL), {
        timeout: 5000,
      })
      .toBe(markdown);
  const type = (page: Page, words: string) => page.keyboard.type(words);
  const key = (page: Page, name: string) => page.keyboard.press(name);

  it('turns Markdown into what it says as it is typed, by keyboard alone', async () => {
    const page = await open();
    await text(page).focus();
    await type(page, '# Plan');
    await key(page, 'Enter');
    await type(page, 'We **need** `rope`');
    await key(page, 'Enter');
    await type(page, '[] cables');
    await key(page, 'Enter');
    await type(page, 'ropes');
    await key(page, 'Tab');
    await key(page, 'Enter');
    await key(page, 'Enter');
    await key(page, 'Enter');
    await type(page, '> said');
    await expectText(page, '# Plan\n\nWe **need** `rope`\n\n- [ ] cables\n  - [ ] ropes\n\n> said');
  });

  it('formats by its toolbar, with arrow keys, and links safe addresses only', async () => {
    const page = await open();
    await text(page).fill('tide table');
    await key(page, 'Control+a');
    await page.getByRole('button', { name: 'Bold' }).focus();
    await key(page, 'ArrowRight');
    await key(page, 'Enter');
    await expectText(page, '*tide table*');
    expect(await page.getByRole('button', { name: 'Italic' }).getAttribute('aria-pressed')).toBe('true');
    await key(page, 'Control+Shift+u');
    await page.getByLabel('Address').fill('javascript:alert(1)');
    await key(page, 'Enter');
    await page.getByText(/Only addresses that begin/u).waitFor();
    await page.getByLabel('Address').fill('example.org/tides');
    await key(page, 'Enter');
    await expectText(page, '[*tide table*](<https://example.org/tides>)');
  });

  // An open defect (docs/progress/3.md): the caret or what could be done again is lost now and then.
  it.skipIf(process.env['PLEXI_LONG'] === undefined)(
    'keeps the caret when somebody else writes, and undoes only one’s own (with PLEXI_LONG)',
    async () => {
      const page = await open();
      await text(page).fill('one three');
      await expectText(page, 'one three');
      await key(page, 'Home');
      for (let i = 0; i < 4; i++) await key(page, 'ArrowRight');
      await page.evaluate(
        ([space, channel]) =>
          window.peer.canvas.writeCanvas(space, channel, (doc) => {
            const block = doc.getXmlFragment('canvas').get(0) as unknown as {
              get: (at: number) => { insert: (at: number, words: string) => void };
            };
            block.get(0).insert(0, 'zero ');
          }),
        [LAB, GENERAL] as const,
      );
      await page.waitForFunction(
        () => document.querySelector('.canvas-text')?.textContent === 'zero one three',
      );
      await type(page, 'two ');
      await expectText(page, 'zero one two three');
      await key(page, 'Control+z');
      await key(page, 'Control+z');
      await expectText(page, 'zero ');
      await key(page, 'Control+Shift+z');
      await key(page, 'Control+Shift+z');
      await expectText(page, 'zero one two three');
    },
  );

  it('shows who is in it, and is built anew when a cutoff takes words away', async () => {
    const page = await open();
    await text(page).fill('will be void');
    await expectText(page, 'will be void');
    await page.evaluate(([space, channel]) => window.peer.canvas.moveCursor(space, channel, 'Noor', '{}'), [
      LAB,
      GENERAL,
    ] as const);
    await page.getByRole('status').getByText('Noor').waitFor();
    await page.evaluate(([space, channel]) => window.peer.canvas.moveCursor(space, channel, 'Noor'), [
      LAB,
      GENERAL,
    ] as const);
    await page.getByText('Only you are here right now.').waitFor();
  });

  it('takes what is pasted as Markdown or through the schema: nothing runs, nothing is fetched', async () => {
    const page = await open();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await text(page).focus();
    const paste = (data: Record<string, string>) =>
      page.evaluate((kinds) => {
        const clipboardData = new DataTransfer();
        for (const [kind, value] of Object.entries(kinds)) clipboardData.setData(kind, value);
        document
          .querySelector('.canvas-text')
          ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, data);
    await paste({ 'text/plain': '## Tides\n\n- [x] low\n- high' });
    await expectText(page, '## Tides\n\n- [x] low\n- high');
    await key(page, 'Control+a');
    await key(page, 'Delete');
    await paste({
      'text/html':
        '<p onclick="x()">a <b>b</b> <a href="javascript:alert(1)">c</a><img src="https://evil.example/p.png" onerror="alert(1)"><script>alert(1)</script><iframe src="https://evil.example"></iframe></p>',
    });
    await expectText(page, 'a **b** c');
    expect(asked.filter((address) => !address.startsWith('http://127.0.0.1'))).toEqual([]);
  });

  it('lists versions with what changed, and restores one after asking', async () => {
    const page = await open();
    await text(page).fill('now');
    await expectText(page, 'now');
    await page.getByRole('button', { name: 'Earlier versions' }).click();
    await page.getByRole('button', { name: /As we agreed/u }).click();
    await page.getByText('until Thursday').waitFor();
    await page.getByRole('button', { name: 'Restore this version' }).click();
    await page.getByText(/will say again/u).waitFor();
    await page.getByRole('button', { name: 'Restore this version' }).click();
    await expectText(page, 'restored');
    await page.waitForFunction(() => document.querySelector('.canvas-text')?.textContent === 'restored');
  });
});
