/** Times in words. A formatter costs a hundred times what it formats, so each is made once. */
import { readTime } from './timeline-rows.ts';

const FORMS = {
  time: { hour: '2-digit', minute: '2-digit' },
  full: { dateStyle: 'full', timeStyle: 'short' },
  short: { dateStyle: 'medium', timeStyle: 'short' },
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (form: keyof typeof FORMS, locale: string): Intl.DateTimeFormat => {
  const key = `${form} ${locale}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, FORMS[form]);
  formats.set(key, made);
  return made;
};

/** Hours and minutes; text that is no time as it stands. */
export const sayTime = (time: string, locale: string): string => {
  const date = readTime(time);
  return date === undefined ? time : formatOf('time', locale).format(date);
};

/** Hours and minutes without the half of the day, where the language has one; text that is no time as it stands. */
export const sayBriefTime = (time: string, locale: string): string => {
  const date = readTime(time);
  if (date === undefined) return time;
  const parts = formatOf('time', locale).formatToParts(date);
  return parts
    .map(({ type, value }) => (type === 'dayPeriod' ? '' : value))
    .join('')
    .trim();
};

/** Day and time; text that is no time as it stands. */
export const sayFullTime = (time: string, locale: string): string => {
  const date = readTime(time);
  return date === undefined ? time : formatOf('full', locale).format(date);
};

/** Day and time in few letters; text that is no time as it stands. */
export const sayShortTime = (time: string, locale: string): string => {
  const date = readTime(time);
  return date === undefined ? time : formatOf('short', locale).format(date);
};

export const sayDay = (date: Date, locale: string): string => formatOf('day', locale).format(date);
