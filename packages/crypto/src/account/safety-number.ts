/**
 * [K8] What two people compare to know that no other account stands between theirs: one number for the pair, and a code to
 * scan. The number is Signal's "numeric fingerprint" (libsignal, fingerprint.rs, version 0) over what accounts here are: the
 * key is the account's root, which is its id too and certifies each of its devices; the stable identifier is that id within
 * a name of our own, so that it is no number of Signal's.
 */

import { sha512 } from '@noble/hashes/sha2.js';
import { type AccountId, concatBytes, idToBytes, toBase64Url, utf8 } from '@plexi/protocol';

const VERSION = Uint8Array.of(0, 0);
/** As in Signal: trying out keys for a likeness costs that many times as much. */
const ROUNDS = 5200;
const GROUPS = 6;
const GROUP_BYTES = 5;
const GROUP_DIGITS = 5;
const CODE_SCHEME = 'plexi://verify/';
const CODE_VERSION = Uint8Array.of(1);

/** 30 digits of one side, from its public key and its stable identifier. */
export const numericFingerprint = (key: Uint8Array, identifier: Uint8Array): string => {
  let hash: Uint8Array = concatBytes(VERSION, key, identifier);
  for (let round = 0; round < ROUNDS; round++) hash = sha512(concatBytes(hash, key));
  return Array.from({ length: GROUPS }, (_, group) => {
    const bytes = hash.subarray(group * GROUP_BYTES, (group + 1) * GROUP_BYTES);
    // 40 bits: exact in a number.
    const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    return String(value % 10 ** GROUP_DIGITS).padStart(GROUP_DIGITS, '0');
  }).join('');
};

/** 60 digits from those of both sides: the same for either of them. */
export const joinFingerprints = (one: string, other: string): string => [one, other].sort().join('');

const fingerprintOf = (account: AccountId): string =>
  numericFingerprint(idToBytes(account), utf8(`plexi/account/${account}`));

/** The safety number of a pair of accounts: 60 digits, whoever of them asks. */
export const safetyNumberOf = (one: AccountId, other: AccountId): string =>
  joinFingerprints(fingerprintOf(one), fingerprintOf(other));

/** What `by` shows `to` to scan: both accounts, in full. Each scans what the other shows. */
export const safetyCodeOf = (by: AccountId, to: AccountId): string =>
  CODE_SCHEME + toBase64Url(concatBytes(CODE_VERSION, idToBytes(by), idToBytes(to)));

/** Digits of other scripts as people's keyboards write them: Arabic and Persian. */
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/gu;
/** What stands between groups where a number was copied: white space, hyphens, marks of direction. */
const BETWEEN = /[\s\-\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A number as it was typed or pasted, as its digits alone; `undefined` where there is anything else, or not 60 of them. */
export const digitsIn = (text: string): string | undefined => {
  const digits = text
    .replace(BETWEEN, '')
    .replace(OTHER_DIGITS, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
  return /^[0-9]{60}$/u.test(digits) ? digits : undefined;
};
