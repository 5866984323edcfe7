/** The recovery phrase as it is, but that its slow derivation is done once for each phrase. */
import type { Primitives } from '@plexi/protocol';
import {
  type AccountKeys,
  createPhrase,
  readPhrase as deriveFromPhrase,
} from '../../../packages/crypto/src/account/phrase.ts';
import { concealSecret } from '../../../packages/crypto/src/secret/secret.ts';

export { type AccountKeys, createPhrase };

const known = new Map<string, { account: AccountKeys['account']; secretKey: Uint8Array }>();

/** Keys of the caller's own: they are erased after use. */
export const readPhrase = (primitives: Primitives, phrase: string): AccountKeys => {
  const kept = known.get(phrase);
  if (kept !== undefined) return { account: kept.account, secretKey: concealSecret(kept.secretKey.slice()) };
  const derived = deriveFromPhrase(primitives, phrase);
  known.set(phrase, { account: derived.account, secretKey: derived.secretKey.reveal().slice() });
  return derived;
};
