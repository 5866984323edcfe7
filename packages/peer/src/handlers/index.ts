/**
 * The operations that a peer serves, by id. Their code is loaded when the first of them is called: a command that only
 * lists spaces should not wait for the key group's, the network's and the editor's libraries.
 */
import type { Handlers, OperationId } from '@plexi/operations';
import { accountHandlers } from './account.ts';
import type { PeerContext } from './context.ts';
import { listSpaces } from './list-spaces.ts';

type Group = (context: PeerContext) => Handlers;

const GROUPS = {
  space: async (): Promise<Group> => (await import('./space.ts')).spaceHandlers,
  invite: async (): Promise<Group> => (await import('./invite.ts')).inviteHandlers,
  channel: async (): Promise<Group> => (await import('./channel.ts')).channelHandlers,
  canvas: async (): Promise<Group> => (await import('./canvas.ts')).canvasHandlers,
  message: async (): Promise<Group> => (await import('./message.ts')).messageHandlers,
  thread: async (): Promise<Group> => (await import('./thread.ts')).threadHandlers,
  reaction: async (): Promise<Group> => (await import('./reaction.ts')).reactionHandlers,
  poll: async (): Promise<Group> => (await import('./poll.ts')).pollHandlers,
  file: async (): Promise<Group> => (await import('./file.ts')).fileHandlers,
  channelState: async (): Promise<Group> => (await import('./channel-state.ts')).channelStateHandlers,
  search: async (): Promise<Group> => (await import('./search.ts')).searchHandlers,
  member: async (): Promise<Group> => (await import('./member.ts')).memberHandlers,
  verification: async (): Promise<Group> => (await import('./verification.ts')).verificationHandlers,
  dm: async (): Promise<Group> => (await import('./dm.ts')).dmHandlers,
  channelPeople: async (): Promise<Group> => (await import('./channel-people.ts')).channelPeopleHandlers,
  channelChanges: async (): Promise<Group> => (await import('./channel-changes.ts')).channelChangesHandlers,
  moderation: async (): Promise<Group> => (await import('./moderation.ts')).moderationHandlers,
  report: async (): Promise<Group> => (await import('./report.ts')).reportHandlers,
  verdict: async (): Promise<Group> => (await import('./verdict.ts')).verdictHandlers,
  device: async (): Promise<Group> => (await import('./device.ts')).deviceHandlers,
  sync: async (): Promise<Group> => (await import('./sync.ts')).syncHandlers,
  proof: async (): Promise<Group> => (await import('./proof.ts')).proofHandlers,
  admissions: async (): Promise<Group> => (await import('./admissions.ts')).admissionHandlers,
  assistant: async (): Promise<Group> => (await import('./assistant.ts')).assistantHandlers,
  inferences: async (): Promise<Group> => (await import('./inferences.ts')).inferenceHandlers,
  owner: async (): Promise<Group> => (await import('./owner.ts')).ownerHandlers,
  undo: async (): Promise<Group> => (await import('./undo.ts')).undoHandlers,
  fork: async (): Promise<Group> => (await import('./fork.ts')).forkHandlers,
  governance: async (): Promise<Group> => (await import('./governance.ts')).governanceHandlers,
  unread: async (): Promise<Group> => (await import('./unread.ts')).unreadHandlers,
  personal: async (): Promise<Group> => (await import('./personal.ts')).personalHandlers,
  presence: async (): Promise<Group> => (await import('./presence.ts')).presenceHandlers,
  plugin: async (): Promise<Group> => (await import('./plugin.ts')).pluginHandlers,
  backup: async (): Promise<Group> => (await import('./backup.ts')).backupHandlers,
  vault: async (): Promise<Group> => (await import('./vault.ts')).vaultHandlers,
  upkeep: async (): Promise<Group> => (await import('./upkeep.ts')).upkeepHandlers,
  scheduled: async (): Promise<Group> => (await import('./scheduled.ts')).scheduledHandlers,
} as const;

const SERVED = {
  space: ['space.create', 'space.join', 'space.rename', 'space.relay', 'space.show'],
  invite: ['invite.create', 'invite.list', 'invite.preview', 'invite.revoke'],
  channel: ['channel.create', 'channel.list', 'channel.rename', 'channel.archive'],
  canvas: [
    'canvas.open',
    'canvas.update',
    'canvas.edit',
    'canvas.show',
    'canvas.history',
    'canvas.compare',
    'canvas.restore',
    'canvas.name',
    'canvas.cursor',
  ],
  message: [
    'message.send',
    'message.list',
    'message.show',
    'message.edit',
    'message.delete',
    'message.history',
    'message.import',
  ],
  thread: ['message.reply', 'message.thread'],
  reaction: ['message.react', 'message.pin', 'message.pins'],
  poll: ['message.poll', 'message.vote', 'message.close'],
  file: [
    'file.begin',
    'file.put',
    'file.finish',
    'file.cancel',
    'file.read',
    'file.show',
    'file.list',
    'file.status',
    'file.pause',
    'file.resume',
  ],
  channelState: ['channel.topic', 'channel.retain'],
  search: ['message.search'],
  dm: ['dm.open', 'dm.list', 'dm.accept', 'dm.decline'],
  channelPeople: ['channel.members', 'channel.add', 'channel.remove'],
  channelChanges: ['channel.changes'],
  member: [
    'member.list',
    'member.remove',
    'member.role',
    'member.mute',
    'member.unmute',
    'member.ban',
    'member.unban',
    'member.bans',
  ],
  verification: ['member.number', 'member.verify', 'member.unverify', 'member.verified'],
  admissions: ['channel.admit', 'channel.dismiss', 'channel.admissions'],
  governance: ['governance.log', 'governance.why', 'governance.verify'],
  assistant: ['ai.ask', 'ai.answer', 'ai.say', 'ai.tell', 'ai.list'],
  inferences: ['ai.log', 'ai.tally'],
  owner: ['owner.list', 'owner.add', 'owner.drop', 'governance.status', 'governance.sign'],
  undo: ['owner.undo'],
  moderation: ['channel.policy', 'channel.moderate', 'message.check'],
  fork: ['fork.list', 'fork.settle'],
  report: ['report.create', 'report.preview', 'report.list', 'report.show', 'report.notices'],
  verdict: ['report.close', 'report.acknowledge', 'report.appeal', 'report.review'],
  device: ['device.list', 'device.link', 'device.adopt', 'device.name', 'device.remove'],
  sync: ['sync.pause', 'sync.resume', 'sync.status', 'sync.wait'],
  proof: ['proof.list', 'proof.export'],
  unread: ['unread.list', 'unread.read', 'unread.catchup', 'mention.list'],
  personal: [
    'message.save',
    'message.saved',
    'message.hide',
    'account.block',
    'account.unblock',
    'account.blocked',
    'channel.mute',
    'channel.notify',
    'settings.get',
    'settings.set',
  ],
  presence: ['presence.set', 'presence.active', 'presence.list', 'typing.set', 'profile.show', 'profile.set'],
  plugin: [
    'plugin.list',
    'plugin.shipped',
    'plugin.log',
    'plugin.install',
    'plugin.grant',
    'plugin.revoke',
    'plugin.reload',
    'plugin.remove',
    'plugin.panel',
    'plugin.call',
    'plugin.ask',
    'plugin.run',
  ],
  backup: ['account.backup'],
  vault: ['account.protection', 'account.passphrase', 'account.autolock', 'account.lock'],
  upkeep: ['profile.check'],
  scheduled: ['message.schedule', 'scheduled.list', 'scheduled.edit', 'scheduled.cancel'],
} as const satisfies Record<keyof typeof GROUPS, readonly OperationId[]>;

/** Handlers of a group that load it when one is called. */
const lazily = (context: PeerContext, group: keyof typeof GROUPS): Handlers => {
  let loading: Promise<Handlers> | undefined;
  const load = (): Promise<Handlers> => (loading ??= GROUPS[group]().then((create) => create(context)));
  const handler =
    (id: OperationId) =>
    async (input: never, caller: never): Promise<unknown> => {
      const loaded = (await load())[id] as (input: never, caller: never) => Promise<unknown>;
      return loaded(input, caller);
    };
  return Object.fromEntries(SERVED[group].map((id) => [id, handler(id)])) as Handlers;
};

export const createHandlers = (context: PeerContext): Handlers => {
  const groups = Object.keys(SERVED) as (keyof typeof GROUPS)[];
  return Object.assign(
    { ...accountHandlers(context), 'space.list': () => listSpaces(context) },
    ...groups.map((group) => lazily(context, group)),
  ) as Handlers;
};
