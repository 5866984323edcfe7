import type { ErrorKinds } from './kind.ts';

/** Entries and frames from others. */
export const ENTRY_ERRORS = {
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
} as const satisfies ErrorKinds;
