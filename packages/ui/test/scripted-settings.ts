/** What a scripted peer answers about people, settings and direct messages. */
import type { Direct, Handlers, Member, NotifyLevel, PeerEvent, Presence, Profile } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import { idOf, inSync, memberOf, type Script, type ScriptedSpace } from './script.ts';

export interface ScriptedSettingsInput {
  script: Script;
  find: (space: string) => ScriptedSpace;
  emit: (event: PeerEvent) => void;
}

export const scriptSettings = ({ script, find, emit }: ScriptedSettingsInput): Handlers => {
  const values: Record<string, string> = { ...script.settings };
  const levels = new Map<string, NotifyLevel>();
  const blocked = new Map<string, string>();
  const own = { about: '', title: 'Harbour master', pronouns: '', zone: 'Europe/Paris', avatar: '' };
  script.directs ??= [];
  const directs = script.directs;
  const memberIn = (space: string, name: string | undefined): Member => {
    const { members } = find(space);
    const found = members.find((one) =>
      name === undefined ? one.self : [one.account, one.name].includes(name),
    );
    if (found === undefined) throw plexiError('NOT_FOUND');
    return found;
  };
  const presenceOf = (space: string, member: Member): Presence => ({
    account: member.account,
    name: member.name,
    self: member.self,
    status: member.self
      ? (script.status ?? 'online')
      : (script.appearing?.[`${space} ${member.account}`] ?? 'away'),
    ...(member.self ? {} : { text: 'On the pier', emoji: '🌊' }),
  });
  const change = (space: string, channel: string, next: object) => {
    const found = find(space).channels.find((one) => one.id === channel || one.name === channel);
    if (found === undefined) throw plexiError('NOT_FOUND');
    Object.assign(found, next);
    emit({ type: 'space', space: find(space).summary.id });
    return { ...found, messages: 0 };
  };
  return {
    'settings.get': async () => ({ values }),
    'profile.check': async () => ({ state: 'whole', entries: 12_345, fetching: 0 }),
    'settings.set': async ({ key, value }) => {
      if (value === '') delete values[key];
      else values[key] = value;
      emit({ type: 'settings' });
      return { values };
    },
    'dm.list': async () => directs,
    'dm.open': async ({ names, space }) => {
      const others = names.map((name) => memberIn(space ?? script.spaces[0]?.summary.id ?? '', name));
      const known = directs.find((one) => one.name === others.map(({ name }) => name).join(', '));
      if (known !== undefined) return known;
      const direct = directOf(script, ...others.map(({ name }) => name));
      directs.push(direct);
      emit({ type: 'directs' });
      return direct;
    },
    'profile.show': async ({ space, account }): Promise<Profile> => {
      const member = memberIn(space, account);
      return {
        account: member.account,
        name: member.name,
        self: member.self,
        fingerprint: member.fingerprint,
        ...(member.self
          ? own
          : { ...own, about: 'Tides, mostly.', title: 'Hydrographer', pronouns: 'they/them' }),
        presence: presenceOf(space, member),
        blocked: blocked.has(member.account),
      };
    },
    'profile.set': async ({ name, ...said }) => {
      const selves = script.spaces.flatMap(({ members }) => members.filter(({ self }) => self));
      if (name !== undefined) for (const self of selves) self.name = name;
      return { name: selves[0]?.name ?? '', ...Object.assign(own, said) };
    },
    'presence.list': async ({ space }) => find(space).members.map((member) => presenceOf(space, member)),
    'account.blocked': async () => [...blocked].map(([account, name]) => ({ account, name, blocked: true })),
    'account.block': async ({ space, name }) => {
      const member = memberIn(space, name);
      blocked.set(member.account, member.name);
      emit({ type: 'settings' });
      return { account: member.account, name: member.name, blocked: true };
    },
    'account.unblock': async ({ space, name }) => {
      const member = memberIn(space, name);
      blocked.delete(member.account);
      emit({ type: 'settings' });
      return { account: member.account, name: member.name, blocked: false };
    },
    'channel.notify': async ({ space }) =>
      find(space).channels.map(({ id, name }) => ({
        channel: id,
        name,
        level: levels.get(id) ?? 'mentions',
      })),
    'channel.mute': async ({ channel, level }) => {
      levels.set(channel, level);
      emit({ type: 'settings' });
      return { channel, name: channel, level };
    },
    'channel.topic': async ({ space, channel, topic }) => change(space, channel, { topic }),
    'channel.rename': async ({ space, channel, name }) => change(space, channel, { name }),
    'channel.archive': async ({ space, channel }) => change(space, channel, { archived: true }),
    'channel.retain': async ({ space, channel }) => change(space, channel, {}),
    'space.rename': async ({ space, name }) => {
      const { summary } = find(space);
      summary.name = name;
      emit({ type: 'spaces' });
      return summary;
    },
  };
};

/** A direct message with these people, and the small space that it is. */
export const directOf = (script: Script, ...names: string[]): Direct => {
  const name = names.join(', ');
  const self = script.account.name ?? 'Ada';
  const channel = { id: idOf(`direct/${name}`), name };
  const people = [memberOf(self, 'owner', true), ...names.map((one) => memberOf(one, 'owner', false, false))];
  script.spaces.push({
    summary: { id: idOf(`direct-space/${name}`), name, state: 'ready', role: 'owner' },
    small: true,
    channels: [channel],
    members: people,
    messages: new Map(),
    sync: inSync(0),
  });
  return {
    space: idOf(`direct-space/${name}`),
    channel: channel.id,
    name,
    state: 'ready',
    request: false,
    by: { account: idOf(self), name: self },
    members: people.map((one) => ({ account: one.account, name: one.name, self: one.self, left: false })),
    messages: 0,
  };
};
