/** What can go wrong with anything that is written in a channel. */
export const WRITING_ERRORS = [
  'NO_ACCOUNT',
  'NOT_FOUND',
  'AMBIGUOUS_NAME',
  'KEY_MISSING',
  'REMOVED_FROM_SPACE',
  'MUTED',
  'DEVICE_FORKED',
  'NOT_ADMITTED',
] as const;
