import type { ChannelSummary, Member } from '@plexi/operations';
import { Link } from 'react-aria-components';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { type Names, splitMentions } from './split-mentions.ts';

const known = new WeakMap<readonly Member[], { channels: readonly ChannelSummary[]; names: Names }>();

/** Made once for each list of members. */
const namesOf = (members: readonly Member[], channels: readonly ChannelSummary[]): Names => {
  const found = known.get(members);
  if (found?.channels === channels) return found.names;
  const node = members.find(({ role }) => role === 'ai');
  const names = {
    people: new Map([
      // Any of the AI nodes; one that is really called so goes before.
      ...(node === undefined ? [] : [['ai', node.account] as const]),
      ...members.map((member) => [member.name.toLowerCase(), member.account] as const),
    ]),
    channels: new Map(channels.map((channel) => [channel.name.toLowerCase(), channel.id])),
  };
  known.set(members, { channels, names });
  return names;
};

/** Words, with the people and channels that they name standing out. */
export const MentionText = ({ text }: { text: string }) => {
  const { members, channels, self, goToChannel, openProfile } = usePlace();
  if (!/[@#]/u.test(text)) return text;
  return splitMentions(text, namesOf(members, channels)).map((piece, index) => {
    const key = `${index}-${piece.type}`;
    if (piece.type === 'text') return piece.text;
    if (piece.type === 'everyone')
      return (
        <bdi key={key} className="mention" data-self="true">
          {piece.text}
        </bdi>
      );
    // A button would be one block, and break off the line that it stands in.
    if (piece.type === 'channel')
      return (
        <Link key={key} className="mention" onPress={() => goToChannel(piece.channel)}>
          <bdi>{piece.text}</bdi>
        </Link>
      );
    return (
      <Link
        key={key}
        className="mention"
        data-self={piece.account === self.account}
        onPress={() => openProfile(piece.account)}
      >
        <bdi>{piece.text}</bdi>
      </Link>
    );
  });
};
