/**
 * [A3] How each channel is moderated, at each time: what its acts `channel.policy` say, opened once and kept in memory. A message is
 * judged by the policy of its own time, on every device, whenever it gets there.
 */
import {
  type ChannelId,
  DEFAULT_POLICY,
  decodeModerationPolicy,
  type EntryId,
  type Hlc,
  isPlexiError,
  type ModerationPolicy,
  policyActAt,
} from '@plexi/protocol';
import type { SpaceContext } from '../space/context.ts';
import { openSealedWords } from '../space/sealed-words.ts';

/** A policy with the act that says it; without one, what holds where nobody has decided. */
export interface PolicyInForce {
  act: EntryId | undefined;
  policy: ModerationPolicy;
}

export interface Policies {
  /** For messages of that time. Undefined while its act cannot be read yet. */
  at(channel: ChannelId, clock: Hlc): Promise<PolicyInForce | undefined>;
  /** For messages written now. */
  now(channel: ChannelId): Promise<PolicyInForce | undefined>;
}

const STANDARD: PolicyInForce = { act: undefined, policy: DEFAULT_POLICY };
const EVER = Number.MAX_SAFE_INTEGER as Hlc;

/** A policy that says nothing we know counts as none. */
const readPolicy = (bytes: Uint8Array | 'void'): ModerationPolicy => {
  if (bytes === 'void') return DEFAULT_POLICY;
  try {
    return decodeModerationPolicy(bytes);
  } catch (error) {
    if (isPlexiError(error)) return DEFAULT_POLICY;
    throw error;
  }
};

export const createPolicies = (
  context: Pick<SpaceContext, 'primitives' | 'store' | 'space' | 'replica' | 'keys'>,
): Policies => {
  const opened = new Map<EntryId, PolicyInForce>();

  const at = async (channel: ChannelId, clock: Hlc): Promise<PolicyInForce | undefined> => {
    const governance = context.replica.governance();
    const act = governance && policyActAt(governance, channel, clock);
    if (act === undefined) return STANDARD;
    const known = opened.get(act);
    if (known !== undefined) return known;
    const bytes = await openSealedWords(context, act);
    if (bytes === undefined) return undefined;
    const inForce = { act, policy: readPolicy(bytes) };
    opened.set(act, inForce);
    return inForce;
  };

  return { at, now: (channel) => at(channel, EVER) };
};
