/**
 * [K6] Under which channel's secret something of a space is sealed, apart from what is said in a channel, which is sealed under that
 * channel's own. It decides what a scoped device is shown: governance itself is clear, its words are not.
 */
import {
  type Act,
  type ChannelId,
  concatBytes,
  governanceChannel,
  idFromBytes,
  idToBytes,
  keyChannel,
  mailChannel,
  type Primitives,
  type SpaceId,
  utf8,
} from '@plexi/protocol';

const WORDS_CONTEXT = utf8('plexi/channel-words/1\0');

export interface SpaceScopes {
  /** What all may open who are in the space in any way: its name, and people's. */
  everybody: ChannelId;
  /** Mail, which is sealed once more to the devices that it is for. */
  mail: ChannelId;
  /** What nobody is given who reads some channels only. */
  members: ChannelId;
  /** A channel's name and how it is moderated, for whoever reads that channel: also where they read what is said from now on only. */
  wordsOf(channel: ChannelId): ChannelId;
  /** The channel whose name is sealed in a scope, or else the scope itself. */
  channelOf(scope: ChannelId): ChannelId;
  /** What the words of an act are sealed under. */
  ofAct(act: Act): ChannelId;
}

export const scopesOf = (primitives: Primitives, space: SpaceId): SpaceScopes => {
  const everybody = governanceChannel(primitives, space);
  const members = keyChannel(primitives, space);
  const words = new Map<ChannelId, ChannelId>();
  const channels = new Map<ChannelId, ChannelId>();
  const wordsOf = (channel: ChannelId): ChannelId => {
    const known = words.get(channel);
    if (known !== undefined) return known;
    const scope = idFromBytes<ChannelId>(primitives.sha256(concatBytes(WORDS_CONTEXT, idToBytes(channel))));
    words.set(channel, scope);
    channels.set(scope, channel);
    return scope;
  };
  return {
    everybody,
    mail: mailChannel(primitives, space),
    members,
    wordsOf,
    channelOf: (scope) => channels.get(scope) ?? scope,
    ofAct: (act) => {
      switch (act.type) {
        case 'space.describe':
        case 'profile.describe':
          return everybody;
        case 'channel.create':
        case 'channel.describe':
        case 'channel.policy':
          return wordsOf(act.channel);
        default:
          return members;
      }
    },
  };
};
