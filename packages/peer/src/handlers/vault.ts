/** account.*: what protects the profile on this machine [K7]. */

import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Handlers, Protection } from '@plexi/operations';
import { plexiError, readCbor, readCertificate, writeCbor } from '@plexi/protocol';
import { z } from 'zod';
import type { PeerContext } from './context.ts';
import { accountState, PROTECTION } from './own-account.ts';

/** Of the database: https://www.zetetic.net/sqlcipher/design/ */
const CIPHER = 'SQLCipher 4: AES-256-CBC, HMAC-SHA512';
const WEAK =
  'Whoever can read the files of your user account can read this profile. Set a passphrase, or encrypt the disk.';

const timeShape = z.int().min(0);
const TIME_BYTES = 16;

/** Milliseconds since 1970 at which the lock was last changed. */
const changedAt = async ({ profile }: PeerContext): Promise<number> => {
  const { store, self } = profile.open();
  const stored = await store.record('profile', 'vault', 'since');
  if (stored !== undefined) return readCbor(timeShape, stored, TIME_BYTES, 'STORE_CORRUPT');
  return readCertificate(primitives, self.certificate).issuedAt;
};

const describeProtection = async (context: PeerContext): Promise<Protection> => {
  const { folder } = context.profile.open();
  const lock = context.profile.protection();
  if (lock === undefined) throw plexiError('NO_ACCOUNT');
  const { kind, cost } = lock;
  const autoLock = await context.autoLock();
  return {
    lock: kind,
    protection: PROTECTION[kind],
    since: new Date(await changedAt(context)).toISOString(),
    cipher: CIPHER,
    ...(cost && { stretching: `Argon2id, ${cost.memoryKib / 1024} MiB, ${cost.passes} passes` }),
    autoLock: autoLock.minutes(),
    profile: folder,
    ...(kind === 'file' && { next: WEAK }),
  };
};

export const vaultHandlers = (context: PeerContext) =>
  ({
    'account.protection': () => describeProtection(context),
    'account.passphrase': async ({ current, passphrase, remove }) => {
      if ((passphrase === undefined) === (remove !== true))
        throw plexiError('INVALID_INPUT', { detail: 'either a new passphrase, or none at all' });
      const { store } = context.profile.open();
      await context.relock(current, passphrase);
      if (passphrase === undefined) await (await context.autoLock()).set(0);
      const value = writeCbor(timeShape, Math.floor(context.now()));
      await store.commit([{ type: 'record', scope: 'profile', kind: 'vault', key: 'since', value }]);
      return describeProtection(context);
    },
    'account.autolock': async ({ minutes }) => {
      if (minutes > 0 && context.profile.protection()?.kind === 'file') throw plexiError('PASSPHRASE_UNSET');
      await (await context.autoLock()).set(minutes);
      return describeProtection(context);
    },
    'account.lock': async () => {
      await context.lock();
      return accountState(context);
    },
  }) satisfies Handlers;
