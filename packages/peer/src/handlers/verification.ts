/** member.number, member.verify …: knowing that an account is the person whose name it bears [K8]. */
import { digitsIn, safetyCodeOf, safetyNumberOf } from '@plexi/crypto';
import type { Handlers, Verification } from '@plexi/operations';
import { type AccountId, type Certificate, type DeviceId, plexiError } from '@plexi/protocol';
import { EVERYWHERE } from '../account-state/item.ts';
import type { Client } from '../client/client.ts';
import { readVerified, writeVerified } from '../verification/verified.ts';
import type { PeerContext } from './context.ts';
import { findMember, findSpace, fingerprintOf } from './lookup.ts';
import { findAmong, nameOf } from './people.ts';

/** What an account has in all spaces that are here, those included that it left. */
const devicesOf = (client: Client, account: AccountId): [DeviceId, Certificate][] => {
  const found = new Map<DeviceId, Certificate>();
  for (const space of client.spaces()) {
    const { members, formerMembers } = space.replica.governance()?.state ?? {};
    for (const state of [formerMembers, members])
      for (const [device, { certificate }] of Object.entries(state?.[account]?.devices ?? {}))
        found.set(device as DeviceId, certificate);
  }
  return [...found].sort(([, a], [, b]) => a.issuedAt - b.issuedAt);
};

const describe = (client: Client, account: AccountId): Verification => {
  const mark = readVerified(client.awareness.account.get(EVERYWHERE, 'verify', account));
  const devices = devicesOf(client, account).map(([device, { issuedAt }]) => ({
    device,
    fingerprint: fingerprintOf(device),
    since: new Date(issuedAt).toISOString(),
    isNew: mark !== undefined && !mark.knows(device),
  }));
  const person = { account, name: nameOf(client, account), devices };
  if (mark === undefined) return { ...person, state: 'none' };
  return {
    ...person,
    state: devices.some(({ isNew }) => isNew) ? 'changed' : 'verified',
    since: new Date(mark.at).toISOString(),
  };
};

const GROUP = /.{5}(?=.)/gu;

export const verificationHandlers = (context: PeerContext) => {
  const findPerson = async (
    name: string,
    spaceName: string | undefined,
  ): Promise<{ client: Client; account: AccountId }> => {
    const client = await context.client();
    const isMarked = client.awareness.account.get(EVERYWHERE, 'verify', name) !== undefined;
    const account = isMarked
      ? (name as AccountId)
      : spaceName === undefined
        ? findAmong(client.spaces(), name)
        : findMember((await findSpace(context, spaceName)).space, name);
    if (account === client.self.account) throw plexiError('NOT_ALLOWED', { detail: 'oneself' });
    return { client, account };
  };
  return {
    'member.number': async ({ name, space }) => {
      const { client, account } = await findPerson(name, space);
      const number = safetyNumberOf(client.self.account, account);
      return {
        ...describe(client, account),
        number: number.replace(GROUP, '$& '),
        code: safetyCodeOf(client.self.account, account),
      };
    },
    'member.verify': async ({ name, space, number }) => {
      const { client, account } = await findPerson(name, space);
      const self = client.self.account;
      const given = number.trim();
      if (given === safetyCodeOf(self, account))
        throw plexiError('INVALID_INPUT', {
          detail: 'this is the code that you show; theirs is another one',
        });
      const digits = digitsIn(given);
      if (digits === undefined && !given.startsWith('plexi://verify/'))
        throw plexiError('INVALID_INPUT', { detail: 'a safety number has 60 digits' });
      if (digits !== safetyNumberOf(self, account) && given !== safetyCodeOf(account, self))
        throw plexiError('SAFETY_MISMATCH');
      const devices = devicesOf(client, account).map(([device]) => device);
      await client.awareness.account.set(
        EVERYWHERE,
        'verify',
        account,
        writeVerified(context.now(), devices),
      );
      return describe(client, account);
    },
    'member.unverify': async ({ name, space }) => {
      const { client, account } = await findPerson(name, space);
      await client.awareness.account.set(EVERYWHERE, 'verify', account, undefined);
      return describe(client, account);
    },
    'member.verified': async () => {
      const client = await context.client();
      return [...client.awareness.account.list(EVERYWHERE, 'verify').keys()]
        .map((account) => describe(client, account as AccountId))
        .filter(({ state }) => state !== 'none');
    },
  } satisfies Handlers;
};
