const two = (value: number): string => String(value).padStart(2, '0');

/** An ISO 8601 time on this machine's clock, to the minute; as it is where it is none. */
export const formatTime = (iso: string): string => {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}`;
};
