/** Secrets held in objects: they can be used but neither printed, serialised nor compared by accident. */

const REDACTED = '[secret]';

/** Secret bytes. Prints as `[secret]` in a template, in JSON and in Node's inspector. */
export interface Secret {
  /** The bytes themselves, the same array each time. They go into a primitive, and nowhere else. */
  reveal(): Uint8Array;
  toString(): string;
  toJSON(): string;
}

/** Whether two byte strings are equal, in a time that depends on their lengths alone. */
export const equalSecretBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
};

/**
 * Overwrites bytes that are not needed any more. Best effort: a runtime that moves memory may have left copies behind, and what
 * was given to a library as text stays until its memory is used again.
 */
export const eraseBytes = (bytes: Uint8Array): void => void bytes.fill(0);

const redact = (): string => REDACTED;

/** Wraps secret bytes. */
export const concealSecret = (bytes: Uint8Array): Secret => {
  const secret: Secret = { reveal: () => bytes, toString: redact, toJSON: redact };
  // Node's console and util.inspect: https://nodejs.org/api/util.html#utilinspectcustom
  Object.defineProperty(secret, Symbol.for('nodejs.util.inspect.custom'), { value: redact });
  return Object.freeze(secret);
};
