/** A peer made of plain memory that answers as a script says: what the interface is looked at and tested against. */
import {
  type AccountState,
  type Handlers,
  type Message,
  type MessageConnection,
  type PeerEvent,
  type Presence,
  type SpaceSummary,
  serveConnection,
} from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import { encodeBase64url } from '../src/canvas/base64url.ts';
import {
  idOf,
  inSync,
  LINK,
  memberOf,
  messageOf,
  PHRASE,
  RELAY,
  type Script,
  type ScriptedSpace,
} from './script.ts';
import { createScriptedCanvas, type ScriptedCanvas } from './scripted-canvas.ts';
import { scriptFiles } from './scripted-files.ts';
import { scriptMessages } from './scripted-messages.ts';
import { scriptModeration } from './scripted-moderation.ts';
import { createPair } from './scripted-pair.ts';
import { scriptPeople } from './scripted-people.ts';
import { scriptPlugins } from './scripted-plugins.ts';
import { scriptReports } from './scripted-reports.ts';
import { scriptSearch } from './scripted-search.ts';
import { scriptSync } from './scripted-sync.ts';
import { PASSPHRASE, scriptVault } from './scripted-vault.ts';

export interface ScriptedPeer {
  connect: () => MessageConnection;
  /** Closes every connection, as a peer that goes away does. */
  drop: () => void;
  script: Script;
  emit: (event: PeerEvent) => void;
  /** Somebody else writes. */
  say: (space: string, channel: string, author: string, text: string) => Message;
  /** Somebody comes or goes, in one space. */
  appear: (space: string, account: string, status: Presence['status']) => void;
  /** Another window of the same account asks for something. */
  ask: (id: string, input: object) => Promise<unknown>;
  canvas: ScriptedCanvas;
  calls: { id: string; input: unknown }[];
}

export const createScriptedPeer = (script: Script): ScriptedPeer => {
  const listeners = new Set<(event: PeerEvent) => void>();
  const connections = new Set<MessageConnection>();
  const calls: ScriptedPeer['calls'] = [];
  const emit = (event: PeerEvent): void => listeners.forEach((listener) => listener(event));
  const find = (name: string): ScriptedSpace => {
    const space = script.spaces.find(({ summary }) => summary.id === name || summary.name === name);
    if (space === undefined) throw plexiError('NOT_FOUND');
    return space;
  };
  const canvas = createScriptedCanvas(script, emit, (name) => find(name).summary.id);
  const become = (name: string, state: Partial<AccountState> = {}): AccountState => {
    script.account = {
      state: 'ready',
      name,
      account: idOf(name),
      device: idOf(`${name}/device`),
      fingerprint: '4821 9930 1174 0562 8813 2047',
      vault: 'file',
      protection: 'The key lies in a file that only your user can read.',
      profile: '/home/ada/.plexi/default',
      ...state,
    };
    emit({ type: 'account' });
    return script.account;
  };
  const addSpace = (name: string, state: SpaceSummary['state']): ScriptedSpace => {
    const self = script.account.name ?? 'Ada';
    const space: ScriptedSpace = {
      summary: { id: idOf(`space-${name}`), name, state, role: 'owner' },
      channels: [{ id: idOf(`${name}/general`), name: 'general' }],
      members: [memberOf(self, 'owner', true)],
      messages: new Map(),
      sync: inSync(),
    };
    script.spaces.push(space);
    emit({ type: 'spaces' });
    return space;
  };
  const preview = {
    space: 'Harbour Lab',
    spaceId: idOf('space-Harbour Lab'),
    inviter: 'Ben Okafor',
    fingerprint: '7302 5518 0946 3381 2270 6194',
    expires: '2026-12-24T18:00:00.000Z',
    expired: false,
    localOnly: true,
    relays: [RELAY],
    member: false,
  };

  const handlers: Handlers = {
    'app.show': async () => ({
      mode: script.app.mode,
      ...(script.app.reason === undefined ? {} : { reason: script.app.reason }),
      ...(script.app.invitation === undefined ? {} : { invitation: script.app.invitation }),
      profile: 'default',
      version: '0.1.0',
      relay: { address: RELAY, localOnly: script.app.localOnly ?? true },
    }),
    'app.share': async ({ network }) => {
      script.app.localOnly = !network;
      return { addresses: [RELAY], localOnly: !network };
    },
    'app.second': async () => ({ profile: 'second', address: 'http://127.0.0.1:41733/#token=abc' }),
    'app.quit': async () => ({}),
    'account.show': async () => script.account,
    'account.phrase': async () => ({ phrase: PHRASE }),
    'account.create': async ({ name }) => ({ ...become(name), phrase: PHRASE }),
    'account.restore': async ({ phrase, name, backup, opens }) => {
      if (backup !== undefined && opens !== PASSPHRASE) throw plexiError('BACKUP_WRONG');
      if (phrase !== PHRASE) throw plexiError('PHRASE_INVALID');
      return become(name ?? 'Ada');
    },
    ...scriptVault({ script, emit, become }),
    'draft.key': async () => ({ key: encodeBase64url(new Uint8Array(32).fill(7)) }),
    'space.list': async () =>
      script.spaces.filter(({ small }) => small !== true).map(({ summary }) => summary),
    'space.create': async ({ name }) => addSpace(name, 'ready').summary,
    'space.relay': async ({ space }) => find(space).sync.relays,
    'space.join': async () => addSpace(preview.space, script.admits === false ? 'waiting' : 'ready').summary,
    'space.show': async ({ space }) => ({
      ...find(space).summary,
      owner: 'Ada',
      suite: 'MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519',
      epoch: 4,
      devicesWithKeys: 4,
      governanceHeads: [idOf('head')],
      acts: 7,
    }),
    'channel.list': async ({ space }) => {
      const { channels, messages } = find(space);
      return channels.map((channel) => ({ ...channel, messages: messages.get(channel.id)?.length ?? 0 }));
    },
    'channel.create': async ({ space, name, private: isPrivate }) => {
      const { channels, summary } = find(space);
      if (channels.some((channel) => channel.name === name)) throw plexiError('NAME_TAKEN');
      const channel = { id: idOf(`${summary.name}/${name}`), name, ...(isPrivate ? { private: true } : {}) };
      channels.push(channel);
      emit({ type: 'space', space: summary.id });
      return { ...channel, messages: 0 };
    },
    'channel.changes': async ({ space, limit, after = -1, before = Infinity }) =>
      (find(space).changes ?? []).filter(({ clock }) => clock > after && clock < before).slice(-limit),
    'member.list': async ({ space }) => find(space).members,
    'member.remove': async ({ space, name }) => {
      const found = find(space);
      const gone = found.members.find((member) => member.account === name || member.name === name);
      if (gone === undefined) throw plexiError('NOT_FOUND');
      found.members = found.members.filter((member) => member !== gone);
      const { id, clock, time } = messageOf('', '');
      const by = script.account.name ?? '';
      found.changes = [
        ...(found.changes ?? []),
        {
          id,
          clock,
          time,
          type: 'removed',
          account: gone.account,
          name: gone.name,
          by: idOf(by),
          byName: by,
        },
      ];
      emit({ type: 'space', space: found.summary.id });
      return { account: gone.account, name: gone.name };
    },
    'member.role': async ({ space, name, role }) => {
      const found = find(space);
      const member = found.members.find((one) => one.account === name);
      if (member === undefined) throw plexiError('NOT_FOUND');
      member.role = role;
      emit({ type: 'space', space: found.summary.id });
      return { account: member.account, name: member.name, role };
    },
    ...scriptSearch({ script, find }),
    ...scriptMessages({ script, find, emit }),
    ...scriptFiles({ script, find, emit }),
    'message.send': async ({ space, channel, text }) => {
      await new Promise((resolve) => setTimeout(resolve, script.sendDelay ?? 0));
      const failure = script.failing?.['message.send'];
      if (failure !== undefined) throw plexiError(failure);
      const found = find(space);
      const message = messageOf(script.account.name ?? '', text, {
        state: 'pending',
        own: true,
        time: new Date().toISOString(),
      });
      found.messages.set(channel, [...(found.messages.get(channel) ?? []), message]);
      emit({ type: 'messages', space: found.summary.id, channel, messages: [message], more: false });
      setTimeout(() => {
        emit({ type: 'delivery', space: found.summary.id, channel, relay: message.clock, delivered: 0 });
      }, 50);
      return message;
    },
    'invite.preview': async ({ link }) => {
      if (!link.startsWith('plexi://')) throw plexiError('INVITE_INVALID');
      const member = script.spaces.some(({ summary }) => summary.id === preview.spaceId);
      return { ...preview, member };
    },
    'invite.create': async ({ uses, days }) => ({
      link: LINK,
      uses,
      expires: new Date(Date.UTC(2026, 11, 24) + days * 86_400_000).toISOString(),
      localOnly: script.app.localOnly ?? true,
    }),
    ...scriptPlugins({ script, emit }),
    ...scriptReports({ script, find, emit }),
    ...scriptModeration({ find, emit }),
    'device.list': async () => script.devices ?? [],
    'device.link': async () => ({
      link: 'plexi://device/AAAA',
      spaces: script.spaces.length,
      expires: '2026-11-24T09:00:00.000Z',
      localOnly: script.app.localOnly ?? true,
    }),
    'device.adopt': async () => script.spaces.map(({ summary }) => summary),
    'device.name': async ({ device, name }) => {
      const found = (script.devices ?? []).find((one) => one.device === device);
      if (found === undefined) throw plexiError('NOT_FOUND');
      found.name = name;
      emit({ type: 'settings' });
      return found;
    },
    'device.remove': async ({ device }) => {
      const lost = (script.devices ?? []).find((one) => one.device === device);
      if (lost === undefined) throw plexiError('NOT_FOUND');
      script.devices = (script.devices ?? []).filter((one) => one !== lost);
      emit({ type: 'spaces' });
      return { device, spaces: lost.spaces, kept: [] };
    },
    ...scriptSync(script, find, emit),
    ...canvas.handlers,
    ...scriptPeople({ script, find, emit }),
  };
  for (const [id, handler] of Object.entries(handlers))
    Object.assign(handlers, {
      [id]: async (input: never, caller: never) => {
        calls.push({ id, input });
        const failure = script.failing?.[id];
        if (failure !== undefined && id !== 'message.send') throw plexiError(failure);
        return (handler as (input: never, caller: never) => Promise<unknown>)(input, caller);
      },
    });

  return {
    connect: () => {
      const [near, far] = createPair();
      connections.add(far);
      far.onClose(() => connections.delete(far));
      serveConnection(far, {
        handlers,
        subscribe: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      });
      return near;
    },
    drop: () => {
      for (const connection of connections) connection.close();
    },
    script,
    emit,
    say: (name, channel, author, text) => {
      const space = find(name);
      const message = messageOf(author, text, { own: false, time: new Date().toISOString() });
      space.messages.set(channel, [...(space.messages.get(channel) ?? []), message]);
      emit({ type: 'messages', space: space.summary.id, channel, messages: [message], more: false });
      emit({ type: 'unread', space: space.summary.id });
      return message;
    },
    appear: (name, account, status) => {
      const { summary } = find(name);
      script.appearing = { ...script.appearing, [`${summary.id} ${account}`]: status };
      emit({ type: 'presence', space: summary.id });
    },
    ask: (id, input) =>
      (handlers as Record<string, (input: object, caller: object) => Promise<unknown>>)[id]?.(input, {}) ??
      Promise.reject(plexiError('NOT_FOUND')),
    canvas,
    calls,
  };
};
