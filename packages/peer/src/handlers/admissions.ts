/** Whom channels admit [K6]: guests, AI nodes and bots. */
import type { Admission, Handlers } from '@plexi/operations';
import { type Admission as Admitted, plexiError, silenceCutoffs, silenceOf } from '@plexi/protocol';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { endOf } from './decisions.ts';
import { findMember, findSpace } from './lookup.ts';
import { findPlace, findWritablePlace } from './place.ts';

const tellAdmission = (space: Space, admitted: Admitted, nowMs: number): Admission => {
  const governance = space.governance();
  const { account, channel, history, until, by } = admitted;
  return {
    account,
    name: space.words.account(account),
    role: governance.state.members[account]?.role ?? 'guest',
    channel,
    channelName: space.words.channel(channel),
    history,
    ended: admitted.lapsed || silenceOf(governance, account, channel, nowMs) === 'lapsed',
    by: space.words.account(by),
    ...endOf(until),
  };
};

/** Whom the channels of a space admit. */
export const admissionsOf = (space: Space, nowMs: number): Admission[] =>
  Object.values(space.governance().state.admissions).map((admitted) => tellAdmission(space, admitted, nowMs));

const assertOrdinary = (space: Space): void => {
  if (space.small !== undefined)
    throw plexiError('NOT_ALLOWED', { detail: 'people are added to a private channel, not admitted' });
};

export const admissionHandlers = (context: PeerContext) =>
  ({
    'channel.admit': async ({ space: spaceName, channel: channelName, name, history, until }) => {
      const { space, channel } = await findWritablePlace(context, spaceName, channelName);
      assertOrdinary(space);
      const account = findMember(space, name);
      const ends = until === undefined ? 0 : Date.parse(until);
      await space.act({ type: 'channel.admit', channel, account, history, until: ends });
      const admitted = Object.values(space.governance().state.admissions).find(
        (it) => it.account === account && it.channel === channel,
      );
      if (admitted === undefined) throw plexiError('NOT_ALLOWED');
      return tellAdmission(space, admitted, context.now());
    },
    'channel.dismiss': async ({ space: spaceName, channel: channelName, name }) => {
      const { space, channel } = await findWritablePlace(context, spaceName, channelName);
      assertOrdinary(space);
      const account = findMember(space, name);
      const frontier = space.replica.frontier.visibleHeads();
      const cutoffs = silenceCutoffs(space.governance(), account, frontier, channel);
      await space.act({ type: 'channel.dismiss', channel, account, cutoffs });
      return { account, name: space.words.account(account) };
    },
    'channel.admissions': async ({ space: spaceName, channel: channelName }) => {
      const place = channelName === undefined ? undefined : await findPlace(context, spaceName, channelName);
      const { space } = place ?? (await findSpace(context, spaceName));
      return admissionsOf(space, context.now()).filter(
        ({ channel }) => place === undefined || channel === place.channel,
      );
    },
  }) satisfies Handlers;
