/** [L6] Bounds on what a space decides, part of `LIMITS`: bytes, else counts. */
export const GOVERNANCE_LIMITS = {
  /** People that one invite may admit. */
  inviteUses: 1000,
  /** Channels that one invite admits a guest, an AI node or a bot to. */
  inviteChannels: 32,
  /** Owners that one vote makes or unmakes. */
  owners: 16,
  /** Plugins that a space grants something; what one may do, and how long each name of that and a version may be. */
  plugins: 64,
  capabilities: 64,
  capabilityLength: 160,
  pluginVersion: 32,
  /** Relays that a space may list, and addresses of each. */
  relays: 8,
  relayAddresses: 8,
  addressBytes: 256,
  /** A governance act's encoded size: room for a removal's cutoffs. */
  actBytes: 768 * 1024,
  /** Words sealed to members within an act: a name. */
  sealedWordsBytes: 1024,
  /** How a channel is moderated, sealed likewise: `policyBytes` and what sealing adds. */
  sealedPolicyBytes: 64 * 1024 + 64,
  /** [L2] Headers of one branch in a proof of equivocation, from the place where it begins to one that is signed. */
  forkHeaders: 64,
  /** [L2] Entries kept of a space's governance logs beside those that came first: of histories that devices wrote twice. */
  besideEntries: 512,
  /** Log cutoffs in one removal. */
  cutoffs: 10_000,
  /** What a final set of decisions comes to, as it is saved: some 300 bytes a decision. */
  savedGovernanceBytes: 64 * 1024 * 1024,
  /** Changes of who is trusted in one answer. */
  trustChanges: 500,
  /** Decisions in one answer. */
  governanceLog: 1000,
  /** Open votes on undoing something in one answer, those that most owners cast first. */
  undoingsTold: 8,
} as const;
