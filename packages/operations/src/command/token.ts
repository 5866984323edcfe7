/** A command line, taken apart. */
import { type WrongUsage, wrong } from './parsed.ts';

export interface OptionToken {
  type: 'option';
  name: string;
  /** What stands behind `=`. */
  value: string | undefined;
}

/** Words by place and options, in order. */
export type Token = { type: 'word'; text: string } | OptionToken;

/** Behind a bare `--` everything is a word. */
export const tokenize = (args: readonly string[]): Token[] => {
  const end = args.indexOf('--');
  const before = end < 0 ? args : args.slice(0, end);
  const after = end < 0 ? [] : args.slice(end + 1);
  const tokens = before.map((text): Token => {
    if (text === '-h') return { type: 'option', name: 'help', value: undefined };
    if (!text.startsWith('--')) return { type: 'word', text };
    const equals = text.indexOf('=');
    return equals < 0
      ? { type: 'option', name: text.slice(2), value: undefined }
      : { type: 'option', name: text.slice(2, equals), value: text.slice(equals + 1) };
  });
  return [...tokens, ...after.map((text): Token => ({ type: 'word', text }))];
};

/** Takes the next word as the value of an option that has none of its own. */
export const valueOf = (tokens: Token[], name: string, own: string | undefined): string | WrongUsage => {
  if (own !== undefined) return own;
  const next = tokens[0];
  if (next?.type !== 'word')
    return wrong(`--${name} needs a value; write --${name}=VALUE for one that begins with --.`);
  tokens.shift();
  return next.text;
};
