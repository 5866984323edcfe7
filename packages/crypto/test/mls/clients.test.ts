import {
  bytesToBase64,
  type ClientState,
  decodeMlsMessage,
  joinGroup,
  makePskIndex,
  mlsExporter,
  processMessage,
} from 'ts-mls';
import { encodeGroupContext } from 'ts-mls/groupContext.js';
import { deriveKeySchedule } from 'ts-mls/keySchedule.js';
import { decodeRatchetTree } from 'ts-mls/ratchetTree.js';
import { describe, expect, it } from 'vitest';
import { loadSuite } from '../../src/key-group/suite.ts';
import { nativePrimitives as native } from '../../src/native/native.ts';
import { hasVectors, hex, readVectors } from '../vectors.ts';
import { decodeAll, SUITES, text } from './suites.ts';

interface PassiveClient {
  cipher_suite: number;
  external_psks: { psk_id: string; psk: string }[];
  key_package: string;
  signature_priv: string;
  encryption_priv: string;
  init_priv: string;
  welcome: string;
  ratchet_tree: string | null;
  initial_epoch_authenticator: string;
  epochs: { proposals: string[]; commit: string; epoch_authenticator: string }[];
}

const decode = (bytes: string) => decodeAll(decodeMlsMessage, bytes);

const authenticator = (state: ClientState): string => text(state.keySchedule.epochAuthenticator);

const LONG = process.env['PLEXI_LONG'] !== undefined;

const follow = async (vector: PassiveClient): Promise<string[]> => {
  const suite = await loadSuite(native, SUITES[vector.cipher_suite]);
  const psks = Object.fromEntries(
    vector.external_psks.map(({ psk_id, psk }) => [bytesToBase64(hex(psk_id)), hex(psk)]),
  );
  const keyPackage = decode(vector.key_package);
  const welcome = decode(vector.welcome);
  if (keyPackage.wireformat !== 'mls_key_package' || welcome.wireformat !== 'mls_welcome') return [];
  const secrets = {
    initPrivateKey: hex(vector.init_priv),
    hpkePrivateKey: hex(vector.encryption_priv),
    signaturePrivateKey: hex(vector.signature_priv),
  };
  const tree = vector.ratchet_tree === null ? undefined : decodeRatchetTree(hex(vector.ratchet_tree), 0)?.[0];
  const index = makePskIndex(undefined, psks);
  let state = await joinGroup(welcome.welcome, keyPackage.keyPackage, secrets, index, suite, tree);
  const seen = [authenticator(state)];
  for (const epoch of vector.epochs) {
    for (const bytes of [...epoch.proposals, epoch.commit]) {
      const message = decode(bytes);
      if (message.wireformat !== 'mls_private_message' && message.wireformat !== 'mls_public_message')
        return [];
      const result = await processMessage(message, state, makePskIndex(state, psks), () => 'accept', suite);
      state = result.newState;
    }
    seen.push(authenticator(state));
  }
  return seen;
};

const isOurs = (vector: PassiveClient): boolean => SUITES[vector.cipher_suite] !== undefined;

describe.skipIf(!hasVectors('mls/passive-client-welcome.json.gz', 'mls/key-schedule.json.gz'))(
  '[X2] RFC 9420 vectors, over our implementation of the suites',
  () => {
    it('joins by every Welcome and follows the commits to the same epoch authenticators', async () => {
      const vectors = readVectors<PassiveClient[]>('mls/passive-client-welcome.json.gz').filter(isOurs);
      expect(vectors.length).toBeGreaterThan(3);
      for (const vector of vectors) {
        const expected = [
          vector.initial_epoch_authenticator,
          ...vector.epochs.map((epoch) => epoch.epoch_authenticator),
        ];
        expect(await follow(vector)).toEqual(expected);
      }
    });

    it('follows commits with every kind of proposal', async () => {
      const vectors = readVectors<PassiveClient[]>('mls/passive-client-handling-commit.json.gz').filter(
        isOurs,
      );
      for (const vector of vectors.filter((_, i) => i % 3 === 0)) {
        const expected = [
          vector.initial_epoch_authenticator,
          ...vector.epochs.map((epoch) => epoch.epoch_authenticator),
        ];
        expect(await follow(vector)).toEqual(expected);
      }
      expect(vectors.length).toBeGreaterThan(10);
    });

    it('follows one group through 200 epochs of everything', async () => {
      const [vector] = readVectors<PassiveClient[]>('mls/passive-client-random.json.gz');
      if (vector === undefined) throw new TypeError('no vector');
      const epochs = vector.epochs.slice(0, LONG ? 200 : 40);
      const expected = [
        vector.initial_epoch_authenticator,
        ...epochs.map((epoch) => epoch.epoch_authenticator),
      ];
      expect(await follow({ ...vector, epochs })).toEqual(expected);
    });

    it('derives the key schedule and exports as written', async () => {
      interface Schedule {
        cipher_suite: number;
        epochs: {
          joiner_secret: string;
          psk_secret: string;
          group_context: string;
          init_secret: string;
          exporter_secret: string;
          epoch_authenticator: string;
          exporter: { label: string; context: string; length: number; secret: string };
        }[];
      }
      const { decodeGroupContext } = await import('ts-mls/groupContext.js');
      const vectors = readVectors<Schedule[]>('mls/key-schedule.json.gz');
      let checked = 0;
      for (const { cipher_suite, epochs } of vectors) {
        const name = SUITES[cipher_suite];
        if (name === undefined) continue;
        const suite = await loadSuite(native, name);
        for (const epoch of epochs) {
          const context = decodeGroupContext(hex(epoch.group_context), 0)?.[0];
          if (context === undefined) throw new TypeError('group context');
          expect(Buffer.from(encodeGroupContext(context)).toString('hex')).toBe(epoch.group_context);
          const [schedule] = await deriveKeySchedule(
            hex(epoch.joiner_secret),
            hex(epoch.psk_secret),
            context,
            suite.kdf,
          );
          expect(schedule.initSecret).toEqual(hex(epoch.init_secret));
          expect(schedule.exporterSecret).toEqual(hex(epoch.exporter_secret));
          expect(schedule.epochAuthenticator).toEqual(hex(epoch.epoch_authenticator));
          const { label, context: exported, length, secret } = epoch.exporter;
          expect(await mlsExporter(schedule.exporterSecret, label, hex(exported), length, suite)).toEqual(
            hex(secret),
          );
          checked++;
        }
      }
      expect(checked).toBeGreaterThan(5);
    });
  },
);
