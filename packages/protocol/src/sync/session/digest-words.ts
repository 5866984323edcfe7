/** What a session says of all that is here of a space, signed [N4]. */

import { plexiError } from '../../errors.ts';
import { idToBytes } from '../../ids.ts';
import type { Primitives } from '../../primitives.ts';
import { signedDigestBytes } from '../digest.ts';
import type { SyncReplica } from '../replica-port.ts';
import type { SyncFrame } from '../sync-frame.ts';
import type { Counterpart } from './counterpart.ts';
import type { SessionDependencies } from './session-port.ts';
import { isMemberOf } from './standing.ts';

export interface DigestWordsDependencies extends Pick<SessionDependencies, 'device' | 'self' | 'signDigest'> {
  primitives: Primitives;
  replica: Pick<SyncReplica, 'space'>;
  other: Counterpart;
  send: (frame: SyncFrame) => unknown;
}

export interface DigestWords {
  /** Answers a member or a relay that asks. */
  answer(): void;
  /** Throws FRAME_INVALID where the other side did not sign what it said. */
  verify(digest: Uint8Array, signature: Uint8Array): void;
}

export const createDigestWords = (dependencies: DigestWordsDependencies): DigestWords => {
  const { primitives, replica, device, self, other, send } = dependencies;
  return {
    answer: () => {
      if (!isMemberOf(other.standing()) && other.standing() !== 'relay') return;
      const digest = other.digest();
      const signature = dependencies.signDigest(signedDigestBytes(replica.space, self, digest));
      send({ kind: 'digest', digest, signature });
    },
    verify: (digest, signature) => {
      const signed = signedDigestBytes(replica.space, device, digest);
      if (!primitives.verify(signature, signed, idToBytes(device)))
        throw plexiError('FRAME_INVALID', { detail: 'digest' });
    },
  };
};
