/** The thread that judges messages: one after the other, and nothing else. */
import { parentPort } from 'node:worker_threads';
import type { ModerationPolicy } from '@plexi/protocol';
import { classify, toFinding } from '../moderation/index.ts';
import type { JudgeAnswer, JudgeRequest } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('this runs in a thread');

const policies = new Map<number, ModerationPolicy>();

port.on('message', ({ text, policy: number, said }: JudgeRequest) => {
  if (said !== undefined) policies.set(number, said);
  const policy = policies.get(number);
  const found = policy && toFinding(classify(text, policy), policy);
  port.postMessage({ found } satisfies JudgeAnswer);
});
