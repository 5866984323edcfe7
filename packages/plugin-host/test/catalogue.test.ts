/** [P1] What the catalogue offers, looked at for ways around a grant: a new operation that opens one has to be decided here. */
import { listOperations } from '@plexi/operations';
import { isGrantable } from '@plexi/plugin-api';
import { expect, test } from 'vitest';
import type { z } from 'zod';

const fieldsOf = (input: unknown): string[] => Object.keys((input as { shape?: object }).shape ?? {});
const grantable = listOperations().filter(({ id }) => isGrantable(id));

test('[P1] operations name places by `space` and `channel`, which are judged; other fields that could are known, and why they may', () => {
  const others = grantable.flatMap(({ id, input }) =>
    fieldsOf(input)
      .filter((field) => /space|channel|direct|^dm|^in$|place|thread/iu.test(field))
      .filter((field) => field !== 'space' && field !== 'channel')
      .map((field) => `${id} ${field}`),
  );
  expect(others.sort()).toEqual([
    // They name no space, so that a grant for one does not reach them.
    'dm.accept dm',
    'dm.decline dm',
    // A direct message there is refused.
    'message.search in',
  ]);
});

test('[P1] a `channel` that is no name of one says nothing about where: a grant for a channel does not reach these', () => {
  const shapes = grantable.flatMap(({ id, input }) => {
    const { channel } = (input as unknown as { shape: Record<string, z.ZodType> }).shape;
    return channel === undefined || channel.safeParse('general').success ? [] : [id];
  });
  // Whether it is shown in the channel too; channels that admit a guest, looked up in the space that is judged.
  expect(shapes.sort()).toEqual(['file.finish', 'invite.create', 'message.reply']);
});

test('[P1] what can be granted to a plugin, by its nouns: another noun has to be thought about', () => {
  const nouns = [...new Set(grantable.map(({ id }) => id.split('.')[0] ?? ''))].toSorted();
  expect(nouns).toEqual([
    'ai',
    'canvas',
    'channel',
    'dm',
    'file',
    'fork',
    'governance',
    'invite',
    'member',
    'mention',
    'message',
    'owner',
    'presence',
    'profile',
    // What relays signed: nothing that a space's members say.
    'proof',
    'report',
    'scheduled',
    'settings',
    'space',
    'sync',
    'typing',
    'unread',
  ]);
});
