/** What an account keeps for itself: saved and hidden messages, blocked people, muted channels, settings. */
import type { Handlers } from '@plexi/operations';
import { type AccountId, plexiError } from '@plexi/protocol';
import { EVERYWHERE } from '../account-state/item.ts';
import { notifyLevelOf } from '../awareness/notify-level.ts';
import type { Client } from '../client/client.ts';
import { homeOf } from '../small-space/conversation.ts';
import type { PeerContext } from './context.ts';
import { findMember, findMessage, findSpace } from './lookup.ts';
import { showMessage } from './message.ts';
import { nameOf } from './people.ts';
import { findPlace } from './place.ts';
import { placed } from './unread.ts';
import { channelsIn, spacesOf, whereIs } from './where.ts';

/** Settings that are the peer's own, and the operation that sets them. */
const OWN_SETTINGS: ReadonlyMap<string, string> = new Map([
  ['status', 'presence.set'],
  ['name', 'profile.set'],
]);

const settingsOf = (client: Client, key?: string): { values: Record<string, string> } => {
  const all = [...client.awareness.account.list(EVERYWHERE, 'setting')];
  const shown = all.filter(([name]) => !OWN_SETTINGS.has(name) && (key === undefined || name === key));
  return { values: Object.fromEntries(shown) };
};

export const personalHandlers = (context: PeerContext) =>
  ({
    'message.save': async ({ space: name, id, remove }) => {
      const { client, space } = await findMessage(context, name, id);
      const value = remove ? undefined : String(context.now());
      await client.awareness.account.set(space.id, 'save', id, value);
      return showMessage(space, id);
    },
    'message.saved': async ({ space: name }) => {
      const { client, spaces } = await spacesOf(context, name);
      const found = await Promise.all(
        spaces.map(async (space) => {
          const saved = client.awareness.account.list(space.id, 'save');
          const shown = await placed(
            client,
            space,
            [...saved.keys()].map((id) => ({ id, unread: false })),
          );
          return shown.map((message) => ({ message, at: Number(saved.get(message.id) ?? 0) }));
        }),
      );
      return found
        .flat()
        .sort((a, b) => b.at - a.at)
        .map(({ message }) => message);
    },
    'message.hide': async ({ space: name, id, remove }) => {
      const { client, space } = await findMessage(context, name, id);
      await client.awareness.account.set(space.id, 'hide', id, remove ? undefined : '1');
      return { id, hidden: !remove };
    },
    'account.block': async ({ space: spaceName, name }) => {
      const { client, space } = await findSpace(context, spaceName);
      const account = findMember(space, name);
      if (account === client.self.account) throw plexiError('NOT_ALLOWED', { detail: 'oneself' });
      await client.awareness.account.set(EVERYWHERE, 'block', account, '1');
      return { account, name: space.words.account(account), blocked: true };
    },
    'account.unblock': async ({ space: spaceName, name }) => {
      const { client, space } = await findSpace(context, spaceName);
      const { account: state } = client.awareness;
      const isKnown = state.get(EVERYWHERE, 'block', name) !== undefined;
      const account = isKnown ? (name as AccountId) : findMember(space, name);
      await state.set(EVERYWHERE, 'block', account, undefined);
      return { account, name: nameOf(client, account), blocked: false };
    },
    'account.blocked': async () => {
      const client = await context.client();
      return [...client.awareness.account.list(EVERYWHERE, 'block').keys()].map((account) => ({
        account,
        name: nameOf(client, account as AccountId),
        blocked: true,
      }));
    },
    'channel.mute': async ({ space: name, channel, level }) => {
      const { client, space, channel: id } = await findPlace(context, name, channel);
      await client.awareness.account.set(space.id, 'mute', id, level === 'all' ? undefined : level);
      return { channel: id, name: whereIs(client, space, id).name, level };
    },
    'channel.notify': async ({ space: name }) => {
      const { client, spaces } = await spacesOf(context, name);
      const homes = spaces.filter((space) => homeOf(client, space) === space);
      return homes.flatMap((space) =>
        channelsIn(space).map((id) => ({
          channel: id,
          name: whereIs(client, space, id).name,
          level: notifyLevelOf(client.awareness.account, space.id, id),
        })),
      );
    },
    'settings.get': async ({ key }) => settingsOf(await context.client(), key),
    'settings.set': async ({ key, value }) => {
      const client = await context.client();
      const own = OWN_SETTINGS.get(key);
      if (own !== undefined) throw plexiError('INVALID_INPUT', { detail: `key: use ${own}` });
      await client.awareness.account.set(EVERYWHERE, 'setting', key, value === '' ? undefined : value);
      return settingsOf(client, key);
    },
  }) satisfies Handlers;
