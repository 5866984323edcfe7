import {
  DEFAULT_POLICY,
  decodeModerationPolicy,
  encodeCbor,
  encodeModerationPolicy,
  LIMITS,
  type ModerationPolicy,
} from '@plexi/protocol';
import { describe, expect, it } from 'vitest';

const withWords = (block: string[], allow: string[] = []): ModerationPolicy => ({
  ...DEFAULT_POLICY,
  words: { block, allow },
});
const again = (policy: ModerationPolicy): ModerationPolicy =>
  decodeModerationPolicy(encodeModerationPolicy(policy));

describe('a channel’s moderation policy as bytes [A3]', () => {
  it('comes back as it was', () => {
    const policy: ModerationPolicy = {
      labels: { ...DEFAULT_POLICY.labels, scam: { threshold: 0.125, action: 'hide' } },
      words: { block: ['Rübenkraut*', '荒らし'], allow: ['Scunthorpe'] },
    };
    expect(again(policy)).toEqual(policy);
    expect(again(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY);
  });

  it('has bounded words, a threshold between 0 and 1, and nothing else [L6]', () => {
    const many = Array.from({ length: LIMITS.policyWords }, (_, i) => `w${i}`);
    expect(again(withWords(many)).words.block).toHaveLength(LIMITS.policyWords);
    const longest = 'é'.repeat(LIMITS.policyWordBytes / 2);
    expect(again(withWords([longest], [longest])).words.allow).toEqual([longest]);
    const rules = DEFAULT_POLICY.labels;
    const hostile = [
      encodeModerationPolicy(withWords([...many, 'one more'])),
      encodeModerationPolicy(withWords([`${longest}x`])),
      encodeModerationPolicy(withWords([''])),
      encodeModerationPolicy({
        ...DEFAULT_POLICY,
        labels: { ...rules, spam: { threshold: 1.001, action: 'flag' } },
      }),
      encodeCbor([1, [[500, 3]], [], []]),
      encodeCbor([1, Array.from({ length: 6 }, () => [500, 3]), [], []]),
      encodeCbor([2, Array.from({ length: 6 }, () => [500, 1]), [], []]),
      new Uint8Array(LIMITS.policyBytes + 1),
      new Uint8Array(),
    ];
    for (const bytes of hostile)
      expect(() => decodeModerationPolicy(bytes)).toThrow(
        expect.objectContaining({ code: 'ENTRY_MALFORMED' }),
      );
  });
});
