import { LIMITS } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import {
  type ApiKeyRecord,
  createKey,
  createRateLimit,
  decodeKeys,
  encodeKeys,
  revokeKey,
} from '../../src/server/index.ts';

const now = new Date('2026-11-23T12:00:00Z');
const refused = (code: string): unknown => expect.objectContaining({ code });

describe('[A2] an API key', () => {
  test('is shown once; what is kept does not give it away', () => {
    const { key, record, keys } = createKey([], 'bot', now);
    expect(key).toMatch(/^plexi-[A-Za-z0-9_-]{43}$/);
    expect(record).toMatchObject({ name: 'bot', created: '2026-11-23T12:00:00.000Z' });
    expect(encodeKeys(keys)).not.toContain(key.slice(6));
    expect(decodeKeys(new TextEncoder().encode(encodeKeys(keys)))).toEqual(keys);
    expect(createKey(keys, 'other', now).key).not.toBe(key);
  });

  test('is named once, revoked by name or id, and limited in number', () => {
    const { record, keys } = createKey([], 'bot', now);
    expect(() => createKey(keys, 'bot', now)).toThrow(refused('NAME_TAKEN'));
    expect(revokeKey(keys, record.id).keys).toEqual([]);
    expect(revokeKey(keys, 'bot').keys).toEqual([]);
    expect(() => revokeKey(keys, 'none')).toThrow(refused('NOT_FOUND'));
    let many: ApiKeyRecord[] = [];
    for (let i = 0; i < LIMITS.apiKeys; i++) many = createKey(many, `key ${i}`, now).keys;
    expect(() => createKey(many, 'one more', now)).toThrow(refused('TOO_LARGE'));
  });

  test('list that is damaged is not taken for an empty one', () => {
    expect(decodeKeys(undefined)).toEqual([]);
    for (const text of ['', '{"keys":[{}]}', '{"keys":', '[]'])
      expect(() => decodeKeys(new TextEncoder().encode(text))).toThrow(refused('PROFILE_INVALID'));
  });
});

describe('[L6] a rate limit', () => {
  test('lets a burst through, then so many a minute, each key for itself', () => {
    const limit = createRateLimit(3, 60);
    expect([1, 2, 3].map(() => limit.take('a', 0))).toEqual([0, 0, 0]);
    expect(limit.take('a', 0)).toBe(1_000);
    expect(limit.take('b', 0)).toBe(0);
    expect(limit.take('a', 999)).toBe(1);
    expect(limit.take('a', 1_000)).toBe(0);
    expect([1, 2, 3, 4].map(() => limit.take('a', 3_600_000))).toEqual([0, 0, 0, 1_000]);
  });
});
