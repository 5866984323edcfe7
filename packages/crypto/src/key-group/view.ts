/** What a key group's parts come to: the tip, and what follows from it. */
import { LIMITS, type PlexiError, toPlexiError } from '@plexi/protocol';
import { chooseTip } from './branches.ts';
import { commitFrom, secretsMissingFrom, wrapSecrets } from './committing.ts';
import type { EpochNode, HeldMessage } from './epoch.ts';
import type { CurrentEpoch, KeyGroup, KeyGroupOutcome, KeyMessageMeta } from './key-group.ts';
import { decodeKeyMessage, encodeKeyMessage } from './message.ts';
import type { KeyGroupParts } from './parts.ts';

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

  const findTip = (): EpochNode | undefined =>
    chooseTip(
      {
        primitives,
        founder: governance.founder(),
        isInPast: (earlier, later) => governance.isInPast(earlier, later),
      },
      epochs.nodes,
      (epoch) => epochs.isIn(epoch),
    );

  const settle = async (refused: PlexiError | undefined): Promise<KeyGroupOutcome> => {
    const settled = await epochs.settle();
    const before = tip?.id;
    tip = findTip();
    epochs.prune(tip);
    return {
      changed: settled.opened.length > 0 || tip?.id !== before,
      opened: settled.opened,
      refused,
    };
  };

  const current = (): CurrentEpoch | undefined => {
    if (tip?.roster == null) return undefined;
    const isClean = !tip.roster.some((member) => governance.isRemoved(member));
    return { epoch: tip.id, number: tip.number ?? 0, roster: tip.roster, isClean };
  };

  const take = async (message: Uint8Array, meta: KeyMessageMeta): Promise<PlexiError | undefined> => {
    const { author, entry, heads } = meta;
    const held: HeldMessage = { author, entry, heads: [...heads], body: message };
    try {
      const parsed = decodeKeyMessage(message);
      if (parsed.type === 'key-packages') await packages.receive(meta.author, parsed);
      else epochs.hold(held, parsed);
      return undefined;
    } catch (error) {
      return toPlexiError(error);
    }
  };

  return {
    suite: suite.name,
    current,
    sealing: () => {
      const at = current();
      const secret = at?.isClean === true ? epochs.nodes.get(at.epoch)?.secret : undefined;
      return at === undefined || secret == null ? undefined : { epoch: at.epoch, secret };
    },
    knows: (epoch) => epochs.nodes.has(epoch),
    historySecret: (epoch) => epochs.nodes.get(epoch)?.secret ?? undefined,
    epochsWithoutSecret: () =>
      [...epochs.nodes.values()].filter((node) => node.secret === null).map((node) => node.id),
    commit: (change) =>
      inTurn(() => (tip === undefined ? Promise.resolve(undefined) : commitFrom(parts, tip, change))),
    receive: (message, meta) =>
      inTurn(async () => {
        const refused = await take(message, meta);
        if (refused !== undefined) return { changed: false, opened: [], refused };
        const outcome = await settle(undefined);
        return { ...outcome, refused: epochs.refusal(meta.entry) };
      }),
    review: () =>
      inTurn(() => {
        epochs.reconsider();
        return settle(undefined);
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
