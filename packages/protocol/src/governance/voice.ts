/**
 * [G4] [K6] Whose voice counts in a channel. It is taken by a mute, and from a scoped member by a dismissal, each with cutoffs;
 * it is given back by an act that knows of the taking, and what is written from then on is in a new log.
 *
 * A log's generation says how many takings its author had seen. A taking ends the logs of whoever knew no more of them than it
 * did itself; and a log behind a taking that nobody has lifted does not count.
 */

import { toHex } from '../bytes.ts';
import { type LogRef, voiceOf } from '../entry/log.ts';
import type { AccountId, ChannelId } from '../ids.ts';
import type { Accepted } from './accepted.ts';
import { listedEnd, type Taking, takesVoice } from './cutoff.ts';
import { isInPastOf, type Node } from './graph.ts';
import type { Judgement } from './judgement.ts';
import type { Ruling } from './state.ts';

interface Silence {
  taking: Taking;
  isLifted: boolean;
}

/** What was taken from an account's voice and given to it. */
export interface Voice {
  silences: readonly Silence[];
  /** What admitted it as a scoped member, by channel. */
  admissions: ReadonlyMap<ChannelId, readonly Node[]>;
}

/** Whether an act gives a voice. */
export const givesVoice = ({ act }: Ruling): boolean =>
  act.type === 'channel.admit' || act.type === 'member.unmute' || act.type === 'role.grant';

const lifts = (taking: Taking, { node, ruling: { act } }: Accepted): boolean => {
  if (taking.takes.kind !== 'voice' || !isInPastOf(taking.node.index, node)) return false;
  const undoes = taking.node.content.act?.type === 'channel.dismiss' ? 'channel.admit' : 'member.unmute';
  return act.type === undoes && act.account === taking.account && act.channel === taking.takes.channel;
};

/** The channels that an accepted act admits an account to. */
const admittedBy = (
  judgement: Judgement,
  { ruling: { act, certificate } }: Accepted,
): { account: AccountId; channels: readonly ChannelId[] } | undefined => {
  if (act.type === 'channel.admit') return { account: act.account, channels: [act.channel] };
  if (act.type !== 'member.admit' || certificate === undefined) return undefined;
  const { channels } = judgement.state.invites[toHex(act.invite)] ?? {};
  return channels && { account: certificate.account, channels };
};

/** By account, where there is anything to say. */
export const listVoices = (judgement: Judgement, takings: readonly Taking[]): Map<AccountId, Voice> => {
  const silences = Map.groupBy(
    takings
      .filter(({ takes }) => takes.kind === 'voice')
      .map((taking) => ({
        taking,
        isLifted: judgement.accepted.some((accepted) => lifts(taking, accepted)),
      })),
    ({ taking }) => taking.account,
  );
  const admissions = new Map<AccountId, Map<ChannelId, Node[]>>();
  for (const accepted of judgement.accepted) {
    const admitted = admittedBy(judgement, accepted);
    if (admitted === undefined) continue;
    const of = admissions.get(admitted.account) ?? new Map<ChannelId, Node[]>();
    admissions.set(admitted.account, of);
    for (const channel of admitted.channels) of.set(channel, [...(of.get(channel) ?? []), accepted.node]);
  }
  const accounts = new Set([...silences.keys(), ...admissions.keys()]);
  return new Map(
    [...accounts].map((account) => [
      account,
      { silences: silences.get(account) ?? [], admissions: admissions.get(account) ?? new Map() },
    ]),
  );
};

const silencesIn = (voice: Voice | undefined, channel: ChannelId): readonly Silence[] =>
  voice?.silences.filter(({ taking }) => takesVoice(taking, channel)) ?? [];

/** How often an account's voice in a channel was taken: the generation of what it writes there next. */
export const countSilences = (voice: Voice | undefined, channel: ChannelId): number =>
  silencesIn(voice, channel).length;

/** Where a log ends by what was taken from its author's voice: infinite while it goes on, `undefined` before it may begin. */
export const endOfVoice = (voice: Voice | undefined, log: LogRef): number | undefined => {
  const silences = silencesIn(voice, log.channel);
  const seen = voiceOf(log.generation);
  if (seen > silences.length) return undefined;
  const knownTo = ({ taking }: Silence): number =>
    silences.filter((other) => isInPastOf(other.taking.node.index, taking.node)).length;
  const isBehind = (silence: Silence): boolean => knownTo(silence) < seen;
  if (silences.some((silence) => isBehind(silence) && !silence.isLifted)) return 0;
  const ahead = silences.filter((silence) => !isBehind(silence)).map(({ taking }) => taking);
  // What a later one knew of had ended the log before it.
  const first = ahead.filter(({ node }) => !ahead.some((other) => isInPastOf(other.node.index, node)));
  return Math.min(Infinity, ...first.map((taking) => listedEnd(taking, log)));
};
