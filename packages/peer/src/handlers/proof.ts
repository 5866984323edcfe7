/** proof.*: what relays signed that contradicts itself. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Handlers, KeptProofSaid } from '@plexi/operations';
import { receiptHash, utf8 } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import type { Space } from '../space/space.ts';
import type { KeptProof } from '../sync/broken-receipts.ts';
import { brokenReceiptSaid } from '../sync/check-proof.ts';
import type { PeerContext } from './context.ts';
import { findSpace, one, spacesWithin } from './lookup.ts';

const idOf = ({ text }: KeptProof): string => receiptHash(primitives, utf8(text));

const describe = (space: Space, proof: KeptProof): KeptProofSaid => {
  const { log, receipt } = proof;
  const state = space.replica.governance()?.state;
  const account = log && state?.devices[log.device];
  const place = log && state?.channels[log.channel] && space.words.channel(log.channel);
  const address = state?.relays[receipt.holder]?.addresses[0];
  return {
    ...brokenReceiptSaid(proof),
    id: idOf(proof),
    ...(address === undefined ? {} : { address }),
    ...(place === undefined ? {} : { place }),
    ...(account === undefined ? {} : { wrote: space.words.account(account) }),
  };
};

const proofsIn = (client: Client, space: Space): { space: Space; proof: KeptProof }[] =>
  spacesWithin(client, space).flatMap((within) =>
    within.receipts.broken.list().map((proof) => ({ space: within, proof })),
  );

export const proofHandlers = (context: PeerContext) =>
  ({
    'proof.list': async ({ space: name }) => {
      const { client, space } = await findSpace(context, name);
      return proofsIn(client, space).map((it) => describe(it.space, it.proof));
    },
    'proof.export': async ({ space: name, id }) => {
      const { client, space } = await findSpace(context, name);
      const { proof } = one(
        proofsIn(client, space).filter((it) => idOf(it.proof).startsWith(id)),
        'proof',
      );
      return { proof: proof.text };
    },
  }) satisfies Handlers;
