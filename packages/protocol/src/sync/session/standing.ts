/** What the other side of a session is to a space, and what that lets it have: the one place that decides it. */

import type { LogRef } from '../../entry/log.ts';
import {
  endOfMembership,
  type Governance,
  inviteStatus,
  isScopedDevice,
} from '../../governance/governance.ts';
import type { DeviceId, SpaceId } from '../../ids.ts';
import { verifyInviteProof } from '../../invitation/proof.ts';
import type { Primitives } from '../../primitives.ts';

/**
 * `member` and `relay` get everything, `scoped` members [K6] governance, keys, mail and the channels that admit them, `invited` what is needed to be let in, `former` members the governance up to their
 * removal, so that they learn of it. `founding`: too little is known of the space here yet, and the other side may explain it.
 * `early`: it shows an invite that has not come here, which may be on its way; it gets nothing until then.
 */
export type Standing =
  | 'member'
  | 'scoped'
  | 'relay'
  | 'invited'
  | 'early'
  | 'former'
  | 'founding'
  | 'stranger';

export interface StandingQuestion {
  primitives: Primitives;
  space: SpaceId;
  governance: Governance | undefined;
  /** Who is asking, and who is asked. */
  device: DeviceId;
  self: DeviceId;
  /** What the asker showed to be an invited person. */
  proof: Uint8Array | undefined;
  /** Whether governance here is not as new yet as the link that this device joins by: it may not list who explains it. */
  isLearning: boolean;
  nowMs: number;
}

export interface StandingAnswer {
  standing: Standing;
  /** Why an invite does not count, of a stranger that showed one. */
  refusal: 'INVITE_EXPIRED' | 'INVITE_USED_UP' | 'INVITE_REVOKED' | 'INVITE_UNKNOWN' | 'PEER_REFUSED';
  /** The live invite that was shown: its public key. */
  invite: string | undefined;
}

const REFUSALS = {
  expired: 'INVITE_EXPIRED',
  'used-up': 'INVITE_USED_UP',
  revoked: 'INVITE_REVOKED',
  void: 'INVITE_UNKNOWN',
} as const;

export const judgeStanding = (question: StandingQuestion): StandingAnswer => {
  const { primitives, space, governance, device, self, nowMs } = question;
  const answer = (
    standing: Standing,
    refusal: StandingAnswer['refusal'] = 'PEER_REFUSED',
    invite?: string,
  ) => ({
    standing,
    refusal,
    invite,
  });
  if (governance === undefined) return answer('founding');
  if (governance.state.relays[device] !== undefined) return answer('relay');
  if (governance.state.devices[device] !== undefined)
    return answer(isScopedDevice(governance, device) ? 'scoped' : 'member');
  if (question.proof !== undefined) {
    const invite = verifyInviteProof(primitives, question.proof, { space, device, peer: self });
    if (invite !== undefined) {
      const status = inviteStatus(governance, invite, nowMs);
      if (status === 'live') return answer('invited', 'PEER_REFUSED', invite);
      return status === 'unknown' ? answer('early') : answer('stranger', REFUSALS[status]);
    }
  }
  if (question.isLearning) return answer('founding');
  return answer(endOfMembership(governance, device) === undefined ? 'stranger' : 'former');
};

/** Whether a log's entries may be sent to somebody of that standing; of a scoped member `admits` says which channels do. */
export const mayRead = (
  standing: Standing,
  log: LogRef,
  channels: { governance: string; keys: string },
  admits: () => boolean,
): boolean => {
  switch (standing) {
    case 'member':
    case 'relay':
      return true;
    case 'scoped':
      return admits();
    case 'invited':
      return log.channel === channels.governance || log.channel === channels.keys;
    case 'former':
      return log.channel === channels.governance;
    case 'early':
    case 'founding':
    case 'stranger':
      return false;
  }
};

/** Whether entries may be taken from somebody of that standing. */
export const mayWrite = (standing: Standing): boolean =>
  standing === 'member' || standing === 'scoped' || standing === 'relay' || standing === 'founding';

/** Whether somebody of that standing belongs to the space, as a person, a node or a bot. */
export const isMemberOf = (standing: Standing): boolean => standing === 'member' || standing === 'scoped';
