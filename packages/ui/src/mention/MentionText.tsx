import type { ChannelSummary, Member } from '@plexi/operations';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { type Names, splitMentions } from './split-mentions.ts';

const known = new WeakMap<readonly Member[], { channels: readonly ChannelSummary[]; names: Names }>();

/** Made once for each list of members. */
const namesOf = (members: readonly Member[], channels: readonly ChannelSummary[]): Names => {
  const found = known.get(members);
  if (found?.channels === channels) return found.names;
  const names = {
    people: new Map(members.map((member) => [member.name.toLowerCase(), member.account])),
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
    if (piece.type === 'channel')
      return (
        <button key={key} type="button" className="mention" onClick={() => goToChannel(piece.channel)}>
          <bdi>{piece.text}</bdi>
        </button>
      );
    if (piece.type === 'everyone')
      return (
        <bdi key={key} className="mention" data-self="true">
          {piece.text}
        </bdi>
      );
    return (
      <button
        key={key}
        type="button"
        className="mention"
        data-self={piece.account === self.account}
        tabIndex={-1}
        onClick={() => openProfile(piece.account)}
      >
        <bdi>{piece.text}</bdi>
      </button>
    );
  });
};
