/** Finds words that a person sees or hears and that no text gave: in the pseudo-language they are the only plain ones. */
import type { Page } from 'playwright-core';

/**
 * Runs in the page. What people wrote or named is excepted: by its element (`bdi`, `time`, code, fields, a language by its
 * own name, anything marked `data-user-text`), or because the scripted peer's people wrote it.
 */
const collect = (): string[] => {
  const THEIRS = 'option[lang], bdi, time, code, pre, textarea, .mono, [data-user-text], svg, script, style';
  const SPOKEN = [
    'aria-label',
    'title',
    'placeholder',
    'alt',
    'aria-description',
    'aria-valuetext',
    'aria-roledescription',
  ];
  const written = JSON.stringify(window.peer.script, (_key, value: unknown) =>
    value instanceof Map ? [...value.values()] : value,
  );
  const isPlain = (words: string): boolean => {
    const rest = words.replace(/\[!![^]*!!\]/gu, '').trim();
    return /[A-Za-z]{2}/u.test(rest) && !written.includes(JSON.stringify(rest).slice(1, -1));
  };
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null) {
    const { parentElement: parent, textContent: words } = walker.currentNode;
    if (parent === null || words === null || parent.closest(THEIRS) !== null) continue;
    if (isPlain(words)) found.push(`${parent.tagName.toLowerCase()}.${parent.className}: ${words}`);
  }
  for (const element of document.body.querySelectorAll('*')) {
    // An editor is made once, with its name in the language of then.
    if (element.closest('[data-user-text], [contenteditable]') !== null) continue;
    for (const name of SPOKEN) {
      const words = element.getAttribute(name);
      if (words !== null && isPlain(words))
        found.push(`${element.tagName.toLowerCase()}.${element.className} ${name}: ${words}`);
    }
  }
  return found;
};

/** In a page that is shown in the pseudo-language. */
export const findUnspoken = (page: Page): Promise<string[]> => page.evaluate(collect);
