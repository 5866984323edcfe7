/** What hostile text might do in a page: run, open, fetch, lead away, or become something that could. */
import type { Page } from 'playwright-core';
import type { App } from './app.ts';

/** From now on notes in `done` all that a text must not be able to do. */
export const watch = async (app: App, page: Page, done: string[]): Promise<void> => {
  const { origin, pathname } = new URL(page.url());
  page.on('dialog', (dialog) => {
    done.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => done.push(`a window: ${popup.url()}`));
  page.on('download', (download) => done.push(`a download: ${download.url()}`));
  page.on('framenavigated', (frame) => {
    const now = new URL(frame.url());
    if (frame.parentFrame() !== null || now.origin !== origin || now.pathname !== pathname)
      done.push(`navigation: ${frame.url()}`);
  });
  app.context.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (host !== new URL(origin).host && protocol !== 'data:' && protocol !== 'blob:')
      done.push(`a request: ${request.url()}`);
  });
  await page.evaluate(() => {
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'] as const)
      Object.defineProperty(window, name, {
        value: () => document.documentElement.setAttribute('data-fired', name),
      });
  });
};

/** Elements that no text may become. */
const FORBIDDEN =
  'script, iframe, object, embed, base, form[action], link[rel=import], meta[http-equiv], [onerror], [onload], [onclick], ' +
  'a[href^="javascript:" i], a[href^="data:" i], a[href^="vbscript:" i], a[href^="file:" i], ' +
  'img:not([src^="data:image/"], [src^="blob:"], .ProseMirror-separator:not([src], [srcset])), svg[onload], body :is(style, link, meta, audio[src^="http" i], video[src^="http" i])';

/** What hostile text has become or has run on this page. */
export const findHarm = (page: Page): Promise<string[]> =>
  page.evaluate((forbidden) => {
    const inside = [...document.body.querySelectorAll(forbidden)].filter(
      (element) => !(element instanceof HTMLScriptElement && element.src.startsWith(location.origin)),
    );
    const fired = document.documentElement.getAttribute('data-fired');
    return [...inside.map((element) => element.outerHTML.slice(0, 200)), ...(fired === null ? [] : [fired])];
  }, FORBIDDEN);

/** The ids of the messages that are drawn now. */
export const messagesShown = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[role=log] [data-message]')].map(
      (message) => message.dataset['message'] ?? '',
    ),
  );

/** Shows all of a channel, page after page, from the newest to where it says that it starts. */
export const readThrough = async (page: Page, look: () => Promise<void>): Promise<void> => {
  for (let isStart = false; !isStart; ) {
    await look();
    isStart = await page.evaluate(async () => {
      const log = document.querySelector<HTMLElement>('[role=log]');
      if (log === null) throw new Error('there is no timeline');
      if (log.scrollTop <= 0 && /This is where .+ starts\./u.test(log.innerText)) return true;
      log.scrollTop = Math.max(0, log.scrollTop - log.clientHeight * 0.9);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 30)));
      return false;
    });
  }
};

interface Notice {
  title: string;
  options: NotificationOptions;
}

/** From now on keeps what the page calls its person with; gives what there was so far. */
export const watchNotices = async (page: Page): Promise<() => Promise<Notice[]>> => {
  const kept = await page.evaluateHandle(() => {
    const notices: Notice[] = [];
    class Watched extends EventTarget {
      static readonly permission = 'granted';
      constructor(title: string, options: NotificationOptions = {}) {
        super();
        notices.push({ title, options });
      }
      close(): void {}
    }
    Object.defineProperty(window, 'Notification', { value: Watched });
    return notices;
  });
  return () => kept.jsonValue();
};

/** From now on watches for tasks that keep the page from answering; gives the longest so far, in milliseconds. */
export const watchSlowness = async (page: Page): Promise<() => Promise<number>> => {
  const longest = await page.evaluateHandle(() => {
    const kept = { ms: 0 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) kept.ms = Math.max(kept.ms, Math.round(duration));
    }).observe({ type: 'longtask' });
    return kept;
  });
  return async () => (await longest.jsonValue()).ms;
};
