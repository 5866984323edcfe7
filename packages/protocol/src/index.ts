export * from './bytes.ts';
export * from './cbor.ts';
export type { AnnotationEvent, MessageAnnotation } from './channel/annotation.ts';
export * from './channel/drop.ts';
export { emojiKey, isEmoji } from './channel/emoji.ts';
export * from './channel/event.ts';
export * from './channel/file.ts';
export * from './channel/fold.ts';
export * from './channel/imported-line.ts';
export * from './channel/mail.ts';
export {
  decodeExtras,
  encodeExtras,
  type Mentions,
  type PollQuestion,
  type PostExtras,
} from './channel/post.ts';
export * from './clock.ts';
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
  type Role,
  type SmallKind,
  spaceIdOf,
} from './governance/act.ts';
export * from './governance/entry-of.ts';
export { extendGovernance, foldGovernance } from './governance/fold.ts';
export * from './governance/governance.ts';
export type { GovernanceEntry } from './governance/graph.ts';
export type {
  ChannelListing,
  FormerMember,
  GovernanceState,
  InviteListing,
  Member,
  MemberDevice,
  RelayListing,
} from './governance/state.ts';
export * from './identity/certificate.ts';
export * from './ids.ts';
export * from './invitation/device-link.ts';
export * from './invitation/join-request.ts';
export * from './invitation/link.ts';
export * from './invitation/proof.ts';
export * from './limits.ts';
export * from './primitives.ts';
export * from './receipt.ts';
export * from './register.ts';
export * from './sync/blob-frame.ts';
export * from './sync/digest.ts';
export { entryWireBytes } from './sync/entries-frame.ts';
export * from './sync/frame.ts';
