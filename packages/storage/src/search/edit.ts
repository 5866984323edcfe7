import { decodeEvent, isPlexiError } from '@plexi/protocol';

/** What an edit says; nothing where it is none that we know. */
export const textOfEdit = (payload: Uint8Array | undefined): string => {
  if (payload === undefined) return '';
  try {
    const event = decodeEvent(payload);
    return event.kind === 'edit' ? event.text : '';
  } catch (error) {
    if (!isPlexiError(error)) throw error;
    return '';
  }
};
