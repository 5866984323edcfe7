/** Decisions of governance as operations tell them: with names for ids. */
import type { Decision as Told } from '@plexi/operations';
import {
  type AccountId,
  accountOf,
  type ChannelId,
  type Decision,
  decisionsOf,
  type EntryId,
  hlcToMs,
  isFinal,
} from '@plexi/protocol';
import type { Space } from '../space/space.ts';
import { one } from './lookup.ts';

/** The id that begins so. Throws NOT_FOUND, AMBIGUOUS_NAME. */
export const findDecision = (space: Space, digits: string): EntryId =>
  one(
    decisionsOf(space.governance()).filter(({ id }) => id.startsWith(digits.toLowerCase())),
    'decision',
  ).id;

/** When something ends; 0 is never. */
export const endOf = (ms: number): { until?: string } =>
  ms === 0 ? {} : { until: new Date(ms).toISOString() };

/** Whom and what an act is about, as far as it says so. */
const subjectOf = (
  space: Space,
  { node, act }: Decision,
): Partial<Told> & { account?: AccountId; channel?: ChannelId } => {
  const certificate = node.content.certificate;
  switch (act?.type) {
    case 'genesis':
    case 'member.admit':
    case 'member.add':
      return certificate === undefined ? {} : { account: certificate.account };
    case 'member.remove':
      return { account: act.account, ...endOf(act.ban ?? 0) };
    case 'member.mute':
    case 'channel.admit':
      return {
        account: act.account,
        ...(act.channel === undefined ? {} : { channel: act.channel }),
        ...endOf(act.until),
      };
    case 'member.unmute':
    case 'channel.dismiss':
    case 'channel.lapse':
      return { account: act.account, ...(act.channel === undefined ? {} : { channel: act.channel }) };
    case 'member.unban':
      return { account: act.account };
    case 'role.grant':
      return { account: act.account, role: act.role };
    case 'invite.create':
      return { role: act.role, ...endOf(act.expires) };
    case 'channel.create':
    case 'channel.describe':
    case 'channel.archive':
    case 'channel.retain':
    case 'channel.policy':
      return { channel: act.channel };
    case 'fork.prove':
    case 'fork.settle': {
      const whose = accountOf(space.governance(), act.log.device, act.log.generation);
      const isOpen = space.governance().state.channels[act.log.channel] !== undefined;
      return {
        ...(whose === undefined ? {} : { account: whose }),
        ...(isOpen ? { channel: act.log.channel } : {}),
      };
    }
    case 'owners.undo': {
      const [first] = act.from;
      const whose = first && accountOf(space.governance(), first.log.device, first.log.generation);
      return whose === undefined ? {} : { account: whose };
    }
    case 'plugin.grant':
      return { plugin: act.plugin, capabilities: act.capabilities };
    case 'plugin.revoke':
      return { plugin: act.plugin };
    default:
      return {};
  }
};

const standingOf = (space: Space, { id, reason }: Decision): Told['standing'] => {
  if (reason !== undefined) return 'void';
  return isFinal(space.governance(), id) ? 'final' : 'provisional';
};

export const tellDecision = (space: Space, decision: Decision): Told => {
  const { id, node, act, author, rank, reason, because } = decision;
  const { words } = space;
  const subject = subjectOf(space, decision);
  return {
    id,
    time: new Date(hlcToMs(node.entry.clock)).toISOString(),
    type: act?.type ?? 'unknown',
    byName: author === undefined ? '?' : words.account(author),
    standing: standingOf(space, decision),
    ...(author === undefined ? {} : { by: author }),
    ...(rank === undefined ? {} : { rank }),
    ...subject,
    ...(subject.account === undefined ? {} : { accountName: words.account(subject.account) }),
    ...(subject.channel === undefined ? {} : { channelName: words.channel(subject.channel) }),
    ...(reason === undefined ? {} : { reason }),
    ...(because === undefined ? {} : { because }),
  };
};
