/** dm.*: direct messages, which are small spaces of their own. */
import type { Handlers } from '@plexi/operations';
import { cutoffsFor, plexiError } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import { isOrdinary } from '../client/reach.ts';
import { conversationOf, directWith } from '../small-space/conversation.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { describeDirect, listDirects } from './directs.ts';
import { findMember, findSpace } from './lookup.ts';
import { findAmong } from './people.ts';

const findDirect = async (context: PeerContext, id: string): Promise<{ client: Client; space: Space }> => {
  const client = await context.client();
  const space = client.small.directs().find((it) => it.id === id);
  if (space === undefined) throw plexiError('NOT_FOUND', { detail: 'direct message' });
  return { client, space };
};

const leave = async (client: Client, space: Space): Promise<void> => {
  if (space.summary().state !== 'ready') return;
  const heads = space.replica.frontier.visibleHeads();
  const cutoffs = cutoffsFor(space.governance(), client.self.account, heads);
  await space.act({ type: 'space.leave', cutoffs });
};

export const dmHandlers = (context: PeerContext) =>
  ({
    'dm.open': async ({ names, space: spaceName }) => {
      const client = await context.client();
      const within = spaceName === undefined ? undefined : (await findSpace(context, spaceName)).space;
      const plain = names.map((name) => name.replace(/^@/, ''));
      const others = [
        ...new Set(
          plain.map((name) =>
            within === undefined
              ? findAmong(client.spaces().filter(isOrdinary), name)
              : findMember(within, name),
          ),
        ),
      ];
      if (others.includes(client.self.account))
        throw plexiError('INVALID_INPUT', { detail: 'a direct message is with others' });
      const known = directWith(client, others);
      if (known !== undefined) await client.small.setStanding(known.id, 'open');
      return describeDirect(client, known ?? (await client.small.openDirect(others)));
    },
    'dm.list': async () => listDirects(await context.client()),
    'dm.accept': async ({ dm }) => {
      const { client, space } = await findDirect(context, dm);
      for (const part of conversationOf(client, space)) await client.small.setStanding(part.id, 'open');
      return describeDirect(client, space);
    },
    'dm.decline': async ({ dm }) => {
      const { client, space } = await findDirect(context, dm);
      for (const part of conversationOf(client, space)) {
        // Whoever asked does not learn that it came, nor that it was turned down.
        if (client.small.record(part.id)?.standing !== 'request') await leave(client, part);
        await client.small.setStanding(part.id, 'declined');
      }
      return describeDirect(client, space);
    },
  }) satisfies Handlers;
