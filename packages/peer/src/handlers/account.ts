/** account.*: the account of this profile. */
import { createPhrase } from '@plexi/crypto';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Handlers } from '@plexi/operations';
import { plexiError, toBase64Url } from '@plexi/protocol';
import type { PeerContext } from './context.ts';
import { accountState } from './own-account.ts';

export const accountHandlers = (context: PeerContext) =>
  ({
    'account.show': async () => accountState(context),
    'account.phrase': async () => ({ phrase: createPhrase(primitives) }),
    'account.create': async ({ name, passphrase, phrase }) => {
      const words = phrase ?? createPhrase(primitives);
      const open = await context.profile.create({ name, phrase: words, passphrase, nowMs: context.now() });
      await context.opened(open);
      return { ...accountState(context), phrase: words };
    },
    'account.restore': async ({ name, passphrase, phrase, backup, opens }) => {
      if (backup !== undefined)
        return (await import('./backup.ts')).restoreBackup(context, {
          name,
          passphrase,
          phrase,
          backup,
          opens,
        });
      if (name === undefined)
        throw plexiError('INVALID_INPUT', { detail: 'name: without a backup it is needed' });
      const open = await context.profile.create({ name, phrase, passphrase, nowMs: context.now() });
      await context.opened(open);
      return accountState(context);
    },
    'account.unlock': async ({ passphrase }) => {
      await context.opened(await context.profile.unlock(passphrase));
      return accountState(context);
    },
    'draft.key': async () => ({ key: toBase64Url(context.profile.open().rendererKey) }),
  }) satisfies Handlers;
