/** Dates as people type them, in local time. */
import { plexiError } from '@plexi/protocol';

const FORMS = 'dates are 2026, 2026-03, 2026-03-14, or a time such as 2026-03-14T09:30';
const SHORT = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/u;
const LONG = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2})?$/u;

/** When a year, month, day or time begins, in milliseconds since 1970. Throws INVALID_INPUT, which says the forms. */
export const readDate = (text: string): number => {
  const short = SHORT.exec(text);
  if (short !== null) {
    const [year, month, day] = [Number(short[1]), Number(short[2] ?? 1), Number(short[3] ?? 1)];
    const date = new Date(year, month - 1, day);
    // Years below 100 would be taken for those of the last century, and 31 April for 1 May.
    date.setFullYear(year);
    if (date.getMonth() === month - 1 && date.getDate() === day) return date.getTime();
  }
  const ms = LONG.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
  if (Number.isNaN(ms)) throw plexiError('INVALID_INPUT', { detail: `${text.slice(0, 32)}: ${FORMS}` });
  return ms;
};
