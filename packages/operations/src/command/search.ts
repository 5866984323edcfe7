/** What a search found, in words. */
import type { SearchResult } from '../catalogue/message/search.ts';
import type { Message } from '../shapes.ts';
import { harmlessLine } from './harmless.ts';

/** How far the index is, where it is not done: what is missing may only not be found yet. */
const tellProgress = ({ done, total }: SearchResult['indexed']): string[] =>
  done === total ? [] : [`Indexed ${Math.floor((100 * done) / total)} %: there may be more.`];

export const renderSearch = (
  { results, indexed, cursor }: SearchResult,
  renderMessage: (message: Message) => string,
): string =>
  [
    ...(results.length === 0 ? ['Nothing found.'] : []),
    ...results.map(({ place, message }) => `#${harmlessLine(place)} ${renderMessage(message)}`),
    ...(cursor === undefined ? [] : [`There is more: --cursor ${harmlessLine(cursor)}`]),
    ...tellProgress(indexed),
  ].join('\n');
