/** The recovery phrase of an account: 24 English words (BIP-39, 256 bits), from which its root key derives. */
import { type AccountId, idFromBytes, type Primitives, plexiError, utf8 } from '@plexi/protocol';
import { entropyToMnemonic, mnemonicToSeedSync, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { deriveKey } from '../primitives/hkdf.ts';
import { concealSecret, type Secret } from '../secret/secret.ts';

const ENTROPY_BYTES = 32;
const WORDS = 24;
/** No phrase of 24 words from the list is nearly as long: what is longer isn't worth normalising. */
const PHRASE_CHARACTERS = 1024;
const ROOT_SALT = utf8('plexi/account/1');
const ROOT_INFO = utf8('root key');

/** An account's root: who it is, and the Ed25519 seed that signs its device certificates. */
export interface AccountKeys {
  account: AccountId;
  secretKey: Secret;
}

/** A new phrase: 24 words, separated by single spaces. */
export const createPhrase = (primitives: Primitives): string =>
  entropyToMnemonic(primitives.randomBytes(ENTROPY_BYTES), wordlist);

/** A phrase as people type it (any case, any white space) in the form that is hashed. */
const normalisePhrase = (phrase: string): string =>
  phrase.normalize('NFKD').trim().toLowerCase().split(/\s+/u).join(' ');

/** The account of a phrase: BIP-39 seed (PBKDF2), then HKDF, so that the same words in a wallet give other keys. Throws PHRASE_INVALID. */
export const readPhrase = (primitives: Primitives, phrase: string): AccountKeys => {
  if (phrase.length > PHRASE_CHARACTERS) throw plexiError('PHRASE_INVALID', { detail: 'it is too long' });
  const words = normalisePhrase(phrase);
  const count = words.split(' ').length;
  if (count !== WORDS) throw plexiError('PHRASE_INVALID', { detail: `${count} words instead of ${WORDS}` });
  // The library's own error would quote the phrase's words.
  if (!validateMnemonic(words, wordlist)) throw plexiError('PHRASE_INVALID');
  const secretKey = deriveKey(primitives, mnemonicToSeedSync(words), ROOT_SALT, ROOT_INFO);
  return {
    account: idFromBytes<AccountId>(primitives.publicKeyOf(secretKey)),
    secretKey: concealSecret(secretKey),
  };
};
