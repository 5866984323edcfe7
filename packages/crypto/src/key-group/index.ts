export type { MembershipChange } from './committing.ts';
export {
  type CurrentEpoch,
  createKeyGroup,
  joinKeyGroup,
  type KeyGovernance,
  type KeyGroup,
  type KeyGroupCommit,
  type KeyGroupDependencies,
  type KeyGroupOutcome,
  type KeyMessageMeta,
  loadKeyGroup,
} from './key-group.ts';
export {
  createKeyPackage,
  type KeyPackageOptions,
  type KeyPackagePair,
  readKeyPackage,
} from './key-package.ts';
export type { RosterChange } from './mls.ts';
export type { RecordChange } from './records.ts';
export { DEFAULT_SUITE, type SuiteName } from './suite.ts';
