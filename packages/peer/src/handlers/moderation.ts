/** channel.policy, channel.moderate and message.check: how a channel's messages are moderated [A3]. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { ChannelPolicy, Handlers, OperationInput } from '@plexi/operations';
import {
  accountOf,
  DEFAULT_POLICY,
  encodeModerationPolicy,
  equalBytes,
  governanceEntryOf,
  hidesAnything,
  hlcToMs,
  judgeDraft,
  type LabelRule,
  LIMITS,
  levelOf,
  MODERATION_LABELS,
  type ModerationLabel,
  type ModerationPolicy,
  plexiError,
  thresholdOf,
  tickHlc,
  ZERO_HLC,
} from '@plexi/protocol';
import type { PolicyInForce } from '../moderation/policies.ts';
import { tellFinding } from '../moderation/tell.ts';
import type { PeerContext } from './context.ts';
import { findPlace, findWritablePlace, type Place } from './place.ts';

/** Throws KEY_MISSING. */
const policyOf = async ({ space, channel }: Place): Promise<PolicyInForce> => {
  const inForce = await space.moderation.policies.now(channel);
  if (inForce === undefined) throw plexiError('KEY_MISSING');
  return inForce;
};

/** Why this account may not say how a channel is moderated. In a direct message nobody is above the other. */
const objectionTo = ({ client, space, channel }: Place, nowMs: number): string | undefined => {
  if (space.small?.kind === 'direct') return 'nobody moderates a direct message';
  const clock = tickHlc(ZERO_HLC, nowMs);
  const draft = { device: client.self.device, clock, act: { type: 'channel.policy', channel } as const };
  return judgeDraft(primitives, space.governance(), draft);
};

const tellPolicy = async (place: Place, nowMs: number): Promise<ChannelPolicy> => {
  const { space, channel } = place;
  const { act, policy } = await policyOf(place);
  const governance = space.governance();
  const entry = act === undefined ? undefined : governanceEntryOf(governance, act);
  const by = entry && accountOf(governance, entry.log.device, entry.log.generation);
  return {
    channel,
    channelName: space.small === undefined ? space.words.channel(channel) : space.summary().name,
    standard: act === undefined,
    ...(by === undefined ? {} : { by: space.words.account(by) }),
    ...(entry === undefined ? {} : { time: new Date(hlcToMs(entry.clock)).toISOString() }),
    rules: MODERATION_LABELS.map((label) => ({
      label,
      level: levelOf(label, policy.labels[label]),
      ...policy.labels[label],
    })),
    block: [...policy.words.block],
    allow: [...policy.words.allow],
    hides: hidesAnything(policy),
    mayChange: objectionTo(place, nowMs) === undefined,
  };
};

type Wanted = Omit<OperationInput<'channel.moderate'>, 'space' | 'channel'>;

const ruleOf = (before: ModerationPolicy, wanted: Wanted, label: ModerationLabel): LabelRule => {
  const { [label]: level, hide } = wanted;
  const was = before.labels[label];
  if (level === 'off') return { threshold: was.threshold, action: 'none' };
  if (level === undefined && was.action === 'none') return was;
  const isHidden = hide === undefined ? was.action === 'hide' : hide.includes(label);
  const threshold = level === undefined ? was.threshold : thresholdOf(label, level);
  return { threshold, action: isHidden ? 'hide' : 'flag' };
};

const wordsOf = (before: readonly string[], added: readonly string[], gone: ReadonlySet<string>): string[] =>
  [...new Set([...before.filter((word) => !gone.has(word)), ...added])].sort();

/** A policy with what is wanted of it. Throws TOO_LARGE. */
const revise = (before: ModerationPolicy, wanted: Wanted): ModerationPolicy => {
  const { block = [], allow = [], forget = [] } = wanted;
  const gone = (others: readonly string[]): ReadonlySet<string> => new Set([...forget, ...others]);
  const labels = MODERATION_LABELS.map((label) => [label, ruleOf(before, wanted, label)]);
  const words = {
    block: wordsOf(before.words.block, block, gone(allow)),
    allow: wordsOf(before.words.allow, allow, gone(block)),
  };
  if (Math.max(words.block.length, words.allow.length) > LIMITS.policyWords)
    throw plexiError('TOO_LARGE', { detail: `a list has at most ${LIMITS.policyWords} words` });
  return { labels: Object.fromEntries(labels) as ModerationPolicy['labels'], words };
};

export const moderationHandlers = (context: PeerContext) =>
  ({
    'channel.policy': async ({ space, channel }) =>
      tellPolicy(await findPlace(context, space, channel), context.now()),
    'channel.moderate': async ({ space: spaceName, channel: channelName, reset, ...wanted }) => {
      const place = await findWritablePlace(context, spaceName, channelName);
      const { space, channel } = place;
      const objection = objectionTo(place, context.now());
      if (objection !== undefined) throw plexiError('NOT_ALLOWED', { detail: objection });
      const { policy: before } = await policyOf(place);
      const bytes = encodeModerationPolicy(revise(reset ? DEFAULT_POLICY : before, wanted));
      if (bytes.length > LIMITS.policyBytes) throw plexiError('TOO_LARGE', { detail: 'its words' });
      if (!equalBytes(bytes, encodeModerationPolicy(before)))
        await space.act({ type: 'channel.policy', channel }, bytes);
      return tellPolicy(place, context.now());
    },
    'message.check': async ({ space: spaceName, channel: channelName, text }) => {
      const { space, channel } = await findPlace(context, spaceName, channelName);
      const found = await space.moderation.verdicts.preview(channel, text);
      if (found === undefined) return { withheld: false };
      const { finding, action } = found;
      return { withheld: action === 'hide', finding: tellFinding(finding) };
    },
  }) satisfies Handlers;
