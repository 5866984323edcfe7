/** Loads what the product would load while a run is under way: reading files is nothing that a run may wait for. */
import { readdir } from 'node:fs/promises';
import { nativePrimitives } from '@plexi/crypto/native';
import { randomHere } from './machine/machine.ts';

const LAZY = ['handlers', 'client'].map(
  (folder) => new URL(`../../packages/peer/src/${folder}/`, import.meta.url),
);

/** The same signature is checked by every node: what that says is kept for so many of them. */
const MANY_SIGNATURES = 100_000;

const spell = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** A signature is checked once, and not at all where this process has made it: what was asked and answered is kept. */
const rememberSignatures = (): void => {
  const verify = nativePrimitives.verify.bind(nativePrimitives);
  const sign = nativePrimitives.sign.bind(nativePrimitives);
  const answers = new Map<string, boolean>();
  const publicKeys = new Map<string, string>();
  const keyOf = (signature: Uint8Array, message: Uint8Array, publicKey: string): string =>
    spell(signature) + spell(nativePrimitives.sha256(message)) + publicKey;
  const keep = (key: string, answer: boolean): boolean => {
    if (answers.size > MANY_SIGNATURES) answers.clear();
    answers.set(key, answer);
    return answer;
  };
  nativePrimitives.verify = (signature, message, publicKey) => {
    const key = keyOf(signature, message, spell(publicKey));
    return answers.get(key) ?? keep(key, verify(signature, message, publicKey));
  };
  nativePrimitives.sign = (message, secretKey) => {
    const secret = spell(secretKey);
    const publicKey = publicKeys.get(secret) ?? spell(nativePrimitives.publicKeyOf(secretKey));
    publicKeys.set(secret, publicKey);
    const signature = sign(message, secretKey);
    keep(keyOf(signature, message, publicKey), true);
    return signature;
  };
};

export const loadProduct = async (): Promise<void> => {
  for (const folder of LAZY)
    for (const file of await readdir(folder))
      if (file.endsWith('.ts')) await import(new URL(file, folder).href);
  await import('@plexi/protocol/governance-document');
  await import('../../packages/peer/src/space/verify-governance.ts');
  await import('@plexi/storage/sqlite');
  rememberSignatures();
  nativePrimitives.randomBytes = (length) => randomHere().bytes(new Uint8Array(length));
};
