/** What a scripted peer answers about AI nodes and whom channels admit. */
import type { Handlers, PeerEvent } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import type { Script, ScriptedSpace } from './script.ts';

export interface ScriptedAssistantInput {
  script: Script;
  find: (space: string) => ScriptedSpace;
  emit: (event: PeerEvent) => void;
}

export const scriptAssistant = ({ script, find, emit }: ScriptedAssistantInput): Handlers => {
  const admissions = (script.admissions ??= []);
  return {
    'channel.admissions': async ({ channel }) =>
      admissions.filter((one) => channel === undefined || one.channel === channel),
    'channel.admit': async ({ space: name, channel, name: who, history, until }) => {
      const space = find(name);
      const member = space.members.find((one) => one.account === who || one.name === who);
      if (member === undefined) throw plexiError('NOT_FOUND');
      const admission = {
        account: member.account,
        name: member.name,
        role: member.role,
        channel,
        channelName: space.channels.find(({ id }) => id === channel)?.name ?? '',
        history,
        ended: false,
        by: 'Ada',
        ...(until === undefined ? {} : { until }),
      };
      admissions.push(admission);
      emit({ type: 'space', space: space.summary.id });
      return admission;
    },
    'channel.dismiss': async ({ space: name, name: who }) => {
      const at = admissions.findIndex(({ account }) => account === who);
      const [gone] = admissions.splice(at, 1);
      if (gone === undefined) throw plexiError('NOT_FOUND');
      emit({ type: 'space', space: find(name).summary.id });
      return { account: gone.account, name: gone.name };
    },
  };
};
