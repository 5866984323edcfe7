/** What the other side of a session is to a space, and what that lets it have: the one place that decides it. */
import {
  type DeviceId,
  endOfMembership,
  type Governance,
  inviteStatus,
  type LogRef,
  type Primitives,
  type SpaceId,
  verifyInviteProof,
} from '@plexi/protocol';

/**
 * `member` and `relay` get everything, `invited` what is needed to be let in, `former` members the governance up to their
 * removal, so that they learn of it. `founding`: nothing is known of the space here yet, and the other side may explain it.
 */
export type Standing = 'member' | 'relay' | 'invited' | 'former' | 'founding' | 'stranger';

export interface StandingQuestion {
  primitives: Primitives;
  space: SpaceId;
  governance: Governance | undefined;
  /** Who is asking, and who is asked. */
  device: DeviceId;
  self: DeviceId;
  /** What the asker showed to be an invited person. */
  proof: Uint8Array | undefined;
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
  unknown: 'INVITE_UNKNOWN',
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
  if (governance.state.devices[device] !== undefined) return answer('member');
  if (question.proof !== undefined) {
    const invite = verifyInviteProof(primitives, question.proof, { space, device, peer: self });
    if (invite !== undefined) {
      const status = inviteStatus(governance, invite, nowMs);
      return status === 'live'
        ? answer('invited', 'PEER_REFUSED', invite)
        : answer('stranger', REFUSALS[status]);
    }
  }
  return answer(endOfMembership(governance, device) === undefined ? 'stranger' : 'former');
};

/** Whether a log's entries may be sent to somebody of that standing. */
export const mayRead = (
  standing: Standing,
  log: LogRef,
  channels: { governance: string; keys: string },
): boolean => {
  switch (standing) {
    case 'member':
    case 'relay':
      return true;
    case 'invited':
      return log.channel === channels.governance || log.channel === channels.keys;
    case 'former':
      return log.channel === channels.governance;
    case 'founding':
    case 'stranger':
      return false;
  }
};

/** Whether entries may be taken from somebody of that standing. */
export const mayWrite = (standing: Standing): boolean =>
  standing === 'member' || standing === 'relay' || standing === 'founding';
