/** Counted one by one up to here; then there are that many or more. */
const COUNTED = 1000;

/** A count as a badge shows it. */
export const sayUnread = (count: number, locale: string): string => {
  const format = new Intl.NumberFormat(locale);
  return count < COUNTED ? format.format(count) : `${format.format(COUNTED - 1)}+`;
};
