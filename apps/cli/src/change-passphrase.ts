/** `plexi account passphrase`: the current passphrase and the new one come from a person or the environment. */
import type { Invocation } from '@plexi/operations/command';
import { findPassphrase, newPassphrase } from './passphrase.ts';
import type { Session } from './session.ts';

/** Throws PASSPHRASE_NEEDED, PASSPHRASE_WRONG. */
export const changePassphrase = async (session: Session, invocation: Invocation): Promise<unknown> => {
  const { state, vault } = (await session.call('account.show', {})) as { state: string; vault?: string };
  const hasOne = state === 'locked' || vault === 'passphrase';
  const current = hasOne ? await findPassphrase() : undefined;
  if (state === 'locked' && current !== undefined)
    await session.call('account.unlock', { passphrase: current });
  const next = invocation.noPassphrase ? { remove: true } : { passphrase: await newPassphrase() };
  return session.call('account.passphrase', { ...(current === undefined ? {} : { current }), ...next });
};
