/** [K6] Secrets of scopes that derive from epochs' history secrets, each derived once. */
import type { ChannelId, EpochId, Primitives } from '@plexi/protocol';
import { channelSecret } from '../sealing/channel-secret.ts';
import type { EpochNode } from './epoch.ts';

export interface ScopeSecrets {
  /** The secret of a scope in an epoch; `undefined` where the epoch's isn't known. */
  of: (epoch: EpochId, scope: ChannelId) => Uint8Array | undefined;
}

export const createScopeSecrets = (
  primitives: Primitives,
  nodes: ReadonlyMap<EpochId, EpochNode>,
): ScopeSecrets => {
  const derived = new Map<EpochId, Map<ChannelId, Uint8Array>>();
  return {
    of: (epoch, scope) => {
      const known = derived.get(epoch)?.get(scope);
      if (known !== undefined) return known;
      const secret = nodes.get(epoch)?.secret;
      if (secret == null) return undefined;
      const made = channelSecret(primitives, secret, scope);
      derived.set(epoch, (derived.get(epoch) ?? new Map<ChannelId, Uint8Array>()).set(scope, made));
      return made;
    },
  };
};
