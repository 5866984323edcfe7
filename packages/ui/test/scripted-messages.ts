/** What the scripted peer does with messages that are there: the same as a real one would show, without any of its reasons. */
import type { Handlers, Message, PeerEvent } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import { messageOf, type Script, type ScriptedSpace } from './script.ts';

export interface ScriptedMessagesDependencies {
  script: Script;
  find: (space: string) => ScriptedSpace;
  emit: (event: PeerEvent) => void;
}

const firstWords = (message: Message) => ({
  id: message.id,
  author: message.author,
  text: message.text.slice(0, 120),
  missing: false,
});

export const scriptMessages = ({ script, find, emit }: ScriptedMessagesDependencies): Handlers => {
  const history = new Map<string, { text: string; time: string }[]>();
  const locate = (name: string, id: string) => {
    const space = find(name);
    for (const [channel, messages] of space.messages) {
      const at = messages.findIndex((message) => message.id === id);
      const message = messages[at];
      if (message !== undefined) return { space, channel, messages, at, message };
    }
    throw plexiError('NOT_FOUND');
  };
  const change = (name: string, id: string, next: (message: Message) => Message): Message => {
    const { space, channel, messages, at, message } = locate(name, id);
    const changed = next(message);
    messages[at] = changed;
    emit({ type: 'changed', space: space.summary.id, channel, messages: [changed] });
    return changed;
  };
  const put = (space: ScriptedSpace, channel: string, text: string, extra: Partial<Message>): Message => {
    const message = messageOf(script.account.name ?? '', text, {
      state: 'relay',
      own: true,
      time: new Date().toISOString(),
      ...extra,
    });
    space.messages.set(channel, [...(space.messages.get(channel) ?? []), message]);
    emit({ type: 'messages', space: space.summary.id, channel, messages: [message], more: false });
    return message;
  };
  const self = () => script.account.name ?? '';

  return {
    'message.list': async ({ space, channel, limit, before, after, around, since, replies }) => {
      const all = (find(space).messages.get(channel) ?? []).filter(
        ({ id, apart }) => replies || apart !== true || id === around,
      );
      const at = (id: string): number => all.findIndex((message) => message.id === id);
      if (around !== undefined) {
        if (at(around) < 0) throw plexiError('NOT_FOUND');
        return all.slice(Math.max(0, at(around) - Math.floor(limit / 2)), at(around) + Math.ceil(limit / 2));
      }
      if (after !== undefined) return all.slice(at(after) + 1, at(after) + 1 + limit);
      if (since !== undefined)
        return all.filter(({ time }) => Date.parse(time) >= Date.parse(since)).slice(0, limit);
      const end = before === undefined ? all.length : at(before);
      return all.slice(Math.max(0, end - limit), end);
    },
    'message.reply': async ({ space: name, id, text, channel: shown }) => {
      const { space, channel, message } = locate(name, id);
      const root = message.root ?? message.id;
      const reply = put(space, channel, text, {
        root,
        replyTo: firstWords(message),
        ...(shown ? {} : { apart: true }),
      });
      change(name, root, (one) => ({
        ...one,
        replies: {
          count: (one.replies?.count ?? 0) + 1,
          last: reply.time,
          authors: [...new Set([...(one.replies?.authors ?? []), reply.authorId])],
        },
      }));
      return reply;
    },
    'message.thread': async ({ space: name, id }) => {
      const { messages, message } = locate(name, id);
      const root = message.root ?? message.id;
      return messages.filter((one) => one.id === root || one.root === root);
    },
    'message.edit': async ({ space, id, text }) =>
      change(space, id, (message) => {
        const time = new Date().toISOString();
        const before = history.get(id) ?? [{ text: message.text, time: message.time }];
        history.set(id, [...before, { text, time }]);
        return { ...message, text, edited: time };
      }),
    'message.history': async ({ space, id }) => {
      const { message } = locate(space, id);
      return history.get(id) ?? [{ text: message.text, time: message.time }];
    },
    'message.delete': async ({ space, id }) =>
      change(space, id, (message) => ({ ...message, text: '', deleted: true, reactions: [] })),
    'message.hide': async ({ space, id, remove }) => {
      locate(space, id);
      return { id, hidden: !remove };
    },
    'message.react': async ({ space, id, emoji, remove }) =>
      change(space, id, (message) => {
        const reactions = message.reactions ?? [];
        const known = reactions.find((one) => one.emoji === emoji);
        const names = (known?.names ?? []).filter((name) => name !== self());
        const next = remove ? names : [...names, self()];
        const one = { emoji, count: next.length, own: !remove, names: next };
        const all =
          known === undefined ? [...reactions, one] : reactions.map((old) => (old === known ? one : old));
        return { ...message, reactions: all.filter(({ count }) => count > 0) };
      }),
    'message.pin': async ({ space, id, remove }) =>
      change(space, id, (message) => ({ ...message, pinned: !remove })),
    'message.save': async ({ space, id, remove }) =>
      change(space, id, (message) => ({ ...message, saved: !remove })),
    'message.pins': async ({ space, channel }) =>
      (find(space).messages.get(channel) ?? []).filter(({ pinned }) => pinned === true),
    'message.poll': async ({ space, channel, question, options, multiple }) =>
      put(find(space), channel, question, {
        poll: {
          options: options.map((text) => ({ text, votes: 0, own: false, names: [] })),
          multiple,
          closed: false,
          voters: 0,
        },
      }),
    'message.vote': async ({ space, id, choices }) =>
      change(space, id, (message) => {
        if (message.poll === undefined) throw plexiError('NOT_FOUND');
        const voted = message.poll.options.some(({ own }) => own);
        const options = message.poll.options.map((option, index) => {
          const own = choices.includes(index);
          const names = option.names.filter((name) => name !== self());
          return {
            ...option,
            own,
            votes: option.votes + Number(own) - Number(option.own),
            names: own ? [...names, self()] : names,
          };
        });
        const voters = message.poll.voters + Number(choices.length > 0) - Number(voted);
        return { ...message, poll: { ...message.poll, options, voters } };
      }),
    'message.close': async ({ space, id }) =>
      change(space, id, (message) =>
        message.poll === undefined ? message : { ...message, poll: { ...message.poll, closed: true } },
      ),
  };
};
