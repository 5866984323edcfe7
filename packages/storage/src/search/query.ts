/** What a store is asked to find, and what it makes of a message for that. */
import { type ChannelId, type DeviceId, hlcToMs, LIMITS, type SpaceId } from '@plexi/protocol';
import type { StoredMessage } from '../stored-message.ts';
import { foldWord } from './fold.ts';
import type { Phrase } from './words.ts';

export interface MessageQuery {
  /** All of them stand in the text. */
  all: readonly Phrase[];
  /** None of them does. */
  none: readonly Phrase[];
  /** In one of these; anywhere if left out. */
  places?: readonly { space: SpaceId; channel: ChannelId }[];
  /** Posts from one of these devices, or imported lines by one of these names. */
  from?: { devices: readonly DeviceId[]; authors: readonly string[] };
  has?: 'file' | 'link';
  /** Milliseconds since 1970: not earlier than `after`, earlier than `before`. Whole seconds count. */
  after?: number;
  before?: number;
  limit: number;
  /** As `FoundMessages.next` said. */
  cursor?: string;
}

export interface FoundMessages {
  /** Newest first by the time that they show. Found by what they say, or by what an edit made of them say. */
  messages: StoredMessage[];
  /** Set where there may be more. */
  next: string | undefined;
}

/** How far the index has come: places in the order of arrival. */
export interface IndexProgress {
  done: number;
  total: number;
}

const LINK = /\bhttps?:\/\/[^\s/]/iu;
/** Whether a text has a link. */
export const hasLink = (text: string): boolean => LINK.test(text);

/** A name in the form in which names are compared. */
export const foldName = (name: string): string => {
  const signs = Array.from(name.trim(), (sign) => foldWord(sign) || '_').join('');
  return Array.from(signs).slice(0, LIMITS.importLabelBytes).join('');
};

const FULL_DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/u;
const HAS_ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/u;
const SECOND_MS = 1000;
/** Year 4147; clocks end in 2248, imported times do not. */
const LAST_SECOND = 2 ** 36;

/** The second since 1970 that a message shows: its clock's, or of an import the file's where that is a whole date. */
export const secondOf = (message: Pick<StoredMessage, 'clock' | 'time'>): number => {
  const label = message.time?.trim();
  let ms = hlcToMs(message.clock);
  if (label !== undefined && FULL_DATE.test(label)) {
    const spelled = label.replace(' ', 'T');
    const told = Date.parse(spelled.includes('T') && !HAS_ZONE.test(spelled) ? `${spelled}Z` : spelled);
    if (!Number.isNaN(told)) ms = told;
  }
  return Math.min(LAST_SECOND, Math.max(0, Math.floor(ms / SECOND_MS)));
};

/** The seconds, first and last, between which a query looks. */
export const secondsOf = ({ after, before }: Pick<MessageQuery, 'after' | 'before'>): [number, number] => [
  after === undefined ? 0 : Math.ceil(after / SECOND_MS),
  before === undefined ? LAST_SECOND : Math.ceil(before / SECOND_MS) - 1,
];
