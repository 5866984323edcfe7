import { decodeAuthenticatedContent } from 'ts-mls/authenticatedContent.js';
import { decodeVarLenData, determineLength } from 'ts-mls/codec/variableLength.js';
import { refhash } from 'ts-mls/crypto/hash.js';
import { decryptWithLabel, encryptWithLabel } from 'ts-mls/crypto/hpke.js';
import { deriveSecret, deriveTreeSecret, expandWithLabel } from 'ts-mls/crypto/kdf.js';
import { signWithLabel, verifyWithLabel } from 'ts-mls/crypto/signature.js';
import { verifyConfirmationTag } from 'ts-mls/framedContent.js';
import { computePskSecret } from 'ts-mls/presharedkey.js';
import { createSecretTree, deriveKey, deriveNonce, ratchetToGeneration } from 'ts-mls/secretTree.js';
import type { ReuseGuard } from 'ts-mls/sender.js';
import { createConfirmedHash, createInterimHash } from 'ts-mls/transcriptHash.js';
import { left, nodeWidth, parent, right, root, sibling, toNodeIndex } from 'ts-mls/treemath.js';
import { describe, expect, it } from 'vitest';
import { hasVectors, hex, readVectors } from '../vectors.ts';
import { decodeAll, eachOfOurs, text } from './suites.ts';

interface Labelled {
  label: string;
  out: string;
  secret: string;
}

interface Basics {
  cipher_suite: number;
  ref_hash: { label: string; value: string; out: string };
  expand_with_label: Labelled & { context: string; length: number };
  derive_secret: Labelled;
  derive_tree_secret: Labelled & { generation: number; length: number };
  sign_with_label: { priv: string; pub: string; content: string; label: string; signature: string };
  encrypt_with_label: {
    priv: string;
    pub: string;
    label: string;
    context: string;
    plaintext: string;
    kem_output: string;
    ciphertext: string;
  };
}

const FILES = [
  'crypto-basics',
  'secret-tree',
  'transcript-hashes',
  'psk_secret',
  'tree-math',
  'deserialization',
];

describe.skipIf(!hasVectors(...FILES.map((name) => `mls/${name}.json.gz`)))('[X2] parts of RFC 9420', () => {
  it('labelled hashes, derivations, signatures and HPKE', async () => {
    const vectors = await eachOfOurs<Basics>('crypto-basics');
    expect(vectors).toHaveLength(2);
    for (const { vector, suite } of vectors) {
      const { ref_hash: ref, expand_with_label: expand, derive_secret: derive } = vector;
      expect(text(await refhash(ref.label, hex(ref.value), suite.hash))).toBe(ref.out);
      const { label, context, length } = expand;
      expect(text(await expandWithLabel(hex(expand.secret), label, hex(context), length, suite.kdf))).toBe(
        expand.out,
      );
      expect(text(await deriveSecret(hex(derive.secret), derive.label, suite.kdf))).toBe(derive.out);
      const tree = vector.derive_tree_secret;
      const ofTree = deriveTreeSecret(hex(tree.secret), tree.label, tree.generation, tree.length, suite.kdf);
      expect(text(await ofTree)).toBe(tree.out);

      const { signature: scheme, hpke } = suite;
      const signed = vector.sign_with_label;
      const content = hex(signed.content);
      expect(
        await verifyWithLabel(hex(signed.pub), signed.label, content, hex(signed.signature), scheme),
      ).toBe(true);
      expect(text(await signWithLabel(hex(signed.priv), signed.label, content, scheme))).toBe(
        signed.signature,
      );
      expect(await verifyWithLabel(hex(signed.pub), 'another', content, hex(signed.signature), scheme)).toBe(
        false,
      );

      const sealed = vector.encrypt_with_label;
      const key = await hpke.importPrivateKey(hex(sealed.priv));
      const open = (kem: Uint8Array, box: Uint8Array) =>
        decryptWithLabel(key, sealed.label, hex(sealed.context), kem, box, hpke);
      expect(text(await open(hex(sealed.kem_output), hex(sealed.ciphertext)))).toBe(sealed.plaintext);
      const publicKey = await hpke.importPublicKey(hex(sealed.pub));
      const again = await encryptWithLabel(
        publicKey,
        sealed.label,
        hex(sealed.context),
        hex(sealed.plaintext),
        hpke,
      );
      expect(text(await open(again.enc, again.ct))).toBe(sealed.plaintext);
      await expect(
        open(
          again.enc,
          again.ct.map((byte, i) => (i === 3 ? byte ^ 1 : byte)),
        ),
      ).rejects.toThrow('OpenError');
    }
  });

  it('the ratchets of the secret tree', async () => {
    interface Generation {
      generation: number;
      handshake_key: string;
      handshake_nonce: string;
      application_key: string;
      application_nonce: string;
    }
    interface SecretTree {
      cipher_suite: number;
      encryption_secret: string;
      sender_data: { sender_data_secret: string; ciphertext: string; key: string; nonce: string };
      leaves: Generation[][];
    }
    const config = { retainKeysForGenerations: 10, retainKeysForEpochs: 4, maximumForwardRatchetSteps: 200 };
    let checked = 0;
    for (const { vector, suite } of await eachOfOurs<SecretTree>('secret-tree')) {
      const { sender_data: sender } = vector;
      const sample = hex(sender.ciphertext).slice(0, suite.kdf.size);
      const part = (label: string, length: number) =>
        expandWithLabel(hex(sender.sender_data_secret), label, sample, length, suite.kdf);
      expect(text(await part('key', suite.hpke.keyLength))).toBe(sender.key);
      expect(text(await part('nonce', suite.hpke.nonceLength))).toBe(sender.nonce);
      const tree = await createSecretTree(vector.leaves.length, hex(vector.encryption_secret), suite.kdf);
      for (const [leafIndex, generations] of vector.leaves.entries()) {
        for (const { generation, ...expected } of generations) {
          const sought = { leafIndex, generation, reuseGuard: new Uint8Array(4) as ReuseGuard };
          for (const kind of ['application', 'commit'] as const) {
            const { key, nonce } = await ratchetToGeneration(tree, sought, kind, config, suite);
            const name = kind === 'commit' ? 'handshake' : 'application';
            expect([text(key), text(nonce)]).toEqual([expected[`${name}_key`], expected[`${name}_nonce`]]);
            checked++;
          }
        }
      }
    }
    expect(checked).toBeGreaterThan(100);
  });

  it('a generation gives its key and nonce from its secret alone', async () => {
    for (const { suite } of await eachOfOurs<{ cipher_suite: number }>('secret-tree')) {
      const secret = new Uint8Array(32).fill(1);
      const key = await deriveTreeSecret(secret, 'key', 7, suite.hpke.keyLength, suite.kdf);
      expect(await deriveKey(secret, 7, suite)).toEqual(key);
      expect(await deriveNonce(secret, 7, suite)).not.toEqual(await deriveNonce(secret, 8, suite));
    }
  });

  it('transcript hashes and the confirmation tag', async () => {
    interface Transcript {
      cipher_suite: number;
      confirmation_key: string;
      authenticated_content: string;
      interim_transcript_hash_before: string;
      confirmed_transcript_hash_after: string;
      interim_transcript_hash_after: string;
    }
    for (const { vector, suite } of await eachOfOurs<Transcript>('transcript-hashes')) {
      const { wireformat, content, auth } = decodeAll(
        decodeAuthenticatedContent,
        vector.authenticated_content,
      );
      if (content.contentType !== 'commit' || auth.contentType !== 'commit') throw new TypeError('no commit');
      const input = { wireformat, content, signature: auth.signature };
      const confirmed = await createConfirmedHash(
        hex(vector.interim_transcript_hash_before),
        input,
        suite.hash,
      );
      expect(text(confirmed)).toBe(vector.confirmed_transcript_hash_after);
      const interim = await createInterimHash(confirmed, auth.confirmationTag, suite.hash);
      expect(text(interim)).toBe(vector.interim_transcript_hash_after);
      const key = hex(vector.confirmation_key);
      expect(await verifyConfirmationTag(key, auth.confirmationTag, confirmed, suite.hash)).toBe(true);
      expect(await verifyConfirmationTag(key, auth.confirmationTag, interim, suite.hash)).toBe(false);
    }
  });

  it('secrets of pre-shared keys', async () => {
    interface Psks {
      cipher_suite: number;
      psks: { psk_id: string; psk: string; psk_nonce: string }[];
      psk_secret: string;
    }
    for (const { vector, suite } of await eachOfOurs<Psks>('psk_secret')) {
      const psks = vector.psks.map(({ psk_id: id, psk, psk_nonce: nonce }) => {
        const named = { psktype: 'external' as const, pskId: hex(id), pskNonce: hex(nonce) };
        return [named, hex(psk)] as [typeof named, Uint8Array];
      });
      expect(text(await computePskSecret(psks, suite))).toBe(vector.psk_secret);
    }
  });

  it('the mathematics of trees', () => {
    interface TreeMath {
      n_leaves: number;
      n_nodes: number;
      root: number;
      left: (number | null)[];
      right: (number | null)[];
      parent: (number | null)[];
      sibling: (number | null)[];
    }
    for (const vector of readVectors<TreeMath[]>('mls/tree-math.json.gz')) {
      const leaves = vector.n_leaves;
      expect(nodeWidth(leaves)).toBe(vector.n_nodes);
      expect(root(leaves)).toBe(vector.root);
      for (let i = 0; i < vector.n_nodes; i++) {
        const node = toNodeIndex(i);
        if (vector.left[i] != null)
          expect([left(node), right(node)]).toEqual([vector.left[i], vector.right[i]]);
        if (vector.parent[i] != null)
          expect([parent(node, leaves), sibling(node, leaves)]).toEqual([
            vector.parent[i],
            vector.sibling[i],
          ]);
      }
    }
  });

  it('lengths of vectors, and no length beyond what is there', () => {
    for (const { vlbytes_header: header, length } of readVectors<
      { vlbytes_header: string; length: number }[]
    >('mls/deserialization.json.gz')) {
      expect(determineLength(hex(header)).length).toBe(length);
      if (length > 0) expect(() => decodeVarLenData(hex(header), 0)).toThrow('exceeds');
    }
  });
});
