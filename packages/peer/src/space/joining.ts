/**
 * Joining by an invite link [G9]: what the joiner keeps until some member's device has let it in. It survives restarts and
 * needs nobody to be online at the same time: the request waits on the relays.
 */
import { createKeyPackage } from '@plexi/crypto/key-group';
import {
  type DeviceId,
  ERROR_TABLE,
  type ErrorCode,
  governanceEntryOf,
  type InviteLink,
  makeJoinRequest,
  proveInvite,
  readInviteLink,
  utf8,
} from '@plexi/protocol';
import type { SpaceContext } from './context.ts';

const decoder = new TextDecoder();

export interface Joining {
  isUnderWay(): boolean;
  spaceName(): string | undefined;
  link(): InviteLink | undefined;
  /** Why it cannot go on, if so. */
  failure(): { code: string; message: string; next: string } | undefined;
  begin(linkText: string): Promise<void>;
  /** Shows a device that we are invited. */
  proofFor(device: DeviceId): Uint8Array | undefined;
  /** The request to be let in. */
  request(): Uint8Array | undefined;
  /** Whether governance is at least as new as the link, and its inviter is known: nothing older is accepted. */
  isTrustworthy(): boolean;
  fail(code: ErrorCode): Promise<void>;
  done(): Promise<void>;
  close(): void;
}

type JoiningContext = Pick<
  SpaceContext,
  'primitives' | 'store' | 'space' | 'self' | 'replica' | 'keys' | 'emit'
>;

/** Opens what the store knows of a join under way. */
export const openJoining = async (context: JoiningContext): Promise<Joining> => {
  const { primitives, store, space, self, replica } = context;
  const put = (key: string, value: Uint8Array | undefined) =>
    ({ type: 'record', scope: space, kind: 'joining', key, value }) as const;
  const storedLink = await store.record(space, 'joining', 'link');
  const storedFailure = await store.record(space, 'joining', 'failure');
  let link = storedLink === undefined ? undefined : readInviteLink(primitives, decoder.decode(storedLink));
  let failure = storedFailure === undefined ? undefined : (decoder.decode(storedFailure) as ErrorCode);
  let request = await store.record(space, 'joining', 'request');

  return {
    isUnderWay: () => link !== undefined && failure === undefined,
    spaceName: () => link?.spaceName,
    link: () => link,
    failure: () =>
      failure === undefined
        ? undefined
        : { code: failure, message: ERROR_TABLE[failure].message, next: ERROR_TABLE[failure].next },
    begin: async (linkText) => {
      link = readInviteLink(primitives, linkText);
      failure = undefined;
      const keyPackage = await createKeyPackage(self.keys);
      request = makeJoinRequest(primitives, {
        space,
        certificate: self.certificate,
        keyPackage: keyPackage.public,
        inviteSecret: link.secret,
        deviceSecretKey: self.keys.secretKey.reveal(),
      });
      await store.commit([
        put('link', utf8(linkText)),
        put('failure', undefined),
        put('request', request),
        ...(await context.keys.keepPackage(keyPackage)),
      ]);
    },
    proofFor: (peer) =>
      link === undefined
        ? undefined
        : proveInvite(primitives, link.secret, { space, device: self.device, peer }),
    request: () => (link === undefined || failure !== undefined ? undefined : request),
    isTrustworthy: () => {
      const governance = replica.governance();
      if (link === undefined) return true;
      const inviter = link.inviter;
      return (
        governance !== undefined &&
        link.heads.every((head) => governanceEntryOf(governance, head) !== undefined) &&
        (governance.state.members[inviter] ?? governance.state.formerMembers[inviter]) !== undefined
      );
    },
    fail: async (code) => {
      if (link === undefined || failure !== undefined) return;
      failure = code;
      await store.commit([put('failure', utf8(code))]);
      context.emit({ type: 'spaces' });
    },
    done: async () => {
      if (link === undefined) return;
      link = undefined;
      request = undefined;
      await store.commit([put('link', undefined), put('failure', undefined), put('request', undefined)]);
    },
    close: () => undefined,
  };
};
