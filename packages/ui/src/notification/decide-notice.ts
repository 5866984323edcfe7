/** Whether a message calls its reader, and with which words. */
import type { Message, NotifyLevel } from '@plexi/operations';
import { oneLine } from '../markdown/one-line.ts';
import type { Translator } from '../texts/translate.ts';

export interface NoticeScene {
  level: NotifyLevel;
  direct: boolean;
  /** The names of the channel and the space. */
  channel: string;
  space: string;
  /** The person is looking at that channel. */
  inView: boolean;
  /** The person does not want to be disturbed. */
  dnd: boolean;
  /** Whose words are not to be seen. */
  blocked: ReadonlySet<string>;
  /** Nothing of what and from whom. */
  hidden: boolean;
  /** Milliseconds since 1970. */
  now: number;
}

/** What arrives later than this was missed, not just said: the catch-up view tells of it. */
const FRESH_MS = 10 * 60 * 1000;
const SHOWN_CHARACTERS = 160;

const isCalled = (message: Message, level: NotifyLevel, direct: boolean): boolean => {
  if (level === 'none') return false;
  const mentioned = message.mentions?.self === true || message.mentions?.everyone !== undefined;
  return level === 'all' || direct || mentioned;
};

/** The words of the notice, or nothing. */
export const decideNotice = (
  message: Message,
  scene: NoticeScene,
  t: Translator,
): { title: string; body: string } | undefined => {
  const { level, direct, channel, space, inView, dnd, blocked, hidden, now } = scene;
  if (message.own || message.kind === 'import' || message.deleted === true) return undefined;
  if (inView || dnd || blocked.has(message.authorId)) return undefined;
  if (now - Date.parse(message.time) > FRESH_MS) return undefined;
  if (!isCalled(message, level, direct)) return undefined;
  if (hidden) return { title: 'PlexiChat', body: t('notify.hidden.body') };
  const { withheld } = message;
  const words =
    withheld === undefined
      ? oneLine(message.text)
      : t('withheld.message', { label: t(`moderation.label.${withheld.label}`) });
  const body =
    words === ''
      ? t('notify.file')
      : words.length > SHOWN_CHARACTERS
        ? `${words.slice(0, SHOWN_CHARACTERS)}…`
        : words;
  return {
    title: direct ? message.author : t('notify.title', { name: message.author, channel, space }),
    body,
  };
};
