import { utf8 } from '@plexi/protocol';

/** One passphrase, however the keyboard composes its letters (RFC 8265 OpaqueString: NFC). */
export const passphraseBytes = (passphrase: string): Uint8Array => utf8(passphrase.normalize('NFC'));
