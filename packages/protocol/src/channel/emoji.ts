/** What counts as one emoji. */
import { utf8 } from '../bytes.ts';
import { LIMITS } from '../limits.ts';

/**
 * The grammar of UTS #51, section 1.4.9, by properties that no Unicode version takes back: a list of known emoji would
 * differ between devices of different age, and so would what they show.
 */
const ELEMENT = String.raw`\p{Extended_Pictographic}[\u{1F3FB}-\u{1F3FF}]?\uFE0F?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`;
const EMOJI = new RegExp(
  String.raw`^(?:\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|[\u{1F3FB}-\u{1F3FF}]|${ELEMENT}(?:\u200D${ELEMENT})*)$`,
  'u',
);

/** Whether `text` is one emoji and nothing else. */
export const isEmoji = (text: string): boolean =>
  text.length <= LIMITS.emojiBytes && EMOJI.test(text) && utf8(text).length <= LIMITS.emojiBytes;

/** The same for spellings that look the same: with and without the mark that asks for the coloured picture. */
export const emojiKey = (emoji: string): string => emoji.replaceAll('\uFE0F', '');
