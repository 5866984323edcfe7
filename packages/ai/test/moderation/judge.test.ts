/** [A3] The thread that judges: the same verdicts, and a loop that stays free. */
import { createJudge } from '@plexi/ai/judge';
import { DEFAULT_POLICY, LIMITS, type ModerationPolicy } from '@plexi/protocol';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';

const judge = createJudge();
afterAll(() => judge.close());

test('judges by the policy that comes with each text, in the order of asking', async () => {
  const own: ModerationPolicy = { ...DEFAULT_POLICY, words: { block: ['zorbo'], allow: [] } };
  const texts = ['good morning', 'a Zorbo', 'you worthless piece of shit'];
  const [usual, theirs] = await Promise.all(
    [DEFAULT_POLICY, own].map((policy) => Promise.all(texts.map((text) => judge.judge(text, policy)))),
  );
  expect(usual?.map(({ found }) => found?.finding.label)).toEqual([undefined, undefined, 'toxicity']);
  expect(theirs?.map(({ found }) => found?.finding.words)).toEqual([undefined, ['Zorbo'], expect.any(Array)]);
});

test('the worst that a message may be holds up nobody but itself', async () => {
  const worst = 'f.u.c.k '.repeat(LIMITS.messageBytes / 8);
  let turns = 0;
  let running = true;
  const turn = (): void => {
    turns++;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  const { found } = await judge.judge(worst, DEFAULT_POLICY);
  running = false;
  expect(found).toBeDefined();
  expect(turns).toBeGreaterThan(10);
});

test('closed, it judges nothing', async () => {
  const short = createJudge();
  const waiting = short.judge('good morning', DEFAULT_POLICY);
  await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'TOO_BUSY' }), short.close()]);
  await expect(short.judge('hello', DEFAULT_POLICY)).rejects.toMatchObject({ code: 'TOO_BUSY' });
});

test('LIMITS.judgeMs: a text that takes longer counts as not judged, and the next one is judged all the same', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const slow = createJudge();
  const worst = 'f.u.c.k '.repeat(LIMITS.messageBytes / 8);
  const first = slow.judge(worst, DEFAULT_POLICY).catch((error: unknown) => error);
  const second = slow.judge('good morning', DEFAULT_POLICY);
  vi.advanceTimersByTime(LIMITS.judgeMs);
  expect(await first).toMatchObject({ code: 'TOO_BUSY' });
  expect(await second).toEqual({ found: undefined });
  await slow.close();
});
