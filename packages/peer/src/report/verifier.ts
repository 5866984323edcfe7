/** What a report's evidence is worth to this space, as of its governance now [A4]. */
import { type EvidenceCheck, type EvidenceFindings, verifyEvidence } from '@plexi/crypto/sealing';
import { accountOf, deviceStanding, type Evidence, type Governance, onlyChannel } from '@plexi/protocol';
import type { SpaceContext } from '../space/context.ts';

export type Verifier = (evidence: Evidence, about: { report: string; message: string }) => EvidenceFindings;

/** Reports whose checks are remembered. */
const REMEMBERED = 2048;

export const createVerifier = ({
  primitives,
  space,
  replica,
}: Pick<SpaceContext, 'primitives' | 'space' | 'replica'>): Verifier => {
  /** By report, with the governance that they hold for. */
  const known = new Map<string, { as: Governance | undefined; findings: EvidenceFindings }>();

  const verify = (evidence: Evidence, message: string): EvidenceFindings => {
    const now = replica.governance();
    const findings = verifyEvidence(primitives, evidence, {
      message,
      ownerOf: (device) => now && accountOf(now, device),
      isKnown: (account) =>
        now?.state.members[account] !== undefined || now?.state.formerMembers[account] !== undefined,
    });
    const { reported } = findings;
    // What a device that is out wrote behind its cutoff is nobody's word.
    const isVoid =
      reported !== undefined &&
      evidence.space === space &&
      now !== undefined &&
      deviceStanding(now, reported.log, reported.sequence) === 'void';
    // Elsewhere are private channels and direct messages: what was said in another space is not for this one to judge.
    const isForeign =
      evidence.space !== space && evidence.channel !== onlyChannel(primitives, evidence.space);
    const failed = new Set<EvidenceCheck>(findings.failed);
    if (isVoid) failed.add('certificate');
    if (isForeign) failed.add('place');
    return { ...findings, failed: [...failed] };
  };

  return (evidence, { report, message }) => {
    const as = replica.governance();
    const before = known.get(report);
    if (before !== undefined && before.as === as) return before.findings;
    const findings = verify(evidence, message);
    known.set(report, { as, findings });
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED) break;
      known.delete(oldest);
    }
    return findings;
  };
};
