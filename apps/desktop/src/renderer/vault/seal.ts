/** [C3] NaCl secretbox around what the interface keeps: nonce and box. https://nacl.cr.yp.to/secretbox.html */
import nacl from 'tweetnacl';

const encoder = new TextEncoder();

/**
 * The key of one purpose: SHA-512 of vault key and purpose, cut to 32 bytes. A box moved from one document to another by
 * whoever can write to the disk then opens in neither.
 */
export const deriveKey = (vaultKey: Uint8Array, purpose: string): Uint8Array => {
  const label = encoder.encode(`plexi/vault/1/${purpose}`);
  const input = new Uint8Array(vaultKey.length + label.length);
  input.set(vaultKey);
  input.set(label, vaultKey.length);
  return nacl.hash(input).subarray(0, nacl.secretbox.keyLength);
};

export const sealUpdate = (update: Uint8Array, key: Uint8Array): Uint8Array => {
  const nonce = nacl.randomBytes(nacl.secretbox.nonceLength);
  const box = nacl.secretbox(update, nonce, key);
  const sealed = new Uint8Array(nonce.length + box.length);
  sealed.set(nonce);
  sealed.set(box, nonce.length);
  return sealed;
};

/** `undefined` if the box was not made with this key, or was changed. */
export const openUpdate = (sealed: Uint8Array, key: Uint8Array): Uint8Array | undefined => {
  if (sealed.length < nacl.secretbox.nonceLength + nacl.secretbox.overheadLength) return undefined;
  const nonce = sealed.subarray(0, nacl.secretbox.nonceLength);
  return nacl.secretbox.open(sealed.subarray(nacl.secretbox.nonceLength), nonce, key) ?? undefined;
};
