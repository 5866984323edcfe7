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
  type InviteListing,
  makeJoinRequest,
  proveInvite,
  readInviteLink,
  toHex,
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
  /** With `as` only by an invite that makes just that. */
  begin(linkText: string, as?: InviteRole): Promise<void>;
  /** Shows a device that we are invited. */
  proofFor(device: DeviceId): Uint8Array | undefined;
  /** The request to be let in; none while it is known that nobody may, or not known yet as what. */
  request(): Uint8Array | undefined;
  /** Whether governance is at least as new as the link, and its inviter is known: nothing older is accepted. */
  isTrustworthy(): boolean;
  fail(code: ErrorCode): Promise<void>;
  done(): Promise<void>;
  close(): void;
}

type JoiningContext = Pick<
  SpaceContext,
  'primitives' | 'store' | 'space' | 'self' | 'replica' | 'keys' | 'emit' | 'now'
>;

export type InviteRole = InviteListing['role'];

/** Whether a refusal ends a join. Whoever knows nothing of an invite may only not have heard of it yet. */
export const endsJoining = (code: string): code is ErrorCode =>
  /^INVITE_(?!UNKNOWN)/u.test(code) && code in ERROR_TABLE;

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
  const storedRole = await store.record(space, 'joining', 'role');
  let role = storedRole === undefined ? undefined : (decoder.decode(storedRole) as InviteRole);

  const isTrustworthy = (): boolean => {
    const governance = replica.governance();
    if (link === undefined) return true;
    const { inviter, heads } = link;
    return (
      governance !== undefined &&
      heads.every((head) => governanceEntryOf(governance, head) !== undefined) &&
      (governance.state.members[inviter] ?? governance.state.formerMembers[inviter]) !== undefined
    );
  };

  const listing = (): InviteListing | undefined =>
    link && replica.governance()?.state.invites[toHex(primitives.publicKeyOf(link.secret))];

  /** Why nobody may let us in, by what governance says now: it may say something else later. */
  const objection = (): ErrorCode | undefined => {
    if (link === undefined || !isTrustworthy()) return undefined;
    const ban = replica.governance()?.state.banned[self.account];
    if (ban !== undefined && (ban.until === 0 || context.now() <= ban.until)) return 'INVITE_BANNED';
    return role !== undefined && (listing()?.role ?? role) !== role ? 'INVITE_OTHER_ROLE' : undefined;
  };

  const isKnownAs = (): boolean => role === undefined || (isTrustworthy() && listing()?.role === role);

  return {
    isUnderWay: () => link !== undefined && failure === undefined,
    spaceName: () => link?.spaceName,
    link: () => link,
    failure: () => {
      const code = failure ?? objection();
      return code && { code, message: ERROR_TABLE[code].message, next: ERROR_TABLE[code].next };
    },
    begin: async (linkText, as) => {
      link = readInviteLink(primitives, linkText);
      failure = undefined;
      role = as;
      const keyPackage = await createKeyPackage(self.keys, { primitives });
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
        put('role', as && utf8(as)),
        put('request', request),
        ...(await context.keys.keepPackage(keyPackage)),
      ]);
    },
    proofFor: (peer) =>
      link === undefined
        ? undefined
        : proveInvite(primitives, link.secret, { space, device: self.device, peer }),
    request: () =>
      link === undefined || failure !== undefined || objection() !== undefined || !isKnownAs()
        ? undefined
        : request,
    isTrustworthy,
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
      await store.commit(['link', 'failure', 'role', 'request'].map((key) => put(key, undefined)));
    },
    close: () => undefined,
  };
};
