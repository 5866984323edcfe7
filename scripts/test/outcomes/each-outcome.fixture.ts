import { describe, expect, test } from 'vitest';

test('holds', () => {
  expect(1).toBe(1);
});

test('does not hold', () => {
  expect(1).toBe(2);
});

test('says why it is skipped', ({ skip }) => skip('no browser here'));

describe.skip('a skipped story', () => {
  test('is skipped with it', () => {});
});
