/** What governance says of the messages of a channel: how long they stay [L4], and how they are moderated [A3]. */
import { type Hlc, hlcToMs } from '../clock.ts';
import type { ChannelId, EntryId } from '../ids.ts';
import type { Governance } from './governance.ts';

/** [L4] A time from which entries of a channel disappear after `ms`, until another interval begins. */
export interface RetentionInterval {
  from: Hlc;
  until: Hlc;
  ms: number;
}

/** The intervals in which entries of a channel disappear, in order of time. */
export const retentionOf = (governance: Governance, channel: ChannelId): RetentionInterval[] => {
  const said = governance.state.channels[channel]?.retention ?? [];
  return said
    .map(({ from, ms }, i) => ({ from, ms, until: said[i + 1]?.from ?? (Number.MAX_SAFE_INTEGER as Hlc) }))
    .filter(({ from, until, ms }) => ms > 0 && from < until);
};

/** When an entry of a channel disappears, milliseconds since 1970; `undefined` where it stays. */
export const expiryOf = (governance: Governance, channel: ChannelId, clock: Hlc): number | undefined => {
  const interval = retentionOf(governance, channel).find(({ from, until }) => clock >= from && clock < until);
  return interval && hlcToMs(clock) + interval.ms;
};

/** [A3] The act that says how a channel's messages of a time are moderated; undefined where nobody has said. */
export const policyActAt = (governance: Governance, channel: ChannelId, clock: Hlc): EntryId | undefined =>
  governance.state.channels[channel]?.policies?.findLast(({ from }) => from <= clock)?.act;
