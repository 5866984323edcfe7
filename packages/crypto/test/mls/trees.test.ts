import type { GroupContext } from 'ts-mls';
import { defaultLifetimeConfig } from 'ts-mls';
import { validateRatchetTree } from 'ts-mls/clientState.js';
import { applyUpdatePathSecret } from 'ts-mls/createCommit.js';
import { getCommitSecret } from 'ts-mls/pathSecrets.js';
import { mergePrivateKeyPaths, type PrivateKeyPath, toPrivateKeyPath } from 'ts-mls/privateKeyPath.js';
import { decodeProposal } from 'ts-mls/proposal.js';
import {
  addLeafNode,
  decodeRatchetTree,
  encodeRatchetTree,
  getHpkePublicKey,
  type RatchetTree,
  removeLeafNode,
  resolution,
  updateLeafNode,
} from 'ts-mls/ratchetTree.js';
import { treeHash, treeHashRoot } from 'ts-mls/treeHash.js';
import { leafToNodeIndex, toLeafIndex, toNodeIndex } from 'ts-mls/treemath.js';
import { applyUpdatePath, createUpdatePath, decodeUpdatePath } from 'ts-mls/updatePath.js';
import { describe, expect, it } from 'vitest';
import { hasVectors, hex } from '../vectors.ts';
import { decodeAll, eachOfOurs, text } from './suites.ts';

const FILES = ['tree-operations', 'tree-validation', 'treekem'];
const LONG = process.env['PLEXI_LONG'] !== undefined;

const everybody = { validateCredential: () => Promise.resolve(true) };

const contextOf = (
  suiteName: GroupContext['cipherSuite'],
  fields: Partial<GroupContext> & { groupId: Uint8Array },
): GroupContext => ({
  version: 'mls10',
  cipherSuite: suiteName,
  epoch: 0n,
  treeHash: new Uint8Array(0),
  confirmedTranscriptHash: new Uint8Array(0),
  extensions: [],
  ...fields,
});

describe.skipIf(!hasVectors(...FILES.map((name) => `mls/${name}.json.gz`)))('[X2] RFC 9420 trees', () => {
  it('proposals change a tree as they should', async () => {
    interface Operation {
      cipher_suite: number;
      proposal: string;
      proposal_sender: number;
      tree_before: string;
      tree_after: string;
      tree_hash_before: string;
      tree_hash_after: string;
    }
    const seen = new Set<unknown>();
    for (const { vector, suite } of await eachOfOurs<Operation>('tree-operations')) {
      const before = decodeAll(decodeRatchetTree, vector.tree_before);
      expect(text(await treeHashRoot(before, suite.hash))).toBe(vector.tree_hash_before);
      const proposal = decodeAll(decodeProposal, vector.proposal);
      seen.add(proposal.proposalType);
      const change = (): RatchetTree => {
        if ('add' in proposal) return addLeafNode(before, proposal.add.keyPackage.leafNode)[0];
        if ('remove' in proposal) return removeLeafNode(before, toLeafIndex(proposal.remove.removed));
        if (!('update' in proposal)) throw new TypeError('a proposal that changes no tree');
        return updateLeafNode(before, proposal.update.leafNode, toLeafIndex(vector.proposal_sender));
      };
      const after = change();
      expect(text(encodeRatchetTree(after))).toBe(vector.tree_after);
      expect(text(await treeHashRoot(after, suite.hash))).toBe(vector.tree_hash_after);
    }
    expect(seen).toEqual(new Set(['add', 'remove', 'update']));
  });

  it('[K4] every valid tree is taken as one by whoever joins, and none whose leaves or hashes were changed', async () => {
    interface Validation {
      cipher_suite: number;
      tree: string;
      group_id: string;
      tree_hashes: string[];
      resolutions: number[][];
    }
    for (const { vector, suite, suiteName } of await eachOfOurs<Validation>('tree-validation')) {
      const tree = decodeAll(decodeRatchetTree, vector.tree);
      for (const [i, expected] of vector.resolutions.entries()) {
        expect(resolution(tree, toNodeIndex(i))).toEqual(expected);
        expect(text(await treeHash(tree, toNodeIndex(i), suite.hash))).toBe(vector.tree_hashes[i]);
      }
      const rootHash = await treeHashRoot(tree, suite.hash);
      const judge = (some: RatchetTree, groupId: Uint8Array, hash = rootHash) =>
        validateRatchetTree(
          some,
          contextOf(suiteName, { groupId }),
          defaultLifetimeConfig,
          everybody,
          hash,
          suite,
        );
      const groupId = hex(vector.group_id);
      expect((await judge(tree, groupId))?.message).toBeUndefined();
      expect(
        await judge(
          tree,
          groupId.map((byte) => byte ^ 1),
        ),
      ).toBeDefined();
      expect(await judge(tree, groupId, new Uint8Array(32))).toBeDefined();
    }
  });

  interface TreeKem {
    cipher_suite: number;
    group_id: string;
    epoch: number;
    confirmed_transcript_hash: string;
    ratchet_tree: string;
    leaves_private: {
      index: number;
      encryption_priv: string;
      signature_priv: string;
      path_secrets: { node: number; path_secret: string }[];
    }[];
    update_paths: {
      sender: number;
      update_path: string;
      path_secrets: (string | null)[];
      commit_secret: string;
      tree_hash_after: string;
    }[];
  }

  it('TreeKEM: every member opens every update path to the same commit secret', async () => {
    let opened = 0;
    for (const { vector, suite, suiteName } of await eachOfOurs<TreeKem>('treekem')) {
      const tree = decodeAll(decodeRatchetTree, vector.ratchet_tree);
      const privates = new Map<number, PrivateKeyPath>();
      for (const { index, encryption_priv, path_secrets } of vector.leaves_private) {
        const secrets = Object.fromEntries(
          path_secrets.map(({ node, path_secret }) => [node, hex(path_secret)]),
        );
        const leaf = leafToNodeIndex(toLeafIndex(index));
        const own = { leafIndex: index, privateKeys: { [leaf]: hex(encryption_priv) } };
        privates.set(index, mergePrivateKeyPaths(await toPrivateKeyPath(secrets, index, suite), own));
        for (const node of path_secrets.map((secret) => secret.node)) expect(tree[node]).toBeDefined();
      }
      const contextAt = (hash: Uint8Array) =>
        contextOf(suiteName, {
          groupId: hex(vector.group_id),
          epoch: BigInt(vector.epoch),
          treeHash: hash,
          confirmedTranscriptHash: hex(vector.confirmed_transcript_hash),
        });
      // Big trees take seconds each: those are for the long run.
      const paths = vector.update_paths.filter((_, i) => LONG || i % 4 === 0);
      for (const { sender, update_path, path_secrets, commit_secret, tree_hash_after } of paths) {
        const path = decodeAll(decodeUpdatePath, update_path);
        const after = await applyUpdatePath(tree, toLeafIndex(sender), path, suite.hash);
        const hash = await treeHashRoot(after, suite.hash);
        expect(text(hash)).toBe(tree_hash_after);
        const context = contextAt(hash);
        for (const [index, own] of privates) {
          const expected = path_secrets[index];
          if (expected == null || (!LONG && index % 3 !== 0)) continue;
          const { nodeIndex, pathSecret } = await applyUpdatePathSecret(
            after,
            own,
            toLeafIndex(sender),
            context,
            path,
            [],
            suite,
          );
          expect(text(pathSecret)).toBe(expected);
          expect(text(await getCommitSecret(after, nodeIndex, pathSecret, suite.kdf))).toBe(commit_secret);
          opened++;
        }
      }
      // And one of our own, by the first leaf, opened by all others.
      const [first] = vector.leaves_private;
      if (first === undefined) continue;
      const base = contextAt(await treeHashRoot(tree, suite.hash));
      const [made, path] = await createUpdatePath(
        tree,
        toLeafIndex(first.index),
        base,
        hex(first.signature_priv),
        suite,
      );
      const context = { ...base, epoch: base.epoch + 1n, treeHash: await treeHashRoot(made, suite.hash) };
      const secrets = new Set<string>();
      for (const [index, own] of privates) {
        if (index === first.index || (!LONG && index > 4)) continue;
        const sender = toLeafIndex(first.index);
        const { nodeIndex, pathSecret } = await applyUpdatePathSecret(
          made,
          own,
          sender,
          context,
          path,
          [],
          suite,
        );
        secrets.add(text(await getCommitSecret(made, nodeIndex, pathSecret, suite.kdf)));
      }
      expect(secrets.size).toBe(1);
      expect(made.every((node) => node === undefined || getHpkePublicKey(node).length === 32)).toBe(true);
    }
    expect(opened).toBeGreaterThan(30);
  });
});
