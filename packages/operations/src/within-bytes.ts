const encoder = new TextEncoder();

/** Whether a text takes so many bytes at most, in UTF-8. */
export const withinBytes =
  (limit: number) =>
  (text: string): boolean =>
    encoder.encode(text).length <= limit;
