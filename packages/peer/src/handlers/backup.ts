/** account.backup, and restoring from one [K7] [K8]. */
import { type Backup, measureCost, openBackup, readPhrase, sealBackup } from '@plexi/crypto';
import { nativePrimitives as primitives, nativeStretch as stretch } from '@plexi/crypto/native';
import type { AccountState, Handlers } from '@plexi/operations';
import { fromBase64Url, isPlexiError, LIMITS, plexiError, toBase64Url, utf8 } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import type { PeerContext } from './context.ts';
import { accountState } from './own-account.ts';
import { adoptInto, inviteOwnDevices } from './own-devices.ts';

/** How long a backup leads into the spaces, and how often: whoever uses it needs the recovery phrase too. */
const DAYS = 730;
const USES = 20;
/** Room for what the account keeps for itself, beside the link. */
const ITEMS_BYTES = LIMITS.backupBytes / 2;

/** What was said last comes first; what has no room stays out. */
const keptItems = ({ awareness }: Client): Backup['items'] => {
  const items: Backup['items'] = [];
  let left = ITEMS_BYTES;
  for (const [key, { value, clock }] of awareness.account.all().sort(([, a], [, b]) => b.clock - a.clock)) {
    left -= utf8(key).length + utf8(value ?? '').length + 20;
    if (left < 0 || items.length === LIMITS.backupItems) break;
    items.push([key, value ?? null, clock]);
  }
  return items;
};

interface RestoreInput {
  phrase: string;
  name?: string | undefined;
  passphrase?: string | undefined;
  backup: string;
  opens?: string | undefined;
}

/** Makes a new device of the account, and begins to bring it into the spaces. Throws BACKUP_INVALID, BACKUP_WRONG, BACKUP_OTHER_ACCOUNT. */
export const restoreBackup = async (
  context: PeerContext,
  { phrase, name, passphrase, backup, opens }: RestoreInput,
): Promise<AccountState & { spaces: number }> => {
  if (context.profile.state() !== 'none') throw plexiError('ACCOUNT_EXISTS');
  const { account } = readPhrase(primitives, phrase);
  const file = fromBase64Url(backup);
  if (file === undefined) throw plexiError('BACKUP_INVALID', { detail: 'not base64url' });
  const content = openBackup(primitives, stretch, file, opens ?? '');
  if (content.account !== account) throw plexiError('BACKUP_OTHER_ACCOUNT');
  const open = await context.profile.create({
    name: name ?? content.name,
    phrase,
    passphrase,
    nowMs: context.now(),
  });
  await context.opened(open);
  const client = await context.client();
  await client.awareness.account.takeIn(
    content.items.map(([key, value, clock]) => [key, { value: value ?? undefined, clock }]),
  );
  const spaces =
    content.link === null
      ? []
      : await adoptInto(context, client, content.link).catch((error: unknown) => {
          // The account is back in any case; into its spaces it needs a newer backup, or a link of another device.
          if (isPlexiError(error) && error.code === 'INVITE_EXPIRED') return [];
          throw error;
        });
  return { ...accountState(context), spaces: spaces.length };
};

export const backupHandlers = (context: PeerContext) =>
  ({
    'account.backup': async ({ passphrase }) => {
      const client = await context.client();
      const { account, name } = client.self;
      const { link, invites, expires } = await inviteOwnDevices(context, client, { days: DAYS, uses: USES });
      const file = sealBackup(
        primitives,
        stretch,
        {
          account,
          name,
          madeAt: Math.floor(context.now()),
          link: link ?? null,
          items: keptItems(client),
        },
        { passphrase, cost: measureCost(stretch, () => performance.now()) },
      );
      return { backup: toBase64Url(file), spaces: invites.length, expires: new Date(expires).toISOString() };
    },
  }) satisfies Handlers;
