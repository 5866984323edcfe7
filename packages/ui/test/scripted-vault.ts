/** What a scripted peer answers about its passphrase. */
import type { Handlers, PeerEvent, Protection } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import type { Script } from './script.ts';

export const PASSPHRASE = 'open sesame';

export interface ScriptedVaultInput {
  script: Script;
  emit: (event: PeerEvent) => void;
  become: (name: string, state?: { vault: 'passphrase' | 'file' }) => unknown;
}

export const scriptVault = ({ script, emit, become }: ScriptedVaultInput): Handlers => {
  let passphrase = PASSPHRASE;
  let autoLock = 0;
  const lockOf = (): 'passphrase' | 'file' => script.account.vault ?? 'file';
  const protection = (): Protection => ({
    lock: lockOf(),
    protection: script.account.protection ?? '',
    since: '2026-11-02T09:30:00.000Z',
    cipher: 'SQLCipher 4: AES-256-CBC, HMAC-SHA512',
    ...(lockOf() === 'passphrase' && { stretching: 'Argon2id, 256 MiB, 4 passes' }),
    autoLock,
    profile: script.account.profile,
  });
  return {
    'account.protection': async () => protection(),
    'account.passphrase': async ({ current, passphrase: next }) => {
      if (lockOf() === 'passphrase' && current !== passphrase) throw plexiError('PASSPHRASE_WRONG');
      if (next === undefined) autoLock = 0;
      passphrase = next ?? PASSPHRASE;
      become(script.account.name ?? 'Ada', { vault: next === undefined ? 'file' : 'passphrase' });
      return protection();
    },
    'account.autolock': async ({ minutes }) => {
      autoLock = minutes;
      return protection();
    },
    'account.backup': async () => ({
      backup: 'cGxleGliYWs',
      spaces: script.spaces.length,
      expires: '2028-11-24T18:00:00.000Z',
    }),
    'account.lock': async () => {
      if (lockOf() === 'file') throw plexiError('PASSPHRASE_UNSET');
      script.account = { state: 'locked', profile: script.account.profile };
      emit({ type: 'account' });
      return script.account;
    },
    'account.unlock': async ({ passphrase: given }) => {
      if (given !== passphrase) throw plexiError('PASSPHRASE_WRONG');
      become('Ada', { vault: 'passphrase' });
      return script.account;
    },
  };
};
