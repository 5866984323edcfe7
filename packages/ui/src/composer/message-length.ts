/** UTF-8 bytes of one message, as `LIMITS.messageBytes` of the protocol has it. */
export const MESSAGE_BYTES = 64 * 1024;

const encoder = new TextEncoder();

/** Whether the peer would refuse the text for its length. */
export const isTooLong = (text: string): boolean =>
  text.length > MESSAGE_BYTES ||
  (text.length * 3 > MESSAGE_BYTES && encoder.encode(text).length > MESSAGE_BYTES);
