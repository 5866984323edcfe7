/** What a space says about itself in the list of spaces. */
import type { SpaceSummary } from '@plexi/operations';
import { onlyChannel } from '@plexi/protocol';
import type { SmallRecord } from '../small-space/record.ts';
import type { SpaceContext } from './context.ts';
import type { Joining } from './joining.ts';
import type { Words } from './words.ts';

interface SummaryParts {
  context: SpaceContext;
  joining: Joining;
  words: Words;
  small: SmallRecord | undefined;
}

const isIn = ({ replica, self, keys }: SpaceContext): boolean =>
  replica.governance()?.state.members[self.account]?.devices[self.device] !== undefined && keys.ready();

/** A small space is called what its channel is called. */
const summarizeSmall = ({ context, words }: SummaryParts, small: SmallRecord): SpaceSummary => {
  const { primitives, space: id, replica, self } = context;
  const state = replica.governance()?.state;
  const channel = onlyChannel(primitives, id);
  const isNamed = state?.channels[channel] !== undefined;
  const common = { id, name: isNamed ? words.channel(channel) : small.name, kind: small.kind };
  const member = state?.members[self.account];
  if (isIn(context) && member !== undefined) return { ...common, state: 'ready', role: member.role };
  return { ...common, state: state?.formerMembers[self.account] === undefined ? 'waiting' : 'removed' };
};

export const summarize = (parts: SummaryParts): SpaceSummary => {
  const { context, joining, words, small } = parts;
  if (small !== undefined) return summarizeSmall(parts, small);
  const { space: id, replica, self, keys } = context;
  const member = replica.governance()?.state.members[self.account];
  const joined = member?.devices[self.device] !== undefined;
  const failure = joining.failure();
  if (member !== undefined && joined && keys.ready() && !joining.isUnderWay())
    return { id, name: words.space(), state: 'ready', role: member.role };
  if (failure !== undefined)
    return { id, name: joining.spaceName() ?? words.space(), state: 'failed', problem: failure };
  if (joining.isUnderWay() || joined)
    return { id, name: joining.spaceName() ?? words.space(), state: 'waiting' };
  return { id, name: words.space(), state: 'removed' };
};

/** Keeps the summary where the list of spaces reads it without opening them, when it has changed. */
export const keepSummary = (
  { store, space, emit }: Pick<SpaceContext, 'store' | 'space' | 'emit'>,
  summary: () => SpaceSummary,
): (() => Promise<void>) => {
  let stored = '';
  return async () => {
    const text = JSON.stringify(summary());
    if (text === stored) return;
    stored = text;
    const value = new TextEncoder().encode(text);
    await store.commit([{ type: 'record', scope: 'profile', kind: 'space', key: space, value }]);
    emit({ type: 'spaces' });
  };
};
