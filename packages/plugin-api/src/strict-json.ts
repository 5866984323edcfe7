/** JSON without two readings: no repeated key, and no key that means something to an engine. */

const TOKEN = /\s*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|[^\s{}[\],:"]+)/gsuy;
const REFUSED_KEYS = ['__proto__', 'constructor', 'prototype'];
const MOST_DEPTH = 32;

interface Level {
  /** The keys so far; undefined in an array. */
  keys: Set<string> | undefined;
  /** Whether the next string is a key. */
  atKey: boolean;
}

/** Walks the tokens of `text`, which JSON.parse has accepted already. */
const checkKeys = (text: string): void => {
  const levels: Level[] = [];
  for (const [, sign, string] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (string !== undefined && level?.keys !== undefined && level.atKey) {
      const key = JSON.parse(string) as string;
      if (level.keys.has(key)) throw new SyntaxError('a key is there twice');
      if (REFUSED_KEYS.includes(key)) throw new SyntaxError('a key that is refused');
      level.keys.add(key);
      level.atKey = false;
    } else if (sign === '{' || sign === '[') {
      if (levels.length >= MOST_DEPTH) throw new SyntaxError('nested too deeply');
      levels.push({ keys: sign === '{' ? new Set() : undefined, atKey: true });
    } else if (sign === '}' || sign === ']') levels.pop();
    else if (sign === ',' && level !== undefined) level.atKey = true;
  }
};

/** The value of `text`; a `SyntaxError` where it is not JSON, repeats a key, or has one such as `__proto__`. */
export const parseStrictJson = (text: string): unknown => {
  const value: unknown = JSON.parse(text);
  checkKeys(text);
  return value;
};
