import { decodeMlsMessage, encodeMlsMessage } from 'ts-mls';
import { encode } from 'ts-mls/codec/tlsEncoder.js';
import { decodeCommit, encodeCommit } from 'ts-mls/commit.js';
import { verifyGroupInfoConfirmationTag, verifyGroupInfoSignature } from 'ts-mls/groupInfo.js';
import { decodeGroupSecrets, encodeGroupSecrets } from 'ts-mls/groupSecrets.js';
import { makeKeyPackageRef } from 'ts-mls/keyPackage.js';
import { protectApplicationData, unprotectPrivateMessage } from 'ts-mls/messageProtection.js';
import { unprotectPublicMessage } from 'ts-mls/messageProtectionPublic.js';
import {
  decodeAdd,
  decodeExternalInit,
  decodeGroupContextExtensions,
  decodePSK,
  decodeReinit,
  decodeRemove,
  decodeUpdate,
  encodeAdd,
  encodeExternalInit,
  encodeGroupContextExtensions,
  encodePSK,
  encodeReinit,
  encodeRemove,
  encodeUpdate,
  proposalEncoder,
} from 'ts-mls/proposal.js';
import { decodeRatchetTree, encodeRatchetTree, type RatchetTree } from 'ts-mls/ratchetTree.js';
import { createSecretTree } from 'ts-mls/secretTree.js';
import { decryptGroupInfo, decryptGroupSecrets } from 'ts-mls/welcome.js';
import { describe, expect, it } from 'vitest';
import { hasVectors, hex, readVectors } from '../vectors.ts';
import { decodeAll, eachOfOurs, text } from './suites.ts';

const FILES = ['messages', 'message-protection', 'welcome'];

/** Decodes and encodes again: the bytes as they were. */
const again =
  <Value>(
    decoder: (bytes: Uint8Array, offset: number) => [Value, number] | undefined,
    encoder: (value: Value) => Uint8Array,
  ) =>
  (bytes: string): string =>
    text(encoder(decodeAll(decoder, bytes)));

const MLS_MESSAGE = again(decodeMlsMessage, encodeMlsMessage);

const KINDS: Record<string, (bytes: string) => string> = {
  mls_welcome: MLS_MESSAGE,
  mls_group_info: MLS_MESSAGE,
  mls_key_package: MLS_MESSAGE,
  public_message_application: MLS_MESSAGE,
  public_message_proposal: MLS_MESSAGE,
  public_message_commit: MLS_MESSAGE,
  private_message: MLS_MESSAGE,
  ratchet_tree: again(decodeRatchetTree, encodeRatchetTree),
  group_secrets: again(decodeGroupSecrets, encodeGroupSecrets),
  add_proposal: again(decodeAdd, encodeAdd),
  update_proposal: again(decodeUpdate, encodeUpdate),
  remove_proposal: again(decodeRemove, encodeRemove),
  pre_shared_key_proposal: again(decodePSK, encodePSK),
  re_init_proposal: again(decodeReinit, encodeReinit),
  external_init_proposal: again(decodeExternalInit, encodeExternalInit),
  group_context_extensions_proposal: again(decodeGroupContextExtensions, encodeGroupContextExtensions),
  commit: again(decodeCommit, encodeCommit),
};

const messageOf = (bytes: string) => decodeAll(decodeMlsMessage, bytes);

describe.skipIf(!hasVectors(...FILES.map((name) => `mls/${name}.json.gz`)))('[X2] RFC 9420 messages', () => {
  it('every message is written as it was read', () => {
    const vectors = readVectors<Record<string, string>[]>('mls/messages.json.gz');
    expect(Object.keys(vectors[0] ?? {}).sort()).toEqual(Object.keys(KINDS).sort());
    for (const [i, vector] of vectors.entries())
      for (const [kind, bytes] of Object.entries(vector))
        expect(KINDS[kind]?.(bytes), `${kind} ${i}`).toBe(bytes);
  });

  it('a Welcome opens with its key, and its GroupInfo is signed and confirmed', async () => {
    interface WelcomeVector {
      cipher_suite: number;
      init_priv: string;
      signer_pub: string;
      key_package: string;
      welcome: string;
    }
    for (const { vector, suite } of await eachOfOurs<WelcomeVector>('welcome')) {
      const offered = messageOf(vector.key_package);
      const message = messageOf(vector.welcome);
      if (offered.wireformat !== 'mls_key_package' || message.wireformat !== 'mls_welcome')
        throw new TypeError('kind');
      const ref = await makeKeyPackageRef(offered.keyPackage, suite.hash);
      const key = await suite.hpke.importPrivateKey(hex(vector.init_priv));
      const secrets = await decryptGroupSecrets(key, ref, message.welcome, suite.hpke);
      if (secrets === undefined) throw new TypeError('secrets');
      const noPsk = new Uint8Array(suite.kdf.size);
      const info = await decryptGroupInfo(message.welcome, secrets.joinerSecret, noPsk, suite);
      if (info === undefined) throw new TypeError('group info');
      expect(await verifyGroupInfoSignature(info, hex(vector.signer_pub), suite.signature)).toBe(true);
      expect(await verifyGroupInfoConfirmationTag(info, secrets.joinerSecret, noPsk, suite)).toBe(true);
      const other = secrets.joinerSecret.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
      expect(await verifyGroupInfoConfirmationTag(info, other, noPsk, suite)).toBe(false);
    }
  });

  it('messages open to what was protected, and not in another epoch or under another key', async () => {
    interface Protection {
      cipher_suite: number;
      group_id: string;
      epoch: number;
      tree_hash: string;
      confirmed_transcript_hash: string;
      signature_priv: string;
      signature_pub: string;
      encryption_secret: string;
      sender_data_secret: string;
      membership_key: string;
      proposal: string;
      proposal_pub: string;
      proposal_priv: string;
      commit: string;
      commit_pub: string;
      commit_priv: string;
      application: string;
      application_priv: string;
    }
    const config = { retainKeysForGenerations: 10, retainKeysForEpochs: 4, maximumForwardRatchetSteps: 200 };
    for (const { vector, suite, suiteName } of await eachOfOurs<Protection>('message-protection')) {
      const context = {
        version: 'mls10' as const,
        cipherSuite: suiteName,
        groupId: hex(vector.group_id),
        epoch: BigInt(vector.epoch),
        treeHash: hex(vector.tree_hash),
        confirmedTranscriptHash: hex(vector.confirmed_transcript_hash),
        extensions: [],
      };
      const tree = await createSecretTree(2, hex(vector.encryption_secret), suite.kdf);
      const publicKey = hex(vector.signature_pub);
      const noTree: RatchetTree = [];
      const senderData = hex(vector.sender_data_secret);
      const open = async (bytes: string, of = context): Promise<string> => {
        const message = messageOf(bytes);
        if (message.wireformat !== 'mls_private_message') throw new TypeError('kind');
        const { privateMessage } = message;
        const opened = await unprotectPrivateMessage(
          senderData,
          privateMessage,
          tree,
          noTree,
          of,
          config,
          suite,
          publicKey,
        );
        const { content } = opened.content;
        if (content.contentType === 'application') return text(content.applicationData);
        return content.contentType === 'commit'
          ? text(encodeCommit(content.commit))
          : text(encode(proposalEncoder)(content.proposal));
      };
      expect(await open(vector.application_priv)).toBe(vector.application);
      expect(await open(vector.commit_priv)).toBe(vector.commit);
      expect(await open(vector.proposal_priv)).toBe(vector.proposal);
      await expect(open(vector.commit_priv, { ...context, epoch: context.epoch + 1n })).rejects.toThrow(
        'Signature',
      );

      for (const bytes of [vector.proposal_pub, vector.commit_pub]) {
        const message = messageOf(bytes);
        if (message.wireformat !== 'mls_public_message') throw new TypeError('kind');
        const read = (membership: Uint8Array) =>
          unprotectPublicMessage(membership, context, noTree, message.publicMessage, suite, publicKey);
        expect((await read(hex(vector.membership_key))).wireformat).toBe('mls_public_message');
        await expect(read(new Uint8Array(32))).rejects.toThrow('membership');
      }

      const { privateMessage } = await protectApplicationData(
        hex(vector.signature_priv),
        senderData,
        hex(vector.application),
        new Uint8Array(0),
        context,
        tree,
        1,
        { kind: 'padUntilLength', padUntilLength: 256 },
        suite,
      );
      const own = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage });
      expect(await open(text(own))).toBe(vector.application);
    }
  });
});
