export {
  decodeAside,
  decodeLostEntries,
  encodeAside,
  encodeLostEntries,
  LOST,
  placeKey,
  readPlaceKey,
} from './lost.ts';
export { type Mark, markMatches } from './search/match.ts';
export {
  type FoundMessages,
  foldName,
  hasLink,
  type IndexProgress,
  type MessageQuery,
} from './search/query.ts';
export { type Phrase, phraseOf, wordsOf } from './search/words.ts';
export type * from './store.ts';
export type { StoredMessage } from './stored-message.ts';
export { comparePlaces } from './timeline.ts';
