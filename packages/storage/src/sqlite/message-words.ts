/**
 * Where a message's words are. A client has a post twice, sealed as it came and opened; so instead of the words it keeps the key that
 * opens the body of this one entry, and reads them there [decision 0031]. What has no body here, or says more than one message, keeps
 * its words.
 */
import { plexiError } from '@plexi/protocol';
import type { Connection, Value } from './driver.ts';
import { markOf } from './names.ts';

/** Reads a post's words from its entry's body, by the entry's key; `undefined` where it is not that. */
export type OpenWords = (key: Uint8Array, body: Uint8Array) => string | undefined;

/** The words of a message by that name, as SQL. */
export const wordsOf = (message: string): string =>
  `message_words(${message}.text, ${message}.opener, (SELECT body FROM body WHERE body.entry = ${message}.source))`;

/** What SQL calls; to be there before anything is read or written. */
export const registerMessageFunctions = (connection: Connection, open: OpenWords | undefined): void => {
  const words = (text: string | null, opener: Uint8Array | null, body: Uint8Array | null): string => {
    if (text !== null) return text;
    const opened = opener === null || body === null ? undefined : open?.(opener, body);
    if (opened === undefined) throw plexiError('STORE_CORRUPT', { detail: "a message's words are missing" });
    return opened;
  };
  const mark = (key: string | Uint8Array): Value => markOf(key);
  connection.function('message_words', { deterministic: true }, words);
  connection.function('message_mark', { deterministic: true }, mark);
};
