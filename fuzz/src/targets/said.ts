/** What members write and sign: events, mail, acts, certificates, invitations, reports, policies, canvases. */

import { utf8 } from '../../../packages/protocol/src/bytes.ts';
import { encodeCbor } from '../../../packages/protocol/src/cbor.ts';
import { decodeDropOrder, encodeDropOrder } from '../../../packages/protocol/src/channel/drop.ts';
import { type ChannelEvent, decodeEvent, encodeEvent } from '../../../packages/protocol/src/channel/event.ts';
import { decodeEvidence, encodeEvidence } from '../../../packages/protocol/src/channel/evidence.ts';
import {
  decodeLetter,
  decodeMail,
  encodeLetter,
  encodeMail,
} from '../../../packages/protocol/src/channel/mail.ts';
import { decodeExtras, encodeExtras } from '../../../packages/protocol/src/channel/post.ts';
import { decodeAct, encodeAct } from '../../../packages/protocol/src/governance/act.ts';
import { issueCertificate, readCertificate } from '../../../packages/protocol/src/identity/certificate.ts';
import { idToBytes, type LogId } from '../../../packages/protocol/src/ids.ts';
import {
  type DeviceLink,
  makeDeviceLink,
  readDeviceLink,
} from '../../../packages/protocol/src/invitation/device-link.ts';
import { makeJoinRequest, readJoinRequest } from '../../../packages/protocol/src/invitation/join-request.ts';
import {
  type InviteLink,
  makeInviteLink,
  readInviteLink,
} from '../../../packages/protocol/src/invitation/link.ts';
import { readText, type TextForm, writeText } from '../../../packages/protocol/src/invitation/sealed-text.ts';
import { LIMITS } from '../../../packages/protocol/src/limits.ts';
import {
  DEFAULT_POLICY,
  decodeModerationPolicy,
  encodeModerationPolicy,
} from '../../../packages/protocol/src/moderation/policy.ts';
import { RECEIPT_BYTES } from '../../../packages/protocol/src/receipt.ts';
import {
  readWitnessWord,
  shortOf,
  type WitnessWord,
  writeWitnessWord,
} from '../../../packages/protocol/src/sync/witness-word.ts';
import { ofText, readsAgain, spelledOnce, type Target, target, texts } from '../target.ts';
import {
  ACCOUNT,
  ACCOUNT_SEED,
  bytesOf,
  CHANNEL,
  DEVICE,
  DEVICE_SEED,
  ENTRY,
  id,
  LOG,
  PRIMITIVES,
  SIGNED,
  SPACE,
  TRUSTING,
} from './material.ts';

const MESSAGE = id<string>(5);
const certificate = issueCertificate(
  PRIMITIVES,
  { boxKey: bytesOf(32, 13), leafKey: bytesOf(32, 14), issuedAt: 1_700_000_000_000 },
  { accountSecretKey: ACCOUNT_SEED, deviceSecretKey: DEVICE_SEED },
);
const joinRequest = makeJoinRequest(PRIMITIVES, {
  space: SPACE,
  certificate,
  keyPackage: bytesOf(100),
  inviteSecret: bytesOf(32, 15),
  deviceSecretKey: DEVICE_SEED,
});
const RELAYS = [{ device: DEVICE, addresses: ['/ip4/127.0.0.1/tcp/4001'] }];
const LINK: InviteLink = {
  space: SPACE,
  secret: bytesOf(32, 15),
  inviter: ACCOUNT,
  heads: [ENTRY],
  relays: RELAYS,
  expires: 1_700_000_000_000,
  spaceName: 'Harbour',
  inviterName: 'Ada',
};

const OWN_LINK: DeviceLink = { account: ACCOUNT, name: 'Ada', expires: 1_700_000_000_000, invites: [LINK] };

const EVENTS: readonly ChannelEvent[] = [
  { kind: 'post', text: 'hello' },
  {
    kind: 'post',
    text: 'a poll',
    extras: {
      parent: MESSAGE,
      root: MESSAGE,
      inChannel: true,
      accounts: [ACCOUNT],
      everyone: 'here',
      poll: { multiple: true, options: ['one', 'two'] },
      inference: { model: 'm', promptTokens: 1, answerTokens: 2, ms: 3, sources: [MESSAGE] },
    } as never,
  },
  { kind: 'import', lines: [{ author: 'ada', time: '10:00', text: 'x', occurrence: 0 }] },
  { kind: 'canvas', update: Uint8Array.of(0, 0) },
  { kind: 'canvas-version', name: 'draft' },
  { kind: 'edit', target: MESSAGE, text: 'better', mentions: { accounts: [ACCOUNT] } },
  { kind: 'react', target: MESSAGE, emoji: '👍🏽', on: true },
  { kind: 'hide', target: MESSAGE, on: false },
  { kind: 'pin', target: MESSAGE, on: true },
  { kind: 'vote', target: MESSAGE, choices: [0, 1] },
  { kind: 'topic', text: 'about' },
  { kind: 'close-poll', target: MESSAGE },
];

const ACTS: readonly unknown[] = [
  { type: 'genesis', certificate, nonce: bytesOf(16) },
  {
    type: 'space.leave',
    cutoffs: [{ log: { channel: CHANNEL, device: DEVICE, generation: 0 }, sequence: 2, id: ENTRY }],
  },
  { type: 'channel.create', channel: CHANNEL },
  { type: 'channel.retain', channel: CHANNEL, ms: 1000 },
  { type: 'relay.list', device: DEVICE, addresses: ['/ip4/127.0.0.1/tcp/4001'] },
  { type: 'invite.create', publicKey: bytesOf(32), uses: 3, expires: 1_700_000_000_000, role: 'member' },
  { type: 'member.remove', account: ACCOUNT, cutoffs: [], ban: 0 },
  { type: 'owners.vote', add: [ACCOUNT], drop: [] },
  { type: 'checkpoint.sign', covers: [ENTRY], state: bytesOf(32) },
  {
    type: 'fork.prove',
    log: { channel: CHANNEL, device: DEVICE, generation: 0 },
    branches: [[[bytesOf(200), bytesOf(64)]], [[bytesOf(201), bytesOf(64)]]],
  },
  {
    type: 'plugin.grant',
    plugin: 'admin',
    version: '1.0.0',
    hash: bytesOf(32),
    capabilities: ['message.read'],
  },
];

const FORMS = {
  join: { scheme: 'plexi://join/', context: utf8('plexi/link/1\0'), limit: LIMITS.linkBytes },
  device: {
    scheme: 'plexi://device/',
    context: utf8('plexi/device-link/1\0'),
    limit: LIMITS.deviceLinkBytes,
  },
} as const satisfies Record<string, TextForm>;

/** Reads a link whose checksum fits, whatever is in it. */
const behindChecksum =
  (form: TextForm, read: typeof readInviteLink | typeof readDeviceLink) =>
  (bytes: Uint8Array): unknown =>
    read(PRIMITIVES, writeText(PRIMITIVES, form, bytes));

const CLAIMS = [{ logId: id<LogId>(6), sequence: 5 }];
const WITNESS_WORDS: readonly WitnessWord[] = [
  { kind: 'signed', relay: DEVICE, claims: CLAIMS },
  { kind: 'ask', of: DEVICE, relay: DEVICE, claims: CLAIMS },
  { kind: 'receipts', receipts: [{ bytes: bytesOf(RECEIPT_BYTES), log: LOG }] },
  { kind: 'view', views: [{ device: shortOf(DEVICE), mark: '0123456789abcdef' }] },
];

export const SAID: Readonly<Record<string, Target>> = {
  'witness-word': target({
    reads: { readWitnessWord },
    run: spelledOnce(readWitnessWord, writeWitnessWord),
    seeds: () => WITNESS_WORDS.map(writeWitnessWord),
  }),
  event: target({
    reads: { decodeEvent },
    run: spelledOnce(decodeEvent, encodeEvent),
    seeds: () => EVENTS.map(encodeEvent),
  }),
  extras: target({
    reads: { decodeExtras },
    run: spelledOnce(decodeExtras, (extras) => encodeExtras(extras) ?? new Uint8Array()),
    seeds: () =>
      EVENTS.flatMap((event) =>
        event.kind === 'post' && event.extras !== undefined ? [encodeExtras(event.extras) as Uint8Array] : [],
      ),
  }),
  drop: target({
    reads: { decodeDropOrder },
    run: spelledOnce(decodeDropOrder, encodeDropOrder),
    seeds: () => [
      encodeDropOrder({ targets: [{ logId: id(6), sequence: 4, entry: ENTRY }], blobs: [MESSAGE] }),
    ],
  }),
  mail: target({
    reads: { decodeMail },
    run: spelledOnce(decodeMail, encodeMail),
    seeds: () => [encodeMail(bytesOf(50))],
  }),
  letter: target({
    reads: { decodeLetter },
    run: readsAgain(decodeLetter, encodeLetter),
    seeds: () => [
      encodeCbor({
        version: 1,
        type: 'introduction',
        space: idToBytes(SPACE),
        kind: 'channel',
        name: 'quay',
        relays: [{ device: idToBytes(DEVICE), addresses: ['/ip4/127.0.0.1/tcp/4001'] }],
      }),
      encodeCbor({ version: 1, type: 'notice' }),
      encodeCbor({ version: 1, type: 'appeal' }),
    ],
  }),
  evidence: target({
    reads: { decodeEvidence },
    run: readsAgain(decodeEvidence, encodeEvidence),
    seeds: () => [
      encodeEvidence({
        space: SPACE,
        channel: CHANNEL,
        runs: [
          {
            device: DEVICE,
            certificate,
            generation: 0,
            signature: bytesOf(64),
            entries: [
              {
                header: SIGNED.header,
                parsed: SIGNED.parsed,
                opening: { body: bytesOf(40), key: bytesOf(32) },
              },
            ],
          },
        ],
      }),
    ],
  }),
  act: target({
    reads: { decodeAct },
    run: spelledOnce(decodeAct, ({ act, sealed: words }) => encodeAct(act, words)),
    seeds: () => [
      ...ACTS.map((act) => encodeAct(act as never)),
      encodeAct({ type: 'space.describe' }, bytesOf(40)),
    ],
  }),
  certificate: target({
    reads: { readCertificate },
    run: (bytes) => readCertificate(TRUSTING, bytes),
    seeds: () => [certificate],
  }),
  'join-request': target({
    reads: { readJoinRequest },
    run: (bytes) => readJoinRequest(TRUSTING, bytes),
    seeds: () => [joinRequest],
  }),
  'link-text': target({
    reads: { readText },
    run: ofText((text) => readText(PRIMITIVES, FORMS.join, text)),
    seeds: texts(
      makeInviteLink(PRIMITIVES, LINK),
      ` <${makeInviteLink(PRIMITIVES, LINK)}>\n`,
      makeInviteLink(PRIMITIVES, LINK).replace(FORMS.join.scheme, 'https://example.org/#join/'),
    ),
  }),
  'invite-link': target({
    reads: { readInviteLink },
    run: behindChecksum(FORMS.join, readInviteLink),
    seeds: () => [readText(PRIMITIVES, FORMS.join, makeInviteLink(PRIMITIVES, LINK))],
  }),
  'device-link': target({
    reads: { readDeviceLink },
    run: behindChecksum(FORMS.device, readDeviceLink),
    seeds: () => [readText(PRIMITIVES, FORMS.device, makeDeviceLink(PRIMITIVES, OWN_LINK))],
  }),
  policy: target({
    reads: { decodeModerationPolicy },
    run: spelledOnce(decodeModerationPolicy, encodeModerationPolicy),
    seeds: () => [
      encodeModerationPolicy({ ...DEFAULT_POLICY, words: { block: ['one', 'two'], allow: ['three'] } }),
    ],
  }),
};
