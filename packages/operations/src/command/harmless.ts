/** Text of others, made fit for a terminal. */

/**
 * What a terminal would obey or what would show text in another order than it has: control characters, line and
 * paragraph separators, bidirectional controls (Unicode TR 36, section 2), and halves of surrogate pairs.
 */
const UNSAFE =
  /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

const show = (character: string): string =>
  `<${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;

/** `text` on one line, with what a terminal would obey spelled out as its code point. */
export const harmlessLine = (text: string): string =>
  text.replace(UNSAFE, (character) => (character === '\t' ? ' ' : show(character)));

/** The same for text of several lines: those after the first begin with `indent`, so that none can pose as another. */
export const harmlessText = (text: string, indent: string): string =>
  text
    .split(/\r\n|\n/)
    .map(harmlessLine)
    .join(`\n${indent}`);
