/** Calling operations of a profile that may be locked. */
import { findPassphrase } from './passphrase.ts';
import type { Session } from './session.ts';

const isLocked = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'PASSPHRASE_NEEDED';

/** Calls; where the profile is locked, unlocks it and calls again. */
export const callUnlocking = async (
  session: Session,
  operation: string,
  input: unknown,
): Promise<unknown> => {
  try {
    return await session.call(operation, input);
  } catch (error) {
    const passphrase = isLocked(error) ? await findPassphrase() : undefined;
    if (passphrase === undefined) throw error;
    await session.call('account.unlock', { passphrase });
    return session.call(operation, input);
  }
};
