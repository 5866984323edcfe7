import type { ErrorKinds } from './kind.ts';

/** Files and their chunks. */
export const FILE_ERRORS = {
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
  FILE_CHANGED: {
    owner: 'caller',
    message: 'The file was changed while it was handed over.',
    next: 'Add it again.',
  },
  FILE_LEFT: {
    owner: 'caller',
    message: 'PlexiChat ended before this file was in a message.',
    next: 'Add the same file again, unchanged: it goes on where it stopped. Or give it up with: plexi file cancel.',
  },
  FILE_EXISTS: {
    owner: 'caller',
    message: 'There is a file by that name already.',
    next: 'Choose another name, or write over it with --force.',
  },
  FILE_UNREADABLE: {
    owner: 'caller',
    message: 'That cannot be read as a file.',
    next: 'Check the path, that it is a file and no folder, and that you may read it.',
  },
  FILE_UNWRITABLE: {
    owner: 'caller',
    message: 'No file can be written there.',
    next: 'Check that the folder is there, that you may write in it, and that the disk has room.',
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
} as const satisfies ErrorKinds;
