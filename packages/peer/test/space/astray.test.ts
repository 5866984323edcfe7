/** What a device writes that does not keep to the rules of its own program. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  callOperation,
  type OperationId,
  type OperationInput,
  type OperationOutput,
} from '@plexi/operations';
import type { ChannelId, SpaceId } from '@plexi/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { openPeer, type Peer } from '../../src/index.ts';
import { openClient } from './open-client.ts';

const call = async <Id extends OperationId>(
  peer: Peer,
  id: Id,
  input: OperationInput<Id>,
): Promise<OperationOutput<Id>> =>
  (await callOperation(peer.handlers, id, input, {
    id: 'test',
    signal: new AbortController().signal,
  })) as OperationOutput<Id>;

test('[C1] an answer in one channel to a message of another counts nowhere', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-astray-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const ada = await openPeer({ profile: folder });
  await call(ada, 'account.create', { name: 'Ada' });
  const { id } = await call(ada, 'space.create', { name: 'Lab', relay: [] });
  const plans = await call(ada, 'channel.create', { space: 'Lab', name: 'plans' });
  const root = await call(ada, 'message.send', { space: 'Lab', channel: 'general', text: 'here' });
  await call(ada, 'message.reply', { space: 'Lab', id: root.id, text: 'an answer' });
  await ada.close();

  const { client, close } = await openClient(folder);
  const extras = { parent: root.id, root: root.id } as const;
  await client.space(id as SpaceId)?.write(plans.id as ChannelId, [{ kind: 'post', text: 'astray', extras }]);
  await close();

  const again = await openPeer({ profile: folder });
  const shown = await call(again, 'message.show', { space: 'Lab', id: root.id });
  expect(shown.replies?.count).toBe(1);
  const thread = await call(again, 'message.thread', { space: 'Lab', id: root.id });
  expect(thread.map(({ text }) => text)).toEqual(['here', 'an answer']);
  await again.close();
});
