/** What is measured in the page, by clocks in the page: a driver's own way there and back is in none of the figures. */
import { gzipSync } from 'node:zlib';
import { connectProfile } from '@plexi/peer/host';
import type { Page } from 'playwright-core';
import type { BrowserStage } from './ui-browser.ts';

const KEYS = 'the quick brown fox jumps over the lazy dog and then types a little more of this';
const KEY_PAUSE_MS = 40;
const SWITCHES = 24;
const PATIENCE_MS = 20_000;
const SCROLLS = 60;
const SCROLL_PAUSE_MS = 50;
const ARRIVALS = 40;
const ARRIVAL_PAUSE_MS = 75;

const EMPTY_PAGE = 'data:text/html,<!doctype html><title>empty</title><textarea autofocus></textarea>';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** From each key's own time to right after the frame that follows it. */
export const measureKeys = async (page: Page, field: string): Promise<number[]> => {
  await page.locator(field).first().focus();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { keyTimes: times });
    document.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          // A message is handled after the frame that is being made now has been drawn.
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener('message', () => times.push(performance.now() - timeStamp));
          port1.start();
          port2.postMessage(undefined);
        });
      },
      { capture: true },
    );
  });
  await page.keyboard.type(KEYS, { delay: KEY_PAUSE_MS });
  await page.waitForFunction(
    (count) => (Reflect.get(window, 'keyTimes') as number[]).length >= count,
    KEYS.length,
  );
  return page.evaluate(() => Reflect.get(window, 'keyTimes') as number[]);
};

export const measureEmptyPage = async (
  stage: BrowserStage,
): Promise<{ interactiveMs: number; keys: number[]; residentBytes: number }> => {
  const page = await stage.open();
  await page.goto(EMPTY_PAGE);
  const interactiveMs = await page.evaluate(
    () =>
      (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).domContentLoadedEventEnd,
  );
  const keys = await measureKeys(page, 'textarea');
  const { residentBytes } = await stage.memory(page);
  await page.close();
  return { interactiveMs, keys, residentBytes };
};

/** From the address to a composer that takes words under the newest message; and the scripts that came for it. */
export const measureStart = async (
  stage: BrowserStage,
  newest: string,
): Promise<{ interactiveMs: number; scriptBytes: number }> => {
  const address = await stage.restart();
  const page = await stage.open();
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
  });
  await page.addInitScript((id) => {
    const look = (): void => {
      const field = document.querySelector('.composer textarea, textarea');
      const isThere = field instanceof HTMLTextAreaElement && !field.disabled;
      if (isThere && document.querySelector(`[data-message="${id}"]`) !== null)
        Object.assign(window, { interactiveAt: performance.now() });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, newest);
  await page.goto(address);
  const at = await page.waitForFunction(() => Reflect.get(window, 'interactiveAt') as number | undefined);
  const scriptBytes = (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0);
  return { interactiveMs: (await at.jsonValue()) ?? Number.NaN, scriptBytes };
};

/** From pressing a channel to the frame that shows its messages. Each has been shown once before. */
export const measureSwitches = (page: Page, channels: readonly string[]): Promise<number[]> =>
  page.evaluate(
    async ({ names, count, patience }) => {
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      const findButton = (name: string): HTMLElement => {
        const found = [...document.querySelectorAll<HTMLElement>('nav button, nav a, aside button')].find(
          (it) => it.textContent.trim().startsWith(name),
        );
        if (found === undefined) throw new Error(`no channel ${name} in the sidebar`);
        return found;
      };
      const isShown = (name: string, before: string | undefined): boolean => {
        const first = document.querySelector('[role="log"] [data-message]')?.getAttribute('data-message');
        const title = document.querySelector('.channel-title h2')?.textContent ?? '';
        return title.includes(name) && first != null && first !== before;
      };
      const times: number[] = [];
      for (let i = 1; i <= count; i++) {
        const name = names[i % names.length] as string;
        const before =
          document.querySelector('[role="log"] [data-message]')?.getAttribute('data-message') ?? '';
        const start = performance.now();
        findButton(name).click();
        while (!isShown(name, before)) {
          if (performance.now() - start > patience) throw new Error(`${name} is not shown`);
          await frame();
        }
        await frame();
        if (i > names.length) times.push(performance.now() - start);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return times;
    },
    { names: [...channels], count: SWITCHES, patience: PATIENCE_MS },
  );

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  args?: { name?: string };
}

/** Tasks of the page's main thread, in milliseconds. */
const tasksOf = (trace: Buffer): number[] => {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] };
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  return traceEvents
    .filter(({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && mains.has(`${pid}/${tid}`))
    .map(({ dur = 0 }) => dur / 1000);
};

const LONG_TASK_MS = 50;

/** A reader scrolls far back while others write into the same channel. */
export const measureWorkload = async (
  stage: BrowserStage,
  page: Page,
  { folder, space, channel }: { folder: string; space: string; channel: string },
): Promise<{ longestTaskMs: number; longTasks: number }> => {
  await page.evaluate((name) => {
    const found = [...document.querySelectorAll<HTMLElement>('nav button, nav a, aside button')];
    found.find((it) => it.textContent.trim().startsWith(name))?.click();
  }, channel);
  const log = page.getByRole('log').first();
  await log.locator('[data-message]').first().waitFor();
  await log.hover();
  const writer = await connectProfile(folder);
  if (writer === undefined) throw new Error('the app does not run');
  await stage.browser.startTracing(page, {
    categories: ['disabled-by-default-devtools.timeline', 'devtools.timeline', 'toplevel'],
  });
  const arrive = async (): Promise<void> => {
    for (let i = 0; i < ARRIVALS; i++) {
      await writer.call('message.send', {
        space,
        channel,
        text: `a line that comes while you read, number ${i}`,
      });
      await sleep(ARRIVAL_PAUSE_MS);
    }
  };
  const scroll = async (): Promise<void> => {
    for (let i = 0; i < SCROLLS; i++) {
      await page.mouse.wheel(0, -900);
      await sleep(SCROLL_PAUSE_MS);
    }
  };
  await Promise.all([arrive(), scroll()]);
  const tasks = tasksOf(await stage.browser.stopTracing());
  writer.close();
  return {
    longestTaskMs: Math.max(0, ...tasks),
    longTasks: tasks.filter((ms) => ms > LONG_TASK_MS).length,
  };
};
