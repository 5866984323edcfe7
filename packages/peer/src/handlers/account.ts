/** account.*: the account of this profile. */
import { createPhrase } from '@plexi/crypto';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { AccountState, Handlers } from '@plexi/operations';
import { toBase64Url } from '@plexi/protocol';
import type { PeerContext } from './context.ts';
import { fingerprintOf } from './lookup.ts';

const PROTECTION = {
  passphrase: 'The profile is locked with your passphrase.',
  file: 'The key lies in a file that only your user account on this machine can read; there is no passphrase.',
} as const;

const accountState = ({ profile }: PeerContext): AccountState => {
  const state = profile.state();
  if (state !== 'ready') return { state, profile: profile.folder };
  const { self, vault } = profile.open();
  return {
    state,
    name: self.name,
    account: self.account,
    device: self.device,
    fingerprint: fingerprintOf(self.account),
    vault,
    protection: PROTECTION[vault],
    profile: profile.folder,
  };
};

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
    'account.restore': async ({ name, passphrase, phrase }) => {
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
