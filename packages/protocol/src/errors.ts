/**
 * [O3] Every error that crosses a package border: a stable code, whose matter it is, and what to do next.
 * `docs/errors.md` is made from this table and checked against it.
 */

/** Who can do something about it. */
export type ErrorOwner = 'caller' | 'peer' | 'environment' | 'us';

interface ErrorKind {
  owner: ErrorOwner;
  /** What happened, in a sentence that a user can read. */
  message: string;
  /** What to do about it. */
  next: string;
}

export const ERROR_TABLE = {
  // Input
  INVALID_INPUT: {
    owner: 'caller',
    message: 'The request is not of the expected form.',
    next: 'Check the values against the help of the command.',
  },
  NOT_FOUND: {
    owner: 'caller',
    message: 'There is nothing by that name or id.',
    next: 'List what there is and try again with a name from that list.',
  },
  AMBIGUOUS_NAME: {
    owner: 'caller',
    message: 'More than one thing has that name.',
    next: 'Use the id instead.',
  },
  NAME_TAKEN: { owner: 'caller', message: 'That name is in use already.', next: 'Choose another name.' },
  NOT_ALLOWED: {
    owner: 'caller',
    message: 'Your role in this space does not permit that.',
    next: 'Ask an admin or the owner of the space.',
  },
  NOT_YOURS: {
    owner: 'caller',
    message: 'Only who wrote that may change it.',
    next: 'Ask its author.',
  },
  MESSAGE_DELETED: {
    owner: 'caller',
    message: 'That message was deleted.',
    next: 'Write a new one.',
  },
  NOT_A_POLL: {
    owner: 'caller',
    message: 'That message is not a poll.',
    next: 'Give the id of a message that asks a question with options.',
  },
  POLL_CLOSED: {
    owner: 'caller',
    message: 'That poll is closed.',
    next: 'Ask its author to start another one.',
  },
  TOO_LARGE: {
    owner: 'caller',
    message: 'That is larger than the limit.',
    next: 'Make it smaller or split it.',
  },
  // Profile and account
  NO_ACCOUNT: {
    owner: 'caller',
    message: 'This profile has no account yet.',
    next: 'Create one (plexi account create --name NAME) or restore one from its recovery phrase.',
  },
  ACCOUNT_EXISTS: {
    owner: 'caller',
    message: 'This profile already has an account.',
    next: 'Use another profile (--profile NAME) for a second account.',
  },
  PHRASE_INVALID: {
    owner: 'caller',
    message: 'That is not a valid recovery phrase.',
    next: 'Check the 24 words, their order and their spelling.',
  },
  PASSPHRASE_WRONG: {
    owner: 'caller',
    message: 'The passphrase does not open this profile.',
    next: 'Try again; nothing was changed. Without the passphrase, restore the account from its recovery phrase in a new profile.',
  },
  PASSPHRASE_NEEDED: {
    owner: 'caller',
    message: 'This profile is locked with a passphrase.',
    next: 'Run the command in a terminal, or set PLEXI_PASSPHRASE.',
  },
  PROFILE_IN_USE: {
    owner: 'environment',
    message: 'Another process has this profile open.',
    next: 'Wait for it to finish, or stop it.',
  },
  PROFILE_INVALID: {
    owner: 'environment',
    message: 'The profile folder cannot be used.',
    next: 'Check the path and that you may write there.',
  },
  STORE_CORRUPT: {
    owner: 'environment',
    message: 'The database is damaged or its key is wrong.',
    next: 'Move the profile folder away, restore the account from its recovery phrase and join again; relays and members still have what was sent.',
  },
  STORE_FAILED: {
    owner: 'environment',
    message: 'The database could not be read or written.',
    next: 'Check the free space and the permissions of the profile folder.',
  },
  STORE_NEWER: {
    owner: 'environment',
    message: 'The database was written by a newer version of PlexiChat.',
    next: 'Update PlexiChat.',
  },
  STORE_CLOSED: {
    owner: 'us',
    message: 'The database was closed while it was in use.',
    next: 'Start the program again.',
  },
  // Entries
  ENTRY_MALFORMED: {
    owner: 'peer',
    message: 'An entry is not of the expected form.',
    next: 'Nothing to do: it was refused. Its sender runs other or faulty software.',
  },
  ENTRY_OVERSIZED: {
    owner: 'peer',
    message: 'An entry is larger than the limit.',
    next: 'Nothing to do: it was refused.',
  },
  ENTRY_OUT_OF_ORDER: {
    owner: 'peer',
    message: 'An entry does not follow what is here.',
    next: 'Nothing to do: the missing entries are asked for.',
  },
  ENTRY_FORGED: {
    owner: 'peer',
    message: 'An entry is not signed by the device whose log it claims.',
    next: 'Nothing to do: it was refused.',
  },
  ENTRY_BODY_MISMATCH: {
    owner: 'peer',
    message: "An entry's body is not the one that its header names.",
    next: 'Nothing to do: it was refused.',
  },
  ENTRY_FROM_FUTURE: {
    owner: 'peer',
    message: 'An entry carries a time that lies ahead of this clock.',
    next: 'Check that the clock of this machine is right; the entry is held until its time.',
  },
  ENTRY_EQUIVOCATION: {
    owner: 'peer',
    message: 'A device signed two different entries for one place.',
    next: 'Tell an admin: that device is faulty or stolen and should be removed.',
  },
  ENTRY_NOT_ENTITLED: {
    owner: 'peer',
    message: 'An entry comes from a device that may not write there.',
    next: 'Nothing to do: it was refused.',
  },
  LOG_UNKNOWN: {
    owner: 'peer',
    message: 'An entry belongs to a log that nothing here explains yet.',
    next: 'Nothing to do: it is asked for again when governance arrives.',
  },
  // Governance and invites
  ACT_INVALID: {
    owner: 'peer',
    message: 'A governance act is not of the expected form.',
    next: 'Nothing to do: it has no effect.',
  },
  CERTIFICATE_INVALID: {
    owner: 'peer',
    message: 'A device certificate is not valid.',
    next: 'Nothing to do: the device is not accepted.',
  },
  INVITE_INVALID: {
    owner: 'caller',
    message: 'That is not a valid invite link.',
    next: 'Copy the whole link again, or ask for a new one.',
  },
  INVITE_EXPIRED: { owner: 'caller', message: 'The invite has expired.', next: 'Ask for a new one.' },
  INVITE_USED_UP: {
    owner: 'caller',
    message: 'The invite has been used by as many people as it admits.',
    next: 'Ask for a new one.',
  },
  INVITE_REVOKED: { owner: 'caller', message: 'The invite was withdrawn.', next: 'Ask for a new one.' },
  INVITE_UNKNOWN: {
    owner: 'caller',
    message: 'The space does not know this invite.',
    next: 'Ask for a new one.',
  },
  INVITE_OTHER_ACCOUNT: {
    owner: 'caller',
    message: 'The link brings in devices of another account.',
    next: 'Make a device link on a device of the account that this profile was restored from.',
  },
  NOBODY_IN_CHARGE: {
    owner: 'caller',
    message: 'There is nobody in charge here who could look at a report.',
    next: 'Block the person, or leave.',
  },
  REPORT_CLOSED: {
    owner: 'caller',
    message: 'The report has been decided already.',
    next: 'Look at what came of it.',
  },
  OWN_DEVICE: {
    owner: 'caller',
    message: 'That is the device you are using.',
    next: 'Remove it from another device of yours.',
  },
  ALREADY_MEMBER: {
    owner: 'caller',
    message: 'This account is in that space already.',
    next: 'Open the space.',
  },
  NOT_A_MEMBER: {
    owner: 'caller',
    message: 'This account is not a member of that space.',
    next: 'Ask a member for an invite link.',
  },
  REMOVED_FROM_SPACE: {
    owner: 'caller',
    message: 'This account was removed from the space.',
    next: 'What was written before the removal stays readable here. Ask an admin for a new invite.',
  },
  // Keys
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
  KEY_GROUP_INVALID: {
    owner: 'peer',
    message: 'A key-group message could not be applied.',
    next: 'Nothing to do: it has no effect. If messages stay unreadable, ask an admin to remove and invite you again.',
  },
  // Network
  RELAY_UNREACHABLE: {
    owner: 'environment',
    message: 'The relay does not answer.',
    next: 'Check its address and that it is running; what you write is kept and sent later.',
  },
  PEER_UNREACHABLE: {
    owner: 'environment',
    message: 'The other device does not answer.',
    next: 'Nothing to do: it is tried again.',
  },
  PEER_MISMATCH: {
    owner: 'peer',
    message: 'Another device answers at that address than the one expected.',
    next: 'Check the address. If it is right, somebody may be intercepting the connection.',
  },
  PEER_REFUSED: {
    owner: 'peer',
    message: 'The other side refused the connection.',
    next: 'Check that you are a member of the space, or that the invite is live.',
  },
  ADDRESS_INVALID: {
    owner: 'caller',
    message: 'That is not a usable address.',
    next: 'Use a multiaddr such as /ip4/127.0.0.1/tcp/4001/p2p/12D3….',
  },
  PORT_IN_USE: {
    owner: 'environment',
    message: 'Another program listens on that port.',
    next: 'Choose another port, or stop the other program.',
  },
  FRAME_INVALID: {
    owner: 'peer',
    message: 'A peer sent something that is not of the protocol.',
    next: 'Nothing to do: the channel was closed.',
  },
  FRAME_OVERSIZED: {
    owner: 'peer',
    message: 'A peer sent a frame larger than the limit.',
    next: 'Nothing to do: the channel was closed.',
  },
  NETWORK_QUEUE_FULL: {
    owner: 'peer',
    message: 'A peer takes in less than it is sent.',
    next: 'Nothing to do: the channel was closed and is opened again.',
  },
  RELAY_QUOTA: {
    owner: 'peer',
    message: 'The relay has no room for more of this space.',
    next: 'Ask whoever runs the relay for a larger quota, or list another relay.',
  },
  RELAY_NOT_LISTED: {
    owner: 'caller',
    message: 'The space does not list this relay.',
    next: 'List it in the space first.',
  },
  NO_SYNC: {
    owner: 'environment',
    message: 'Not everything is on every listed relay yet.',
    next: 'Check that the relays are reachable and wait longer.',
  },
  TIMED_OUT: {
    owner: 'environment',
    message: 'That took longer than allowed.',
    next: 'Try again, or allow more time.',
  },
  CHANNEL_CLOSED: {
    owner: 'environment',
    message: 'The connection to the other device has ended.',
    next: 'Nothing to do: it is opened again.',
  },
  NETWORK_CLOSED: {
    owner: 'us',
    message: 'The network was closed while it was in use.',
    next: 'Start the program again.',
  },
  // Files
  FILE_UNAVAILABLE: {
    owner: 'environment',
    message: 'Nobody who has this file is online.',
    next: "Nothing to do: it is fetched when a relay or a member's device that has it is there.",
  },
  FILE_DAMAGED: {
    owner: 'peer',
    message: 'The file does not open with the key that its message names.',
    next: 'Ask the sender to send it again.',
  },
  FILE_INCOMPLETE: {
    owner: 'caller',
    message: 'Not all of the file was handed over.',
    next: 'Hand over the rest, then finish it.',
  },
  FILE_PART_MISPLACED: {
    owner: 'caller',
    message: 'That is not the next part of the file.',
    next: 'Go on behind what was handed over so far.',
  },
  FILE_EXISTS: {
    owner: 'caller',
    message: 'There is a file by that name already.',
    next: 'Choose another name, or write over it with --force.',
  },
  BLOB_UNKNOWN: {
    owner: 'peer',
    message: 'The other side does not have that part of a file.',
    next: 'Nothing to do: others are asked.',
  },
  BLOB_MISMATCH: {
    owner: 'peer',
    message: 'A part of a file is not what its hash says.',
    next: 'Nothing to do: it was refused, and others are asked.',
  },
  // Processes
  RELAY_NOT_RUNNING: {
    owner: 'caller',
    message: 'No local relay is running.',
    next: 'Start one with plexi relay start, or start the app.',
  },
  TOO_BUSY: {
    owner: 'environment',
    message: 'Too many requests are under way.',
    next: 'Wait a moment and try again.',
  },
  UNKNOWN_OPERATION: { owner: 'caller', message: 'There is no such operation.', next: 'See plexi --help.' },
  INTERNAL: {
    owner: 'us',
    message: 'Something went wrong that should not.',
    next: 'Please report it with the log.',
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_TABLE;

/** An error with a code from the table. `detail` is shown to users: it must never hold a secret or the text of a message. */
export interface PlexiError extends Error {
  readonly code: ErrorCode;
  readonly owner: ErrorOwner;
  readonly next: string;
  readonly detail: string | undefined;
}

interface PlexiErrorOptions {
  /** The error underneath. */
  cause?: unknown;
  /** What exactly, in words: a field, a port, a line number. */
  detail?: string;
}

/** Makes an error of the table. */
export const plexiError = (code: ErrorCode, options: PlexiErrorOptions = {}): PlexiError => {
  const kind: ErrorKind = ERROR_TABLE[code];
  const message = options.detail === undefined ? kind.message : `${kind.message} (${options.detail})`;
  const error = new Error(message, options.cause === undefined ? undefined : { cause: options.cause });
  return Object.assign(error, {
    name: 'PlexiError',
    code,
    owner: kind.owner,
    next: kind.next,
    detail: options.detail,
  });
};

/** Whether `error` came from `plexiError`, here or across a process border. */
export const isPlexiError = (error: unknown): error is PlexiError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  Object.hasOwn(ERROR_TABLE, error.code) &&
  'next' in error;

/** The error itself if it has a code, else an INTERNAL one around it. */
export const toPlexiError = (error: unknown): PlexiError =>
  isPlexiError(error) ? error : plexiError('INTERNAL', { cause: error });
