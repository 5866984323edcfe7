export type {
  CurrentEpoch,
  KeyGovernance,
  KeyGroup,
  KeyGroupCommit,
  KeyGroupDependencies,
  KeyGroupOutcome,
  KeyMessageMeta,
  KeyScopes,
  MembershipChange,
  ScopeReader,
} from './key-group.ts';
export {
  createKeyPackage,
  type KeyPackageOptions,
  type KeyPackagePair,
  readKeyPackage,
} from './key-package.ts';
export type { RosterChange } from './mls.ts';
export { createKeyGroup, joinKeyGroup, loadKeyGroup } from './opening.ts';
export type { RecordChange } from './records.ts';
export { DEFAULT_SUITE, type SuiteName } from './suite.ts';
