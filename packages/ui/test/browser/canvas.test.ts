import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { idOf } from '../script.ts';
import { BROWSER_PATH } from './browser.ts';
import { useStage } from './stage.ts';

const LAB = idOf('space-Lab');
const GENERAL = idOf('Lab/general');

describe.skipIf(BROWSER_PATH === undefined)('the canvas (skipped without PLEXI_BROWSER)', () => {
  const openScene = useStage();

  const text = (page: Page) => page.getByRole('textbox', { name: 'Canvas of general' });
  const open = async (): Promise<Page> => {
    const page = await openScene('empty');
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

  /** Somebody else writes into a block's text. */
  const others = (page: Page, block: number, at: number, words: string) =>
    page.evaluate(
      ([space, channel, index, place, said]) =>
        window.peer.canvas.writeCanvas(space, channel, (doc) => {
          const element = doc.getXmlFragment('canvas').get(index) as unknown as {
            get: (first: number) => { insert: (position: number, inserted: string) => void };
          };
          element.get(0).insert(place, said);
        }),
      [LAB, GENERAL, block, at, words] as const,
    );
  const shows = (page: Page, words: string) =>
    page.waitForFunction((wanted) => document.querySelector('.canvas-text')?.textContent === wanted, words);

  it('keeps the caret when somebody else writes, and undoes only one’s own', async () => {
    const page = await open();
    await text(page).fill('one three');
    await expectText(page, 'one three');
    // Not Home: within 200 ms of the focus ProseMirror takes a caret at the very start for the browser's doing.
    for (let i = 0; i < 5; i++) await key(page, 'ArrowLeft');
    await others(page, 0, 0, 'zero ');
    await shows(page, 'zero one three');
    await type(page, 'two ');
    await expectText(page, 'zero one two three');
    // Once more than there is something to undo: the browser must not undo by itself what it thinks was typed.
    for (let i = 0; i < 3; i++) await key(page, 'Control+z');
    await expectText(page, 'zero ');
    for (let i = 0; i < 3; i++) await key(page, 'Control+Shift+z');
    await expectText(page, 'zero one two three');
    await others(page, 0, 0, 'and ');
    await key(page, 'Control+z');
    await key(page, 'Control+z');
    await expectText(page, 'and zero ');
  });

  it('writes on where it was while somebody else writes before it, in bold if it was to be bold', async () => {
    const page = await open();
    await text(page).fill('ab');
    await expectText(page, 'ab');
    await key(page, 'Control+b');
    await others(page, 0, 0, '=');
    await shows(page, '=ab');
    for (const [index, letter] of ['1', '2', '3', '4', '5'].entries()) {
      await type(page, letter);
      await others(page, 0, 0, '=');
      await shows(page, `${'='.repeat(index + 2)}ab${'12345'.slice(0, index + 1)}`);
    }
    await expectText(page, '======ab**12345**');
  });

  it('leaves the caret where it was when somebody else erases the paragraph around it', async () => {
    const page = await open();
    await text(page).focus();
    for (const words of ['first', 'second', 'third']) {
      await type(page, words);
      if (words !== 'third') await key(page, 'Enter');
    }
    await expectText(page, 'first\n\nsecond\n\nthird');
    await key(page, 'ArrowUp');
    await page.evaluate(
      ([space, channel]) =>
        window.peer.canvas.writeCanvas(space, channel, (doc) => doc.getXmlFragment('canvas').delete(1, 1)),
      [LAB, GENERAL] as const,
    );
    await shows(page, 'firstthird');
    await type(page, '+');
    await expectText(page, 'first\n\n+third');
  });

  it('makes tables by keyboard, keeps what is typed and pasted in its cell, and grows them by its toolbar', async () => {
    const page = await open();
    const tool = (name: string) => page.getByRole('button', { name, exact: true });
    await text(page).focus();
    await tool('Table').press('Enter');
    for (const words of ['Name', 'القيمة', 'x', 'rope', '10 | m']) {
      await type(page, words);
      await key(page, 'Tab');
    }
    await expectText(page, '| Name | القيمة | x |\n| --- | --- | --- |\n| rope | 10 \\| m |  |\n|  |  |  |');
    expect(await page.getByRole('columnheader').allTextContents()).toEqual(['Name', 'القيمة', 'x']);
    // Nothing flows out of a cell: not by erasing, not by Markdown, not by what is pasted.
    await key(page, 'Backspace');
    await key(page, 'Delete');
    await type(page, '- [] --- ');
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/html', '<h1>two</h1><table><tr><td>three</td></tr></table>');
      document
        .querySelector('.canvas-text')
        ?.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
        );
    });
    await expectText(
      page,
      '| Name | القيمة | x |\n| --- | --- | --- |\n| rope | 10 \\| m | - [] --- two three |\n|  |  |  |'.replace(
        '- []',
        String.raw`\- \[\]`,
      ),
    );
    await tool('Remove the row').press('Enter');
    await tool('Remove the row').press('Enter');
    await tool('Remove the column').press('Enter');
    await tool('Column after').press('Enter');
    await type(page, 'new');
    await key(page, 'Enter');
    await type(page, 'after');
    await expectText(page, '| Name | القيمة | new |\n| --- | --- | --- |\n\nafter');
    // Over cells, erasing empties them.
    await key(page, 'Control+a');
    await key(page, 'Backspace');
    await expectText(page, '');
  });

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
