/** What a person typed into a search: words, "phrases", -without, and filters as field:value. */
import { LIMITS, plexiError } from '@plexi/protocol';
import { type Phrase, phraseOf } from '@plexi/storage';

interface SearchFilters {
  from?: string | undefined;
  in?: string | undefined;
  after?: string | undefined;
  before?: string | undefined;
  has?: 'file' | 'link' | undefined;
}

export interface ReadQuery {
  all: Phrase[];
  none: Phrase[];
  filters: SearchFilters;
}

/** A minus, a field, then something in quotes or up to the next space. A quote that is not closed ends with the text. */
const PIECE = /(-?)(?:(from|in|after|before|has):)?(?:"([^"]*)("?)|(\S+))/giu;
const THINGS: Record<string, 'file' | 'link'> = { file: 'file', files: 'file', link: 'link', links: 'link' };

const readThing = (value: string): 'file' | 'link' => {
  const thing = THINGS[value.toLowerCase()];
  if (thing === undefined) throw plexiError('INVALID_INPUT', { detail: 'has: takes file or link' });
  return thing;
};

/** Throws INVALID_INPUT for a filter that makes no sense, TOO_LARGE for more words than a search may have. */
export const readQuery = (text: string): ReadQuery => {
  const query: ReadQuery = { all: [], none: [], filters: {} };
  const pieces = [...text.matchAll(PIECE)];
  const isOpen = !/\s$/u.test(text);
  pieces.forEach(([, minus, field, quoted, closing, bare], i) => {
    const value = quoted ?? bare ?? '';
    if (field !== undefined) {
      const name = field.toLowerCase() as keyof SearchFilters;
      if (minus !== '') throw plexiError('INVALID_INPUT', { detail: `-${name}: is not possible` });
      if (value === '') return;
      query.filters = { ...query.filters, [name]: name === 'has' ? readThing(value) : value };
      return;
    }
    // The last word may still be being typed; what is within quotes is meant as it stands.
    const mayGoOn = minus === '' && i === pieces.length - 1 && isOpen && closing !== '"';
    const phrase = phraseOf(value, mayGoOn);
    if (phrase === undefined) return;
    (minus === '' ? query.all : query.none).push(phrase);
  });
  if (query.all.length + query.none.length > LIMITS.searchTerms)
    throw plexiError('TOO_LARGE', { detail: 'words in a search' });
  return query;
};
