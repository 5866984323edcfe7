/** Times that people mean when they say "later". */

/** A moment as a date and time field takes it, in local time to the minute. */
export const toFieldValue = (date: Date): string => {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
};

/** The moment that a date and time field says; `undefined` while it says none. */
export const fromFieldValue = (value: string): Date | undefined => {
  const date = new Date(value);
  return value === '' || Number.isNaN(date.getTime()) ? undefined : date;
};

export const inHours = (now: Date, hours: number): Date => new Date(now.getTime() + hours * 3_600_000);

/** The next day at an hour of the morning. */
export const tomorrowAt = (now: Date, hour: number): Date =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, hour);

/** The Monday after, at an hour of the morning. */
export const mondayAt = (now: Date, hour: number): Date => {
  const days = (8 - now.getDay()) % 7 || 7;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
};
