/** Looks at a folder or file that a plugin came from, and tells when it may have changed. */
import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { SIGNATURE_PATH } from '@plexi/plugin-api';

/** Several writes belong together. */
const REST_MS = 150;

/** Gives back how to stop. Of a folder the signature is what ends a change: without it nothing would be loaded anyway. */
export const followPlace = (place: string, changed: () => void): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const watchers: FSWatcher[] = [];
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, REST_MS).unref();
  };
  const add = (folder: string, name: string): void => {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, file) => {
        if (file === null || file === name) soon();
      });
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch {
      // It has gone: reloading will say so.
    }
  };
  add(place, SIGNATURE_PATH);
  add(path.dirname(place), path.basename(place));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
};
