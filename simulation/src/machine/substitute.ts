/**
 * The modules through which the product reaches the world (network, database, files, threads), and what stands in their
 * place here. All others are the product's own, unchanged.
 */
import { registerHooks } from 'node:module';

const ROOT = new URL('../../../', import.meta.url);
const INSTEAD = new URL('../instead/', import.meta.url);

/** Each exports what its namesake exports (`satisfies typeof import(...)` there). */
const ALWAYS: Record<string, string> = {
  'packages/network/src/create-network.ts': 'create-network.ts',
  'packages/storage/src/sqlite/index.ts': 'sqlite.ts',
  'packages/peer/src/host/folder-lock.ts': 'folder-lock.ts',
  'packages/peer/src/host/private-files.ts': 'private-files.ts',
  'packages/peer/src/blob/blob-files.ts': 'blob-files.ts',
  'packages/ai/src/judge/judge.ts': 'judge.ts',
  'packages/crypto/src/account/phrase.ts': 'phrase.ts',
  'packages/crypto/src/key-group/suite.ts': 'suite.ts',
  'packages/crypto/src/key-group/history.ts': 'history.ts',
  'packages/crypto/src/key-group/shared-secrets.ts': 'shared-secrets.ts',
};

/** What some files of ours import from elsewhere. */
const OF_SOME: { specifier: string; by: string[]; instead: string }[] = [
  {
    specifier: 'node:fs/promises',
    by: ['packages/peer/src/profile/profile.ts', 'packages/peer/src/host/vault-files.ts'],
    instead: 'fs-promises.ts',
  },
  {
    specifier: '@noble/curves/ed25519.js',
    by: [
      'packages/crypto/src/device/device.ts',
      'packages/crypto/src/sealing/mail.ts',
      'packages/crypto/src/sealing/to-devices.ts',
    ],
    instead: 'x25519.ts',
  },
];

export const substituteModules = (): void => {
  const table = new Map(
    Object.entries(ALWAYS).map(([real, instead]) => [
      new URL(real, ROOT).href,
      new URL(instead, INSTEAD).href,
    ]),
  );
  const ofSome = new Map(
    OF_SOME.flatMap(({ specifier, by, instead }) =>
      by.map((file) => [`${specifier} ${new URL(file, ROOT).href}`, new URL(instead, INSTEAD).href]),
    ),
  );
  registerHooks({
    resolve: (specifier, context, next) => {
      const parent = context.parentURL ?? '';
      const forParent = ofSome.get(`${specifier} ${parent}`);
      if (forParent !== undefined) return next(forParent, context);
      const resolved = next(specifier, context);
      const instead = parent.startsWith(INSTEAD.href) ? undefined : table.get(resolved.url);
      return instead === undefined ? resolved : next(instead, context);
    },
  });
};
