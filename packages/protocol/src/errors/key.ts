import type { ErrorKinds } from './kind.ts';

/** Key groups and secrets. */
export const KEY_ERRORS = {
  CHANNEL_OWNERLESS: {
    owner: 'peer',
    message:
      'The owner of this private channel was removed from the space, and nobody in it is above them: nothing is written that they could read.',
    next: 'Read on here, and make a new private channel with the others to go on.',
  },
  REMOVAL_PENDING: {
    owner: 'peer',
    message:
      'Somebody who was removed from the space is still in this private channel: nothing is written that they could read.',
    next: 'Wait until the owner or an admin of the channel is online, or create a new private channel.',
  },
  KEY_MISSING: {
    owner: 'peer',
    message: 'The key that opens this has not arrived yet.',
    next: "Wait until a member's device is online.",
  },
  KEY_MISMATCH: {
    owner: 'peer',
    message: 'A body does not open with the key that its header names.',
    next: 'Nothing to do: it is not shown.',
  },
  SAFETY_MISMATCH: {
    owner: 'caller',
    message:
      'The numbers are not the same: one of you has another account before them than the one they mean.',
    next: "Ask for the number again, face to face or by a call. If it still differs, don't trust that account.",
  },
  KEY_GROUP_INVALID: {
    owner: 'peer',
    message: 'A key-group message could not be applied.',
    next: 'Nothing to do: it has no effect. If messages stay unreadable, ask an admin to remove and invite you again.',
  },
} as const satisfies ErrorKinds;
