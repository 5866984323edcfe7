/** The account of this profile, as operations tell it. */
import type { AccountState } from '@plexi/operations';
import type { PeerContext } from './context.ts';
import { fingerprintOf } from './lookup.ts';

export const PROTECTION = {
  passphrase: 'The profile is locked with your passphrase.',
  file: 'The key lies in a file that only your user account on this machine can read; there is no passphrase.',
} as const;

export const accountState = ({ profile }: PeerContext): AccountState => {
  const state = profile.state();
  if (state !== 'ready') return { state, profile: profile.folder };
  const { self } = profile.open();
  const vault = profile.protection()?.kind ?? 'file';
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
