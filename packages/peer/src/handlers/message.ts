/** message.*: reading, writing, changing and importing. */
import type { Handlers, Message } from '@plexi/operations';
import { type ChannelEvent, type ChannelId, can, plexiError } from '@plexi/protocol';
import { deleteMessage } from '../space/deletion.ts';
import { importLines } from '../space/import.ts';
import { resolveMentions } from '../space/mentions.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findLiveMessage, findMessage, findMessageId, prepareWriting } from './lookup.ts';
import { findPlace, findWritablePlace, partsOf } from './place.ts';
import { readTimeline } from './timeline.ts';

/** What means any of the AI nodes that a channel admits. */
export const ANY_NODE = 'ai';

/** Whom a text names among the members. */
export const mentionsIn = (space: Space, channel: ChannelId, text: string) => {
  const { members, admissions } = space.governance().state;
  const people = Object.values(members).map(({ account }) => ({
    account,
    name: space.words.account(account),
  }));
  const nodes = Object.values(admissions).filter(
    (it) => it.channel === channel && members[it.account]?.role === 'ai',
  );
  return resolveMentions(text, [...people, ...nodes.map(({ account }) => ({ account, name: ANY_NODE }))]);
};

/** The message as it shows. Throws NOT_FOUND. */
export const showMessage = async (space: Space, id: string): Promise<Message> => {
  const message = await space.messages.find(id);
  if (message === undefined) throw plexiError('NOT_FOUND', { detail: 'message' });
  return message;
};

/** Writes a post and shows it. */
export const post = async (
  space: Space,
  channel: ChannelId,
  event: ChannelEvent & { kind: 'post' },
): Promise<Message> => {
  const [entry] = await space.write(channel, [event]);
  if (entry === undefined) throw plexiError('INTERNAL', { detail: 'nothing was written' });
  return showMessage(space, entry.id);
};

/** Says something about a message and shows what it looks like then. */
export const annotate = async (
  space: Space,
  message: { id: string; channel: ChannelId },
  event: ChannelEvent,
): Promise<Message> => {
  await space.write(message.channel, [event]);
  return showMessage(space, message.id);
};

export const messageHandlers = (context: PeerContext) =>
  ({
    'message.send': async ({ space: name, channel, text }) => {
      const { space, channel: place } = await findWritablePlace(context, name, channel);
      const extras = mentionsIn(space, place, text);
      return post(space, place, { kind: 'post', text, extras });
    },
    'message.list': async ({ space: name, channel, replies, ...listing }) => {
      const place = await findPlace(context, name, channel);
      const parts = partsOf(place);
      for (const part of parts) place.client.pages.shows(part.space, part.channel);
      return readTimeline(parts, { ...listing, withoutApart: !replies }, place.client.pages);
    },
    'message.show': async ({ space: name, id: digits }) => {
      const id = await findMessageId(context, name, digits);
      const { space } = await findMessage(context, name, id);
      return showMessage(space, id);
    },
    'message.edit': async ({ space: name, id, text }) => {
      const { space, message, shown } = await findLiveMessage(context, name, id);
      if (!shown.own || message.kind === 'import') throw plexiError('NOT_YOURS');
      if (shown.text === text) return shown;
      const mentions = mentionsIn(space, message.channel, text);
      return annotate(space, message, { kind: 'edit', target: id, text, mentions });
    },
    'message.delete': async ({ space: name, id }) => {
      const { client, space, message } = await findMessage(context, name, id);
      await prepareWriting(client, space);
      const shown = await showMessage(space, id);
      if (shown.deleted === true) return shown;
      // Whoever may remove people may hide what they wrote.
      if (!shown.own && !can(space.governance(), client.self.account, 'member.remove'))
        throw plexiError('NOT_ALLOWED');
      await deleteMessage(space, message, shown.own);
      return showMessage(space, id);
    },
    'message.history': async ({ space: name, id }) => {
      const { space } = await findMessage(context, name, id);
      const shown = await showMessage(space, id);
      return shown.deleted === true ? [] : space.messages.history(id);
    },
    'message.import': async ({ space: name, channel, lines }, caller) => {
      const { space, channel: place } = await findWritablePlace(context, name, channel);
      return importLines(space, place, lines, caller.signal);
    },
  }) satisfies Handlers;
