import type { ErrorKinds } from './kind.ts';

/** Profiles, accounts and what keeps them. */
export const PROFILE_ERRORS = {
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
  PASSPHRASE_UNSET: {
    owner: 'caller',
    message: 'This profile has no passphrase: it would open again for anybody.',
    next: 'Set a passphrase first (plexi account passphrase).',
  },
  BACKUP_INVALID: {
    owner: 'caller',
    message: 'This is no backup of an account that can be read here.',
    next: 'Choose the file that was saved as a backup, or restore from the recovery phrase alone.',
  },
  BACKUP_WRONG: {
    owner: 'caller',
    message: 'The passphrase does not open the backup, or the file was altered.',
    next: 'Try again with the passphrase that was chosen when the backup was made, or restore from the recovery phrase alone.',
  },
  BACKUP_OTHER_ACCOUNT: {
    owner: 'caller',
    message: 'The backup is of another account than the recovery phrase.',
    next: 'Use the phrase and the backup of one account.',
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
    next: 'Move the profile folder away, restore the account from its recovery phrase and join again; relays and members still have what was sent. If a file named “….before-…” lies beside the database, that is its backup: put it in the place of the database first.',
  },
  STORE_REPAIRING: {
    owner: 'environment',
    message: 'The database was damaged, and what was lost is being fetched again from relays and members.',
    next: 'Stay online and try again later. If nobody has it any more, restore the account from its recovery phrase in a new profile.',
  },
  STORE_FAILED: {
    owner: 'environment',
    message: 'The database could not be read or written.',
    next: 'Check the free space and the permissions of the profile folder.',
  },
  STORE_FULL: {
    owner: 'environment',
    message: 'The disk is full.',
    next: 'Free some space. What could not be stored is tried again by itself, and nothing counts as stored before it is.',
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
} as const satisfies ErrorKinds;
