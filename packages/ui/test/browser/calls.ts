/** The browser's own notifications, as a page made them. */
import type { Page } from 'playwright-core';

interface Call {
  title: string;
  body: string;
  shown: boolean;
}

declare global {
  interface Window {
    calls: { notification: Notification; call: Call }[];
  }
}

/** Keeps the browser's own notifications where the test finds them: they are shown all the same. */
export const watchCalls = (page: Page) =>
  page.evaluate(() => {
    const Own = window.Notification;
    window.calls = [];
    window.Notification = class extends Own {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        const call = { title, body: options?.body ?? '', shown: false };
        this.addEventListener('show', () => {
          call.shown = true;
        });
        window.calls.push({ notification: this, call });
      }
    };
  });
export const calls = (page: Page): Promise<Call[]> =>
  page.evaluate(() => window.calls.map(({ call }) => ({ ...call })));
