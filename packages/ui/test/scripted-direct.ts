/** What a scripted peer answers about direct messages and the people of private channels. */
import type { Direct, Handlers, Member, PeerEvent } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import type { Script, ScriptedSpace } from './script.ts';

export interface ScriptedDirectInput {
  script: Script;
  find: (space: string) => ScriptedSpace;
  emit: (event: PeerEvent) => void;
}

export const scriptDirect = ({ script, find, emit }: ScriptedDirectInput): Handlers => {
  /** Of private channels: who is in, by channel. */
  const insiders = new Map<string, string[]>();
  const take = (dm: string): Direct => {
    const direct = script.directs?.find(({ space }) => space === dm);
    if (direct === undefined) throw plexiError('NOT_FOUND');
    return direct;
  };
  const channelOf = (space: string, name: string) => {
    const channel = find(space).channels.find((one) => one.id === name || one.name === name);
    if (channel === undefined) throw plexiError('NOT_FOUND');
    return channel;
  };
  const membersOf = (space: string, channel: string): Member[] => {
    const { members } = find(space);
    const { id, private: isPrivate } = channelOf(space, channel);
    if (isPrivate !== true) return members;
    const accounts = insiders.get(id) ?? members.slice(0, 2).map(({ account }) => account);
    insiders.set(id, accounts);
    return members
      .filter(({ account }) => accounts.includes(account))
      .map((member) => ({ ...member, role: member.self ? 'owner' : 'member', canRemove: !member.self }));
  };
  const change = (space: string, channel: string, accounts: string[]): void => {
    insiders.set(channelOf(space, channel).id, accounts);
    emit({ type: 'space', space: find(space).summary.id });
  };
  return {
    'dm.accept': async ({ dm }) => {
      const direct = take(dm);
      direct.request = false;
      emit({ type: 'directs' });
      return direct;
    },
    'dm.decline': async ({ dm }) => {
      const direct = take(dm);
      script.directs?.splice(script.directs.indexOf(direct), 1);
      emit({ type: 'directs' });
      return direct;
    },
    'channel.members': async ({ space, channel }) => ({
      private: channelOf(space, channel).private === true,
      canAdd: channelOf(space, channel).private === true,
      members: membersOf(space, channel),
    }),
    'channel.add': async ({ space, channel, names }) => {
      change(space, channel, [...membersOf(space, channel).map(({ account }) => account), ...names]);
      return membersOf(space, channel);
    },
    'channel.remove': async ({ space, channel, name }) => {
      const members = membersOf(space, channel);
      const gone = members.find((member) => [member.account, member.name].includes(name));
      if (gone === undefined) throw plexiError('NOT_FOUND');
      change(
        space,
        channel,
        members.filter((member) => member !== gone).map(({ account }) => account),
      );
      return { account: gone.account, name: gone.name };
    },
  };
};
