/** What the tests over published MLS vectors share: the suites that we have, and decoding. */
import type { CiphersuiteImpl } from 'ts-mls';
import { loadSuite, type SuiteName } from '../../src/key-group/suite.ts';
import { nativePrimitives as native } from '../../src/native/native.ts';
import { hex, readVectors } from '../vectors.ts';

/** The suites of the vectors that our implementation covers; 2 is P-256, which we refuse. */
export const SUITES: Record<number, SuiteName> = {
  1: 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519',
  3: 'MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519',
};

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What a decoder of the library makes of all of some bytes. */
export const decodeAll = <Value>(
  decoder: (bytes: Uint8Array, offset: number) => [Value, number] | undefined,
  bytes: string,
): Value => {
  const decoded = decoder(hex(bytes), 0);
  if (decoded === undefined || decoded[1] !== bytes.length / 2) throw new TypeError('not all of it');
  return decoded[0];
};

/** The vectors of a file whose suite we have, each with that suite. */
export const eachOfOurs = async <Vector extends { cipher_suite: number }>(
  name: string,
): Promise<{ vector: Vector; suite: CiphersuiteImpl; suiteName: SuiteName }[]> => {
  const found: { vector: Vector; suite: CiphersuiteImpl; suiteName: SuiteName }[] = [];
  for (const vector of readVectors<Vector[]>(`mls/${name}.json.gz`)) {
    const suiteName = SUITES[vector.cipher_suite];
    if (suiteName !== undefined) found.push({ vector, suiteName, suite: await loadSuite(native, suiteName) });
  }
  return found;
};
