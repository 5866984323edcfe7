/** Keys by which programs ask an AI node. A node keeps their hashes only: who reads its disk can ask nothing with them. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { LIMITS, plexiError } from '@plexi/protocol';
import { z } from 'zod';

const recordShape = z.object({
  /** Names the key in lists and logs. */
  id: z.string().regex(/^[0-9a-f]{12}$/),
  name: z.string().min(1).max(128),
  /** SHA-256 of the key, in hex. A key has 256 random bits, so nothing slower is needed. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  created: z.string().max(64),
});
const listShape = z.object({ keys: z.array(recordShape).max(LIMITS.apiKeys) });

export type ApiKeyRecord = z.infer<typeof recordShape>;

/** Their list in a node's folder, and how long it can be. */
export const API_KEYS_FILE = 'keys/api-keys.json';
export const API_KEYS_BYTES = 512 * 1024;

const PREFIX = 'plexi-';
const KEY_BYTES = 32;
const ID_DIGITS = 12;
/** Longer ones are none of ours. */
const LONGEST_KEY = 128;

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Reads what `encodeKeys` wrote; nothing is no keys. Throws PROFILE_INVALID. */
export const decodeKeys = (bytes: Uint8Array | undefined): ApiKeyRecord[] => {
  if (bytes === undefined) return [];
  try {
    return listShape.parse(JSON.parse(new TextDecoder().decode(bytes))).keys;
  } catch (cause) {
    throw plexiError('PROFILE_INVALID', { cause, detail: 'the list of API keys is damaged' });
  }
};

export const encodeKeys = (keys: readonly ApiKeyRecord[]): string => `${JSON.stringify({ keys })}\n`;

/** A new key, which is shown this once, and the list with it. Throws NAME_TAKEN, TOO_LARGE. */
export const createKey = (
  keys: readonly ApiKeyRecord[],
  name: string,
  now: Date,
): { key: string; record: ApiKeyRecord; keys: ApiKeyRecord[] } => {
  if (keys.some((one) => one.name === name)) throw plexiError('NAME_TAKEN', { detail: name });
  if (keys.length >= LIMITS.apiKeys) throw plexiError('TOO_LARGE', { detail: `${LIMITS.apiKeys} API keys` });
  const key = `${PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`;
  const hash = hashOf(key).toString('hex');
  const record = { id: hash.slice(0, ID_DIGITS), name, hash, created: now.toISOString() };
  return { key, record, keys: [...keys, record] };
};

/** The list without the key of that name or id. Throws NOT_FOUND. */
export const revokeKey = (
  keys: readonly ApiKeyRecord[],
  nameOrId: string,
): { record: ApiKeyRecord; keys: ApiKeyRecord[] } => {
  const record = keys.find(({ id, name }) => id === nameOrId || name === nameOrId);
  if (record === undefined) throw plexiError('NOT_FOUND', { detail: 'API key' });
  return { record, keys: keys.filter((one) => one !== record) };
};

/** Whose key that is. Looks at every hash, and at all of each, whichever fits. */
export const findKey = (keys: readonly ApiKeyRecord[], presented: string): ApiKeyRecord | undefined => {
  if (presented.length > LONGEST_KEY) return undefined;
  const hash = hashOf(presented);
  let found: ApiKeyRecord | undefined;
  for (const record of keys) if (timingSafeEqual(Buffer.from(record.hash, 'hex'), hash)) found = record;
  return found;
};
