import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  callOperation,
  type OperationId,
  type OperationInput,
  type OperationOutput,
} from '@plexi/operations';
import { expect, onTestFinished, test } from 'vitest';
import { openPeer } from '../../src/peer.ts';

test('[A1] what a person writes is no inference, whatever it says of itself', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-inference-'));
  const peer = await openPeer({ profile: path.join(folder, 'ada') });
  onTestFinished(async () => {
    await peer.close();
    await rm(folder, { recursive: true, force: true });
  });
  const caller = { id: 'test', signal: new AbortController().signal };
  const call = async <Id extends OperationId>(id: Id, input: OperationInput<Id>) =>
    (await callOperation(peer.handlers, id, input, caller)) as OperationOutput<Id>;
  await call('account.create', { name: 'Ada' });
  await call('space.create', { name: 'Lab', relay: [] });
  const { id } = await call('message.send', { space: 'Lab', channel: 'general', text: 'Who is right?' });
  const inference = { model: 'oracle', promptTokens: 1, answerTokens: 1, ms: 1, sources: [id] };
  const said = await call('ai.answer', { space: 'Lab', id, text: 'Ada is', inference });
  expect(said.text).toBe('Ada is');
  expect(said.inference).toBeUndefined();
  expect(await call('ai.log', { space: 'Lab' })).toEqual([]);
});
