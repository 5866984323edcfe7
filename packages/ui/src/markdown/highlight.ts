/** Colours for code, loaded when the first block of code is on the page. */
import type { RootContent } from 'hast';
import type * as Grammars from './grammars.ts';

/** A run of code and the class that says what it is. */
export interface CodePiece {
  text: string;
  className: string;
}

/** UTF-16 units past which code stays plain. */
const LONGEST = 20_000;

let loading: Promise<typeof Grammars> | undefined;

const flatten = (nodes: readonly RootContent[], className: string): CodePiece[] =>
  nodes.flatMap((node) => {
    if (node.type === 'text') return [{ text: node.value, className }];
    if (node.type !== 'element') return [];
    const own = node.properties['className'];
    // Class names come from the library's grammars, never from the code; still only theirs pass.
    const names = Array.isArray(own) ? own.map(String).filter((name) => /^[a-z0-9_-]+$/u.test(name)) : [];
    return flatten(node.children, names.length === 0 ? className : names.join(' '));
  });

/** The code in pieces, or `undefined` where its language is not known. */
export const highlightCode = async (code: string, language: string): Promise<CodePiece[] | undefined> => {
  if (code.length > LONGEST || language === '') return undefined;
  loading ??= import('./grammars.ts');
  const { common, createLowlight } = await loading;
  const lowlight = createLowlight(common);
  const name = language.toLowerCase();
  return lowlight.registered(name) ? flatten(lowlight.highlight(name, code).children, '') : undefined;
};
