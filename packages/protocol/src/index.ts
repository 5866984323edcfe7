export { type Allowance, createAllowance } from './allowance.ts';
export { type BrokenReceipt, readBrokenReceipt, writeBrokenReceipt } from './broken-receipt.ts';
export * from './bytes.ts';
export * from './cbor.ts';
export type { AnnotationEvent, MessageAnnotation } from './channel/annotation.ts';
export * from './channel/answers.ts';
export * from './channel/drop.ts';
export { emojiKey, isEmoji } from './channel/emoji.ts';
export * from './channel/event.ts';
export * from './channel/evidence.ts';
export * from './channel/file.ts';
export * from './channel/fold.ts';
export * from './channel/imported-line.ts';
export * from './channel/mail.ts';
export {
  decodeExtras,
  encodeExtras,
  type InferenceNote,
  type Mentions,
  type PollQuestion,
  type PostExtras,
} from './channel/post.ts';
export {
  type AppealLetter,
  type CaseLetter,
  type FindingLetter,
  findingReportId,
  type HandoverLetter,
  NOTICED_OUTCOMES,
  type NoticeLetter,
  REPORT_OUTCOMES,
  REPORT_REASONS,
  REVIEW_OUTCOMES,
  type ReportLetter,
  type ReviewLetter,
  reasonOfLabel,
  type VerdictLetter,
} from './channel/report.ts';
export * from './channel/tally.ts';
export * from './clock.ts';
export * from './entry/backwards.ts';
export * from './entry/chain.ts';
export * from './entry/entry.ts';
export * from './entry/header.ts';
export * from './entry/log.ts';
export * from './ephemeral.ts';
export * from './errors.ts';
export * from './fields.ts';
export {
  type Act,
  type ActOf,
  type ActType,
  decodeAct,
  encodeAct,
  type SmallKind,
  spaceIdOf,
} from './governance/act.ts';
export * from './governance/branch.ts';
export * from './governance/channel-rules.ts';
export type { Conflict } from './governance/conflict.ts';
export * from './governance/draft.ts';
export * from './governance/entry-of.ts';
export {
  type Decision,
  decisionsOf,
  explainDecision,
  explainStanding,
} from './governance/explain.ts';
export {
  type Finality,
  finalityOf,
  nextSignature,
  type Proposal,
  unaskedSignature,
} from './governance/finality.ts';
export { extendGovernance, foldFromSaved, foldGovernance } from './governance/fold.ts';
export * from './governance/governance.ts';
export type { GovernanceEntry } from './governance/graph.ts';
export { POLICY } from './governance/policy.ts';
export { type Reading, readingOf } from './governance/reading.ts';
export * from './governance/role.ts';
export { readSavedGovernance, type SavedGovernance } from './governance/saved/restore.ts';
export { finalSize, saveGovernance } from './governance/saved/save.ts';
export type {
  Admission,
  Ban,
  ChannelListing,
  ForkedLog,
  FormerMember,
  GovernanceState,
  InviteListing,
  Member,
  MemberDevice,
  Mute,
  PluginGrant,
  RelayListing,
} from './governance/state.ts';
export { muteIn, ownersIn } from './governance/state.ts';
export { type TrustChange, trustChangesOf } from './governance/trust-changes.ts';
export { type Undoing, undoKey } from './governance/undo.ts';
export { motionFor, previewUndo, undoneFrom } from './governance/undoing.ts';
export { isKnown, rankBehind, type Written } from './governance/written.ts';
export {
  type Excuse,
  HOLDING_BYTES,
  type Holding,
  judgeHolding,
  readHolding,
  receiptHash,
  signHolding,
} from './holding.ts';
export * from './identity/certificate.ts';
export * from './ids.ts';
export * from './invitation/device-link.ts';
export * from './invitation/join-request.ts';
export * from './invitation/link.ts';
export * from './invitation/proof.ts';
export * from './limits.ts';
export * from './moderation/finding.ts';
export * from './moderation/label.ts';
export * from './moderation/policy.ts';
export * from './primitives.ts';
export * from './receipt.ts';
export * from './register.ts';
export * from './sync/blob-frame.ts';
export * from './sync/digest.ts';
export { entryWireBytes } from './sync/entries-frame.ts';
export { createFetchPlan, type FetchPlan } from './sync/fetch-plan.ts';
export * from './sync/frame.ts';
export * from './sync/frontier.ts';
export type { Page, PageAsk, PagePlace } from './sync/page-frame.ts';
export type { IngestOutcome, SpaceChannels, SyncReplica } from './sync/replica-port.ts';
export { createSession } from './sync/session/session.ts';
export type { Session } from './sync/session/session-port.ts';
export { readableChannels, sharedDigest } from './sync/session/shown.ts';
export { isMemberOf, judgeStanding } from './sync/session/standing.ts';
export * from './sync/sketch.ts';
export { createSpaceSync, type SpaceSync } from './sync/space-sync.ts';
export { type LogEnd, type NamedHead, SYNC_PROTOCOLS, type SyncFrame } from './sync/sync-frame.ts';
export type { SyncTime } from './sync/time-port.ts';
export type { LogRange } from './sync/wanted-log.ts';
export {
  type Claim,
  type PassedReceipt,
  readWitnessWord,
  shortOf,
  type WitnessWord,
  writeWitnessWord,
} from './sync/witness-word.ts';
