/** owner.* and what owners sign [G5]. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Finality, Handlers, Owners } from '@plexi/operations';
import { type AccountId, finalityOf, nextSignature, ownersIn, plexiError } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findMember, findSpace, findWritable } from './lookup.ts';
import { tellUndoings } from './undo.ts';

const tellOwners = (client: Client, space: Space): Owners => {
  const { state } = space.governance();
  const tell = (account: AccountId) => ({ account, name: space.words.account(account) });
  const owners = ownersIn(state);
  return {
    owners: owners.map(tell),
    motions: Object.values(state.motions).map(({ add, drop, by }) => ({
      add: add.map(tell),
      drop: drop.map(tell),
      by: by.map(tell),
      needed: Math.floor(owners.length / 2) + 1,
    })),
    undoings: tellUndoings(space, client.self.account),
  };
};

const tellFinality = (client: Client, space: Space): Finality => {
  const { version, signers, provisional, proposals, conflicts, undoings } = finalityOf(space.governance());
  const nameOf = (account: AccountId): string => space.words.account(account);
  return {
    version,
    signers: signers.map(nameOf),
    provisional,
    proposals: proposals.map((it) => ({
      signers: it.signers.map(nameOf),
      needed: Math.floor(it.owners / 2) + 1,
      own: it.signers.includes(client.self.account),
    })),
    conflicts: conflicts.map(({ account, signatures }) => ({
      name: nameOf(account),
      signatures: [...signatures],
    })),
    undoings: undoings.filter(({ isCarried }) => !isCarried).length,
  };
};

export const ownerHandlers = (context: PeerContext) =>
  ({
    'owner.list': async ({ space: name }) => {
      const { client, space } = await findSpace(context, name);
      return tellOwners(client, space);
    },
    'owner.add': async ({ space: spaceName, name }) => {
      const { client, space } = await findWritable(context, spaceName);
      await space.act({ type: 'owners.vote', add: [findMember(space, name)], drop: [] });
      return tellOwners(client, space);
    },
    'owner.drop': async ({ space: spaceName, name }) => {
      const { client, space } = await findWritable(context, spaceName);
      await space.act({ type: 'owners.vote', add: [], drop: [findMember(space, name)] });
      return tellOwners(client, space);
    },
    'governance.status': async ({ space: name }) => {
      const { client, space } = await findSpace(context, name);
      return tellFinality(client, space);
    },
    'governance.sign': async ({ space: name }) => {
      const { client, space } = await findWritable(context, name);
      const { owners } = finalityOf(space.governance());
      if (!owners.includes(client.self.account))
        throw plexiError('NOT_ALLOWED', { detail: 'only an owner signs, of those whom a checkpoint names' });
      const next = nextSignature(primitives, space.governance(), client.self.account);
      if (next !== undefined) await space.act(next.act);
      return tellFinality(client, space);
    },
  }) satisfies Handlers;
