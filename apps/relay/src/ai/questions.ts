/** What an AI node is asked, where it is a member, and what it may read to answer it. */
import type { ReadSources, Source } from '@plexi/ai/assistant';
import type { Message, OperationId, OperationInput, OperationOutput } from '@plexi/operations';

export type Call = <Id extends OperationId>(
  id: Id,
  input: OperationInput<Id>,
) => Promise<OperationOutput<Id>>;

export interface Asked {
  space: string;
  channel: string;
  /** Absent in private. */
  channelName: string | undefined;
  message: Message;
}

/** Messages before a question that are read with it, in its thread or in the channel; before a thread; and others that its words find. */
const BEFORE = 24;
const BEFORE_THREAD = 8;
const FOUND = 6;

const sourceOf = ({ id, author, time, text }: Message): Source => ({ id, author, time, text });
/** What waits to be reviewed is nothing to answer, nor to answer from. */
const isSaid = ({ deleted, withheld, text }: Message): boolean =>
  deleted !== true && withheld === undefined && text !== '';

const isSource = (message: Message): boolean => isSaid(message) && message.second !== true;

/** What was said in a question's thread before it: what the thread began with, as far as it may be read here, and the newest of it. */
const threadBefore = async (call: Call, { space, message }: Asked): Promise<Message[]> => {
  if (message.root === undefined) return [];
  const all = await call('message.thread', { space, id: message.id });
  const before = all.slice(
    0,
    all.findIndex(({ id }) => id === message.id),
  );
  const replies = before.filter((it) => isSource(it) && it.id !== message.root);
  return [...before.filter((it) => isSource(it) && it.id === message.root), ...replies.slice(-BEFORE)];
};

/**
 * What bears on a question: its thread; what was said in the channel just before it, or before the thread; and what its words find
 * there.
 */
export const gatherSources = async (call: Call, asked: Asked): Promise<ReadSources> => {
  const { space, channel, message } = asked;
  const thread = await threadBefore(call, asked);
  const page =
    message.root === undefined
      ? { before: message.id, limit: BEFORE }
      : { before: thread[0]?.id ?? message.id, limit: BEFORE_THREAD };
  const before = await call('message.list', { space, channel, ...page });
  const words = message.text.replaceAll(/[^\p{L}\p{N}\s]/gu, ' ').slice(0, 200);
  const found = await call('message.search', {
    query: words,
    space,
    in: channel,
    limit: FOUND,
    order: 'best',
    wait: 1,
  });
  const around = new Map([...found.results.map((hit) => hit.message), ...before].map((it) => [it.id, it]));
  for (const { id } of [message, ...thread]) around.delete(id);
  return {
    around: [...around.values()]
      .filter(isSource)
      .sort((a, b) => (a.time < b.time ? -1 : 1))
      .map(sourceOf),
    thread: thread.map(sourceOf),
  };
};

/** Questions that wait: mentions in channels, and what was written to the node alone. */
export const waitingQuestions = async (call: Call): Promise<Asked[]> => {
  for (const { request, space } of await call('dm.list', {}))
    if (request) await call('dm.accept', { dm: space });
  const mentions = await call('mention.list', { unread: true, limit: 50 });
  const inChannels = mentions.map((message): Asked => {
    const { space, channel, channelName } = message;
    return { space, channel, channelName, message };
  });
  const directs = await call('dm.list', {});
  const unread = await call('unread.list', {});
  const alone = await Promise.all(
    directs.map(async ({ space, channel }): Promise<Asked[]> => {
      const count = unread.find((it) => it.space === space)?.unread ?? 0;
      if (count === 0) return [];
      const page = await call('message.list', { space, channel, limit: Math.min(50, count * 2 + 2) });
      return page
        .filter(({ own }) => !own)
        .slice(-count)
        .map((message) => ({ space, channel, channelName: undefined, message }));
    }),
  );
  const all = [...inChannels.toReversed(), ...alone.flat()];
  return all.filter(({ message }) => !message.own && isSaid(message));
};

/** Models' answers that a question has by now. */
export const answersTo = async (call: Call, { space, message }: Asked): Promise<Message[]> => {
  const thread = await call('message.thread', { space, id: message.id });
  return thread.filter(({ replyTo, inference }) => replyTo?.id === message.id && inference !== undefined);
};
