/** What a stored message carries beside its text. */
import { decodeExtras, isPlexiError, type PostExtras } from '@plexi/protocol';
import type { StoredMessage } from '@plexi/storage';

/** Its extras; none where they do not read. */
export const extrasOf = (stored: Pick<StoredMessage, 'extras'>): PostExtras => {
  try {
    return decodeExtras(stored.extras);
  } catch (error) {
    if (isPlexiError(error)) return {};
    throw error;
  }
};
