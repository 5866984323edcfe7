import type { Admission, ChannelSummary, Member, SpaceSummary } from '@plexi/operations';
import { useQuery } from '../connection/use-query.ts';

const SCOPED: readonly Member['role'][] = ['guest', 'ai', 'bot'];

export const isScopedMember = ({ role }: Pick<Member, 'role'>): boolean => SCOPED.includes(role);

/** Who reads a channel: its members, and those guests, AI nodes and bots that it admits now. */
export const useReaders = (
  space: SpaceSummary,
  channel: ChannelSummary,
  members: readonly Member[],
): { readers: readonly Member[]; admissions: readonly Admission[] } => {
  const hasScoped = members.some(isScopedMember);
  const { data = [] } = useQuery(
    'channel.admissions',
    hasScoped ? { space: space.id, channel: channel.id } : undefined,
    (event) => event.type === 'space' && event.space === space.id,
  );
  const admissions = hasScoped ? data : [];
  const isIn = (member: Member): boolean =>
    !isScopedMember(member) || admissions.some(({ account, ended }) => account === member.account && !ended);
  // People of a private channel or a direct message are all in it.
  const isOpen = channel.private !== true;
  return { readers: isOpen ? members.filter(isIn) : members, admissions };
};
