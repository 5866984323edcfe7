import type { ErrorKinds } from './kind.ts';

/** What somebody asked for. */
export const INPUT_ERRORS = {
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
  MUTED: {
    owner: 'caller',
    message: 'You are muted here: nobody would see what you write.',
    next: 'Ask a moderator of the space, or wait until the time is over.',
  },
  NOT_ADMITTED: {
    owner: 'caller',
    message: 'This channel does not admit you, or your time in it is over.',
    next: 'Ask a moderator of the space to admit you to it.',
  },
  DEVICE_FORKED: {
    owner: 'environment',
    message:
      'This device wrote two histories of the same log, as a copy of it or a backup put back would: nobody takes more of it.',
    next: 'Set the device up anew and join again, or go on with another one of yours.',
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
} as const satisfies ErrorKinds;
