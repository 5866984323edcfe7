import { LIMITS } from '@plexi/protocol';
import { expect, it } from 'vitest';
import { isTooLong, MESSAGE_BYTES } from '../../src/composer/message-length.ts';

it('[L6] the composer knows the limit of the protocol, in bytes', () => {
  expect(MESSAGE_BYTES).toBe(LIMITS.messageBytes);
  expect(isTooLong('a'.repeat(MESSAGE_BYTES))).toBe(false);
  expect(isTooLong('a'.repeat(MESSAGE_BYTES + 1))).toBe(true);
  expect(isTooLong('ä'.repeat(MESSAGE_BYTES / 2))).toBe(false);
  expect(isTooLong(`${'ä'.repeat(MESSAGE_BYTES / 2)}a`)).toBe(true);
});
