/** What is said of each kind of error. */

/** Who can do something about it. */
export type ErrorOwner = 'caller' | 'peer' | 'environment' | 'us';

export interface ErrorKind {
  owner: ErrorOwner;
  /** What happened, in a sentence that a user can read. */
  message: string;
  /** What to do about it. */
  next: string;
}

/** Kinds by their code. */
export type ErrorKinds = Readonly<Record<string, ErrorKind>>;
