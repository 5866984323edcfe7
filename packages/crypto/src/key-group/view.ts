/** What a key group's parts come to: the tip, and what follows from it. */
import { type EpochId, LIMITS, type PlexiError, plexiError, toPlexiError } from '@plexi/protocol';
import { chooseTip } from './branches.ts';
import { commitFrom, secretsMissingFrom, wrapSecrets } from './committing.ts';
import type { EpochNode, HeldMessage } from './epoch.ts';
import type { CurrentEpoch, KeyGroup, KeyGroupOutcome, KeyMessageMeta } from './key-group.ts';
import { decodeKeyMessage, encodeKeyMessage } from './message.ts';
import type { KeyGroupParts } from './parts.ts';
import { createScopeView } from './scope-view.ts';

/** The view over its parts. */
export const createView = (parts: KeyGroupParts): KeyGroup => {
  const { dependencies, suite, records, packages, epochs } = parts;
  const { primitives, governance } = dependencies;
  let queue: Promise<unknown> = Promise.resolve();
  let tip: EpochNode | undefined;

  /** One thing at a time: each step awaits cryptography, and the next must see what it did. */
  const inTurn = <Result>(act: () => Promise<Result>): Promise<Result> => {
    const result = queue.then(act);
    queue = result.catch(() => undefined);
    return result;
  };

  const choose = (isOurs: (epoch: EpochId) => boolean): EpochNode | undefined =>
    chooseTip(
      {
        primitives,
        founder: governance.founder(),
        isInPast: (earlier, later) => governance.isInPast(earlier, later),
      },
      epochs.nodes,
      isOurs,
    );

  const settle = async (): Promise<KeyGroupOutcome> => {
    const { opened } = await epochs.settle();
    const before = tip?.id;
    tip = choose((epoch) => epochs.isIn(epoch));
    epochs.prune(tip);
    scopes.changed();
    return { changed: opened.length > 0 || tip?.id !== before, opened, refused: undefined };
  };

  const current = (): CurrentEpoch | undefined => {
    if (tip?.roster == null) return undefined;
    const isClean = !tip.roster.some((member) => governance.isRemoved(member));
    return { epoch: tip.id, number: tip.number ?? 0, roster: tip.roster, isClean };
  };

  const scopes = createScopeView({
    parts,
    tip: () => tip,
    isClean: () => current()?.isClean === true,
    choose,
  });

  const refusing = (refused: PlexiError): KeyGroupOutcome => ({ changed: false, opened: [], refused });

  const take = async (message: Uint8Array, meta: KeyMessageMeta): Promise<KeyGroupOutcome> => {
    const { author, entry, heads } = meta;
    try {
      const parsed = decodeKeyMessage(message);
      if (parsed.type === 'shares' || parsed.type === 'bad-shares') {
        const { opened, refused } = scopes.receive(parsed, meta);
        return { changed: opened.length > 0, opened, refused };
      }
      if (parsed.type !== 'key-packages' && scopes.isOutside(meta))
        return refusing(plexiError('KEY_GROUP_INVALID', { detail: 'by a scoped device' }));
      const held: HeldMessage = { author, entry, heads: [...heads], body: message };
      if (parsed.type === 'key-packages') await packages.receive(author, parsed);
      else epochs.hold(held, parsed);
    } catch (error) {
      return refusing(toPlexiError(error));
    }
    return { ...(await settle()), refused: epochs.refusal(entry) };
  };

  return {
    suite: suite.name,
    current,
    sealing: (scope) => scopes.sealing(scope),
    scopeSecret: (epoch, scope, fits) => scopes.scopeSecret(epoch, scope, fits),
    awaits: (epoch, scope) => scopes.awaits(epoch, scope),
    hasShares: () => scopes.hasShares(),
    owesRotation: () => scopes.owesRotation(),
    owesShares: () => scopes.owesShares(),
    shareMessages: () => scopes.shareMessages(),
    knows: (epoch) => epochs.nodes.has(epoch),
    historySecret: (epoch) => epochs.nodes.get(epoch)?.secret ?? undefined,
    epochsWithoutSecret: () =>
      [...epochs.nodes.values()].filter((node) => node.secret === null).map((node) => node.id),
    commit: (change) =>
      inTurn(() => (tip === undefined ? Promise.resolve(undefined) : commitFrom(parts, tip, change))),
    receive: (message, meta) => inTurn(() => take(message, meta)),
    review: () =>
      inTurn(() => {
        epochs.reconsider();
        return settle();
      }),
    owesHistory: () => {
      const at = current();
      return at?.isClean === true && secretsMissingFrom(epochs, at.epoch).length > 0;
    },
    historyMessages: () => {
      const at = current();
      const secret = at === undefined ? undefined : epochs.nodes.get(at.epoch)?.secret;
      if (at?.isClean !== true || secret == null) return [];
      const wraps = wrapSecrets(primitives, secret, secretsMissingFrom(epochs, at.epoch));
      const messages: Uint8Array[] = [];
      for (let i = 0; i < wraps.length; i += LIMITS.historyWraps) {
        const some = wraps.slice(i, i + LIMITS.historyWraps);
        messages.push(encodeKeyMessage({ type: 'history', epoch: at.epoch, wraps: some }));
      }
      return messages;
    },
    keyPackageOf: (of) => packages.of(of),
    lastResortOf: (of) => packages.lastResortOf(of),
    unusedKeyPackages: () => packages.unused(),
    offerKeyPackages: () => inTurn(() => packages.offer()),
    keepKeyPackage: (pair) => inTurn(() => packages.keep(pair)),
    takeChanges: () => records.take(),
  };
};
