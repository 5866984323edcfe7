/** How the list beside the timeline is ordered: what is unread comes first, then channels, private ones, people. */
import type { ChannelSummary, Direct } from '@plexi/operations';
import type { UnreadCount } from './use-unread.ts';

export interface SidebarStop {
  kind: 'channel' | 'private' | 'archived' | 'direct' | 'group';
  /** The channel's id. */
  id: string;
  space: string;
  name: string;
  /** Of a direct message with one person: their account. */
  person?: string;
  unread: number;
  mentions: number;
}

type SectionName = 'unread' | 'channels' | 'private' | 'directs';
interface SidebarSection {
  name: SectionName;
  stops: SidebarStop[];
}

export interface SectionsInput {
  space: string;
  channels: readonly ChannelSummary[];
  directs: readonly Direct[];
  unread: ReadonlyMap<string, UnreadCount>;
  /** What is shown: it is read, and stays where it was when it was chosen. */
  current: string | undefined;
  /** Whether what is shown was unread when it was chosen. */
  currentWasUnread: boolean;
}

/** The sections that have something in them; channels and direct messages always stand there. */
export const listSections = (input: SectionsInput): SidebarSection[] => {
  const { space, channels, directs, unread, current, currentWasUnread } = input;
  const countOf = (id: string): UnreadCount =>
    id === current ? { unread: 0, mentions: 0 } : (unread.get(id) ?? { unread: 0, mentions: 0 });
  const isFirst = ({ id, unread: count }: SidebarStop): boolean =>
    count > 0 || (id === current && currentWasUnread);
  const places = channels.map(
    (channel): SidebarStop => ({
      kind: channel.archived === true ? 'archived' : channel.private === true ? 'private' : 'channel',
      id: channel.id,
      space,
      name: channel.name,
      ...countOf(channel.id),
    }),
  );
  const talks = directs
    .filter(({ request }) => !request)
    .map((direct): SidebarStop => {
      const others = direct.members.filter(({ self }) => !self);
      const [person] = others;
      return {
        kind: others.length > 1 ? 'group' : 'direct',
        id: direct.channel,
        space: direct.space,
        name: direct.name,
        ...(person === undefined ? {} : { person: person.account }),
        ...countOf(direct.channel),
      };
    });
  const rest = (stops: SidebarStop[]): SidebarStop[] => stops.filter((stop) => !isFirst(stop));
  const first = [...places, ...talks].filter(isFirst).sort((a, b) => b.mentions - a.mentions);
  const sections: SidebarSection[] = [
    { name: 'unread', stops: first },
    { name: 'channels', stops: rest(places.filter(({ kind }) => kind !== 'private')) },
    { name: 'private', stops: rest(places.filter(({ kind }) => kind === 'private')) },
    { name: 'directs', stops: rest(talks) },
  ];
  return sections.filter(({ name, stops }) => name === 'channels' || name === 'directs' || stops.length > 0);
};
