/** What the interface shows of an error: what happened, what to do, and a code for a report. */
export interface Failure {
  code: string;
  message: string;
  next: string;
  detail?: string;
}

/** An error that carries a Failure's fields across a promise. */
export interface FailureError extends Error {
  code: string;
  next: string;
}

const isCoded = (error: unknown): error is FailureError & { detail?: unknown } =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  'next' in error &&
  typeof error.next === 'string';

/** Reads the error that a call ended with; anything without a code is an unexpected one. */
export const toFailure = (error: unknown): Failure => {
  if (isCoded(error)) {
    const { code, message, next, detail } = error;
    return { code, message, next, ...(typeof detail === 'string' ? { detail } : {}) };
  }
  return { code: 'INTERNAL', message: '', next: '', detail: error instanceof Error ? error.message : '' };
};

/** The code of calls that found no connection to the peer process of this computer. */
export const DISCONNECTED = 'DISCONNECTED';

export const disconnectedError = (): FailureError =>
  Object.assign(new Error('disconnected'), { code: DISCONNECTED, next: '' });
