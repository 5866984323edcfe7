import { inspect } from 'node:util';
import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeedSync } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import {
  concealSecret,
  createDevice,
  createPhrase,
  decodeDevice,
  encodeDevice,
  equalSecretBytes,
  readPhrase,
} from '../src/index.ts';
import { nativePrimitives as native } from '../src/native/native.ts';
import { portablePrimitives as portable } from '../src/primitives/portable.ts';
import { attempt, hasVectors, hex, readVectors } from './vectors.ts';

const PHRASE = `${'abandon '.repeat(23)}art`;

describe.skipIf(!hasVectors('bip39/trezor_vectors.json'))('[X2] BIP-39 trezor vectors', () => {
  it('words, entropy and seed are those of the vectors', () => {
    const { english } = readVectors<{ english: string[][] }>('bip39/trezor_vectors.json');
    expect(english).toHaveLength(24);
    for (const [entropy, words, seed] of english as [string, string, string][]) {
      expect(entropyToMnemonic(hex(entropy), wordlist)).toBe(words);
      expect(mnemonicToEntropy(words, wordlist)).toEqual(hex(entropy));
      expect(new Uint8Array(mnemonicToSeedSync(words, 'TREZOR'))).toEqual(hex(seed));
      const long = words.split(' ').length === 24;
      expect(attempt(() => readPhrase(native, words)) !== undefined).toBe(long);
    }
  });
});

describe('recovery phrase', () => {
  it('gives the same account again, however it is typed, in Node and in a browser', () => {
    const phrase = createPhrase(native);
    expect(phrase.split(' ')).toHaveLength(24);
    const { account, secretKey } = readPhrase(native, phrase);
    const typed = `  ${phrase.toUpperCase().replaceAll(' ', '\n\t\u3000')} `;
    expect(readPhrase(portable, typed).account).toBe(account);
    expect(native.publicKeyOf(secretKey.reveal())).toEqual(hex(account));
    expect(createPhrase(native)).not.toBe(phrase);
  });

  it('the derivation is fixed: this phrase is this account for good', () => {
    expect(readPhrase(native, PHRASE).account).toBe(
      'fb2cdd6f4c5a6e96514bd059042e0488ee77198ffd5939f7d93c0fa6d24ae18c',
    );
  });

  it('refuses wrong words, a wrong checksum, wrong counts and oversized text, and never quotes them', () => {
    const wrong = [
      '',
      'abandon',
      'abandon '.repeat(24),
      PHRASE.replace('art', 'xyzzy'),
      `${PHRASE} abandon`,
      'art '.repeat(10_000),
      `${'абв '.repeat(23)}art`,
    ];
    for (const phrase of wrong) {
      let thrown: unknown;
      try {
        readPhrase(native, phrase);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ code: 'PHRASE_INVALID' });
      expect(inspect(thrown, { depth: 9 })).not.toMatch(/abandon|xyzzy/);
    }
  });
});

describe('device keys', () => {
  it('survive the store, and are three different pairs', () => {
    const keys = createDevice(native);
    const back = decodeDevice(portable, encodeDevice(keys));
    expect(back.device).toBe(keys.device);
    expect(back.boxKey).toEqual(keys.boxKey);
    expect(back.leafKey).toEqual(keys.leafKey);
    expect(encodeDevice(back)).toEqual(encodeDevice(keys));
    const publics = [
      keys.device,
      Buffer.from(keys.boxKey).toString('hex'),
      Buffer.from(keys.leafKey).toString('hex'),
    ];
    expect(new Set(publics).size).toBe(3);
    expect(native.publicKeyOf(keys.leafSecretKey.reveal())).toEqual(keys.leafKey);
  });

  it('refuses damaged bytes', () => {
    const bytes = encodeDevice(createDevice(native));
    for (const damaged of [
      bytes.slice(1),
      bytes.slice(0, -1),
      new Uint8Array(0),
      bytes.map((byte, i) => (i === 0 ? 9 : byte)),
    ]) {
      expect(() => decodeDevice(native, damaged)).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }));
    }
  });
});

describe('secrets', () => {
  it('print as nothing, wherever they are held', () => {
    const bytes = new Uint8Array(32).fill(0xab);
    const secret = concealSecret(bytes);
    const printed = [
      inspect({ secret }, { depth: 9, showHidden: true }),
      JSON.stringify({ secret }),
      secret.toString(),
      String(secret),
    ];
    for (const text of printed) {
      expect(text).toContain('[secret]');
      expect(text).not.toMatch(/171|abab/);
    }
    expect(secret.reveal()).toBe(bytes);
  });

  it('compare by content', () => {
    expect(equalSecretBytes(new Uint8Array([1, 2]), new Uint8Array([1, 2]))).toBe(true);
    expect(equalSecretBytes(new Uint8Array([1, 2]), new Uint8Array([1, 3]))).toBe(false);
    expect(equalSecretBytes(new Uint8Array([1]), new Uint8Array([1, 0]))).toBe(false);
  });
});
