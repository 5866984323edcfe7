/** ai.*: asking the AI nodes of a space, answering as one, and what they inferred [A1]. */
import type { Handlers, Message } from '@plexi/operations';
import { type AccountId, type ChannelId, plexiError } from '@plexi/protocol';
import { profileOf } from '../awareness/profile.ts';
import type { Client } from '../client/client.ts';
import { channelOf, directWith } from '../small-space/conversation.ts';
import type { Space } from '../space/space.ts';
import { admissionsOf } from './admissions.ts';
import type { PeerContext } from './context.ts';
import {
  findLiveMessage,
  findMember,
  findMessage,
  findSpace,
  findWritable,
  prepareWriting,
} from './lookup.ts';
import { ANY_NODE, mentionsIn, post } from './message.ts';
import { findPlace, findWritablePlace } from './place.ts';
import { readTimeline } from './timeline.ts';

const aiNodes = (space: Space): AccountId[] =>
  Object.values(space.governance().state.members).flatMap(({ account, role }) =>
    role === 'ai' ? [account] : [],
  );

/** The node of a name, or all of them where any will do. Throws NOT_FOUND. */
const findNodes = (space: Space, name: string): AccountId[] => {
  const nodes = aiNodes(space);
  const plain = name.replace(/^@/, '');
  const found = plain.toLowerCase() === ANY_NODE && nodes.length > 0 ? nodes : [findMember(space, plain)];
  if (!found.every((account) => nodes.includes(account)))
    throw plexiError('NOT_FOUND', { detail: 'an AI node of that name' });
  return found;
};

/** A question to nodes as it is written: it names them, and no other node, whatever its words say. */
const askAloud = (
  space: Space,
  channel: ChannelId,
  nodes: readonly AccountId[],
  name: string,
  text: string,
) => {
  const called = `@${nodes.length > 1 ? ANY_NODE : name} ${text}`;
  const { accounts = [], ...rest } = mentionsIn(space, channel, called);
  const all = aiNodes(space);
  const people = accounts.filter((account) => !all.includes(account));
  return { text: called, extras: { ...rest, accounts: [...people, ...nodes].sort() } };
};

/** A conversation with the node alone: sealed to its device and to one's own, and to nobody else. */
const privately = async (
  client: Client,
  account: AccountId,
): Promise<{ space: Space; channel: ChannelId }> => {
  const space = directWith(client, [account]) ?? (await client.small.openDirect([account]));
  await prepareWriting(client, space);
  return { space, channel: channelOf(space) };
};

/** Inferences per page of a channel that are looked through for the log. */
const PAGE = 200;

export const assistantHandlers = (context: PeerContext) => {
  /** Resolves with the node's answer, or with nothing when the time is over. */
  const answerTo = async (
    question: Message,
    nodes: readonly AccountId[],
    seconds: number,
    find: () => Promise<Message | undefined>,
    signal: AbortSignal,
  ): Promise<Message | undefined> => {
    const { promise, resolve, reject } = Promise.withResolvers<Message | undefined>();
    const look = (): void => {
      find().then((found) => found && resolve(found), reject);
    };
    const stop = context.subscribe((event) => {
      if (event.type !== 'messages') return;
      const isAnswer = event.messages.some(
        ({ authorId, replyTo }) => nodes.includes(authorId as AccountId) && replyTo?.id === question.id,
      );
      if (isAnswer || event.more) look();
    });
    const timer = setTimeout(() => resolve(undefined), seconds * 1000);
    const end = (): void => resolve(undefined);
    signal.addEventListener('abort', end, { once: true });
    look();
    try {
      return await promise;
    } finally {
      stop();
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    }
  };

  /** Alone with one of them: one that is there, where any will do. */
  const aside = async (client: Client, parent: Space, nodes: readonly AccountId[]) => {
    const { presence } = client.awareness.of(parent.id);
    const node = nodes.find((account) => presence.of(account).status !== 'offline') ?? nodes[0];
    if (node === undefined) throw plexiError('NOT_FOUND', { detail: 'an AI node' });
    return { place: await privately(client, node), nodes: [node] };
  };

  /** Those of them that a channel admits. */
  const aloud = async <Where extends { channel: ChannelId }>(
    parent: Space,
    nodes: readonly AccountId[],
    place: Where,
  ) => {
    const admitted = new Set(
      admissionsOf(parent, context.now()).flatMap(({ account, channel, ended }) =>
        channel === place.channel && !ended ? account : [],
      ),
    );
    return { place, nodes: nodes.filter((account) => admitted.has(account)) };
  };

  return {
    'ai.ask': async ({ space: spaceName, name, text, channel, wait }, caller) => {
      const { client, space: parent } = await findWritable(context, spaceName);
      const { place, nodes } =
        channel === undefined
          ? await aside(client, parent, findNodes(parent, name))
          : await aloud(
              parent,
              findNodes(parent, name),
              await findWritablePlace(context, spaceName, channel),
            );
      const [first] = nodes;
      if (first === undefined)
        throw plexiError('NOT_ADMITTED', { detail: 'the channel does not admit the AI node' });
      const said =
        channel === undefined
          ? { text, extras: {} }
          : askAloud(parent, place.channel, nodes, parent.words.account(first), text);
      const question = await post(place.space, place.channel, { kind: 'post', ...said });
      const find = async (): Promise<Message | undefined> => {
        const after = await readTimeline([place], { limit: PAGE, after: question.id });
        return after.find(
          ({ authorId, replyTo }) => nodes.includes(authorId as AccountId) && replyTo?.id === question.id,
        );
      };
      const answer = wait === 0 ? undefined : await answerTo(question, nodes, wait, find, caller.signal);
      return { question, ...(answer === undefined ? {} : { answer }) };
    },
    'ai.answer': async ({ space: name, id, text, inference }) => {
      const { space, message, shown } = await findLiveMessage(context, name, id);
      // It shows where it was asked: in the channel, or in a thread only.
      const extras = {
        parent: id,
        ...(message.root === undefined ? {} : { root: message.root }),
        ...(shown.apart === true ? {} : { inChannel: true as const }),
        inference,
      };
      return post(space, message.channel, { kind: 'post', text, extras });
    },
    'ai.say': async ({ space: name, id, text }) => {
      const { space, message } = await findMessage(context, name, id);
      space.answering.say(message.channel, id, text);
      return {};
    },
    'ai.tell': async ({ space: name, channel, ...word }) => {
      const { space, channel: id } = await findPlace(context, name, channel);
      space.nodeWords.say(id, word);
      return {};
    },
    'ai.list': async ({ space: name }) => {
      const { client, space } = await findSpace(context, name);
      const { presence } = client.awareness.of(space.id);
      const admissions = admissionsOf(space, context.now());
      return aiNodes(space).map((account) => ({
        account,
        name: space.words.account(account),
        about: profileOf(space, account)?.profile.about ?? '',
        online: presence.of(account).status !== 'offline',
        admissions: admissions.filter((it) => it.account === account),
      }));
    },
  } satisfies Handlers;
};
