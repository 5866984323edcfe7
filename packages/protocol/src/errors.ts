/**
 * [O3] Every error that crosses a package border: a stable code, whose matter it is, and what to do next, by what it is about in
 * `errors/`. `docs/errors.md` is made from this table and checked against it.
 */
import { ENTRY_ERRORS } from './errors/entry.ts';
import { FILE_ERRORS } from './errors/file.ts';
import { GOVERNANCE_ERRORS } from './errors/governance.ts';
import { INPUT_ERRORS } from './errors/input.ts';
import { KEY_ERRORS } from './errors/key.ts';
import type { ErrorKind, ErrorOwner } from './errors/kind.ts';
import { MODEL_ERRORS } from './errors/model.ts';
import { NETWORK_ERRORS } from './errors/network.ts';
import { PLUGIN_ERRORS } from './errors/plugin.ts';
import { PROCESS_ERRORS } from './errors/process.ts';
import { PROFILE_ERRORS } from './errors/profile.ts';

export type { ErrorOwner };

export const ERROR_TABLE = {
  ...INPUT_ERRORS,
  ...PROFILE_ERRORS,
  ...ENTRY_ERRORS,
  ...GOVERNANCE_ERRORS,
  ...KEY_ERRORS,
  ...NETWORK_ERRORS,
  ...FILE_ERRORS,
  ...MODEL_ERRORS,
  ...PLUGIN_ERRORS,
  ...PROCESS_ERRORS,
} as const;

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
