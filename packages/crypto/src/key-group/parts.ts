/** What a key group's view is made of. */
import { type DeviceId, idToBytes } from '@plexi/protocol';
import type { CiphersuiteImpl } from 'ts-mls';
import { createEpochBook, type EpochBook } from './epoch-book.ts';
import type { KeyGroupDependencies } from './key-group.ts';
import type { MlsContext } from './mls.ts';
import { createPackageBook, type PackageBook } from './package-book.ts';
import { createRecords, type Records } from './records.ts';
import { createScopeSecrets, type ScopeSecrets } from './scope-secrets.ts';
import { createShareBook, type ShareBook } from './share-book.ts';
import { DEFAULT_SUITE, loadSuite } from './suite.ts';

export interface KeyGroupParts {
  dependencies: KeyGroupDependencies;
  context: MlsContext;
  suite: CiphersuiteImpl;
  records: Records;
  packages: PackageBook;
  epochs: EpochBook;
  secrets: ScopeSecrets;
  /** Where there may be scoped devices. */
  shares: ShareBook | undefined;
}

/** Empty parts. Throws INVALID_INPUT for a suite that we don't have. */
export const assembleParts = async (dependencies: KeyGroupDependencies): Promise<KeyGroupParts> => {
  const { primitives, device, governance } = dependencies;
  const suite = await loadSuite(primitives, dependencies.suite ?? DEFAULT_SUITE);
  const groupId = idToBytes(dependencies.space);
  const isCertified = (of: DeviceId, leafKey: Uint8Array) => governance.isCertified(of, leafKey);
  const context: MlsContext = { primitives, suite, groupId, device, isCertified };
  const records = createRecords();
  const packages = createPackageBook({
    suite,
    device,
    records,
    isCertified,
    elsewhere: dependencies.ownPackageElsewhere,
  });
  const { scopes } = dependencies;
  const epochs = createEpochBook({ context, governance, scopes, packages, records });
  const secrets = createScopeSecrets(primitives, epochs.nodes);
  const shares =
    scopes &&
    createShareBook({ primitives, device, scopes, records, nodes: epochs.nodes, derive: secrets.of });
  return { dependencies, context, suite, records, packages, epochs, secrets, shares };
};
