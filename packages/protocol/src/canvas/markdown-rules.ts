import { type MarkdownSerializer, MarkdownSerializerState } from 'prosemirror-markdown';
import type { Node } from 'prosemirror-model';

/** How nodes and marks are written. */
export type MarkdownRules = Pick<MarkdownSerializer, 'nodes' | 'marks' | 'options'>;

/** The library looks back by so many characters at most. */
const LOOKED_AT = 2;
const PIECE = 1024;

/**
 * Writes the blocks of `node`. The library looks at the end of all that it wrote at every word, for which the engine puts that
 * together anew: time that grows with the square of the text. So what it sees as written is the end only.
 */
export const writeByRules = ({ nodes, marks, options }: MarkdownRules, node: Node): string => {
  // The constructor is in the library's sources, and left out of its types.
  const state = Reflect.construct(MarkdownSerializerState, [
    nodes,
    marks,
    { ...options, tightLists: true },
  ]) as MarkdownSerializerState;
  const pieces: string[] = [];
  let end = '';
  Object.defineProperty(state, 'out', {
    get: () => end,
    set: (text: string) => {
      const isLong = text.length > PIECE;
      if (isLong) pieces.push(text.slice(0, -LOOKED_AT));
      end = isLong ? text.slice(-LOOKED_AT) : text;
    },
  });
  state.renderContent(node);
  return pieces.join('') + end;
};
