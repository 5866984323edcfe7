export type { Inference } from './ai-shapes.ts';
export * from './awareness.ts';
export type { CanvasCursor } from './canvas-shapes.ts';
export type { SearchHit, SearchResult } from './catalogue/message/search.ts';
export * from './catalogue.ts';
export * from './channel/client.ts';
export * from './channel/connection.ts';
export * from './channel/frames.ts';
export * from './channel/serve.ts';
export * from './direct.ts';
export * from './events.ts';
export type { MessageFinding } from './finding.ts';
export * from './governance.ts';
export * from './handlers.ts';
export type { ChannelPolicy } from './moderation.ts';
export * from './operation.ts';
export type { PluginNotice, PluginSummary } from './plugin-shapes.ts';
export type { BrokenReceiptSaid, KeptProofSaid } from './proof-shapes.ts';
export type {
  Notice,
  Report,
  ReportEntry,
  ReportOutcome,
  ReportPreview,
  ReviewOutcome,
  ShownReport,
} from './report.ts';
export * from './setting-names.ts';
export * from './shapes.ts';
export type { ChannelSync, Holder, SyncStatus } from './sync-shapes.ts';
export type { TrustChange } from './trust-change.ts';
export type { Verification } from './verification.ts';
export { inWords, type Words } from './words.ts';
