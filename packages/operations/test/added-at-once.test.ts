import { LIMITS } from '@plexi/protocol';
import { expect, test } from 'vitest';
import { callOperation, type Handlers, type OperationId } from '../src/index.ts';

test('[L6] a private channel takes sixty-four people in one call, and no more', async () => {
  const added: number[] = [];
  const handlers = {
    'channel.add': async ({ names }) => {
      added.push(names.length);
      return [];
    },
    'channel.create': ({ member }) => {
      throw new Error(`${member.length} people were let through`);
    },
  } satisfies Handlers;
  const call = (id: OperationId, input: unknown) =>
    callOperation(handlers, id, input, { id: 'test', signal: new AbortController().signal });
  const names = (count: number) => Array.from({ length: count }, (_, i) => `person ${i}`);
  const refused = expect.objectContaining({ code: 'INVALID_INPUT' });
  const add = (count: number) =>
    call('channel.add', { space: 'Lab', channel: 'budget', names: names(count) });
  await add(LIMITS.addedAtOnce);
  await expect(add(LIMITS.addedAtOnce + 1)).rejects.toEqual(refused);
  const member = names(LIMITS.addedAtOnce + 1);
  const create = call('channel.create', { space: 'Lab', name: 'budget', private: true, member });
  await expect(create).rejects.toEqual(refused);
  expect(added).toEqual([LIMITS.addedAtOnce]);
});
