import type { ErrorKinds } from './kind.ts';

/** Processes, calls that nothing can serve, and our own faults. */
export const PROCESS_ERRORS = {
  RELAY_NOT_RUNNING: {
    owner: 'caller',
    message: 'No local relay is running.',
    next: 'Start one with plexi relay start, or start the app.',
  },
  AI_NOT_RUNNING: {
    owner: 'caller',
    message: 'No AI node runs with that folder.',
    next: 'Start one with plexi ai start, or name its folder with --data.',
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
} as const satisfies ErrorKinds;
