/**
 * Letting people in and keeping the key group in step with governance [G9] [K2]. Any member's device may do either; they
 * take turns, so that normally one of them does it: whoever caused the change at once, the others, in an order that differs
 * from case to case, only if it has not happened by their turn.
 */
import { readKeyPackage } from '@plexi/crypto/key-group';
import {
  type AccountId,
  accountOf,
  concatBytes,
  type DeviceId,
  equalBytes,
  idToBytes,
  inviteStatus,
  isPlexiError,
  type JoinRequest,
  readJoinRequest,
  toHex,
} from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import { memberDevices, ownLog, type SpaceContext } from './context.ts';
import type { Writer } from './writer.ts';

export interface Admission {
  /** Somebody asks to be let in. */
  request(bytes: Uint8Array): Promise<void>;
  /** Governance or the key group changed: looks whether they are in step, and sees to it in turn. */
  check(): void;
  /** Brings the key group in step now; to be called within the replica's queue, before anything is sealed. */
  reconcile(): Promise<void>;
  close(): void;
}

const ADMIT_TURN_MS = 400;
const COMMIT_FIRST_MS = 1500;
const COMMIT_TURN_MS = 700;
const LONGEST_WAIT_MS = 10_000;

export const createAdmission = (context: SpaceContext, writer: Writer): Admission => {
  const { primitives, store, space, replica, keys, self } = context;
  const timers = new Set<NodeJS.Timeout>();
  const pending = new Set<string>();
  let checking: NodeJS.Timeout | undefined;

  const later = (delay: number, task: () => Promise<void>): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      task().catch((error: unknown) =>
        context.problem(isPlexiError(error) ? error.code : 'INTERNAL', String(error)),
      );
    }, delay);
    timers.add(timer);
    return timer;
  };

  /** This device's place in the order in which devices see to a matter. */
  const turn = (matter: Uint8Array, first: AccountId | undefined): number => {
    const governance = replica.governance();
    if (governance === undefined) return 0;
    const rank = (device: DeviceId): string =>
      (accountOf(governance, device) === first ? '0' : '1') +
      toHex(primitives.sha256(concatBytes(matter, idToBytes(device))));
    return memberDevices(governance)
      .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
      .indexOf(self.device);
  };

  const storedPackages = async (): Promise<Map<DeviceId, Uint8Array>> => {
    const packages = new Map<DeviceId, Uint8Array>();
    for (const { key, value } of await store.records(space, 'key-package'))
      packages.set(key as DeviceId, value);
    return packages;
  };

  const outOfStep = (): { add: DeviceId[]; remove: DeviceId[] } => {
    const governance = replica.governance();
    if (governance === undefined || !keys.ready() || ownLog(context, replica.channels.keys) === undefined) {
      return { add: [], remove: [] };
    }
    const roster = new Set(keys.roster());
    const members = new Set(memberDevices(governance));
    return {
      add: [...members].filter((device) => !roster.has(device)),
      remove: [...roster].filter((device) => !members.has(device)),
    };
  };

  const reconcile = async (): Promise<void> => {
    const { add, remove } = outOfStep();
    if (add.length > 0 || remove.length > 0) {
      const packages = await storedPackages();
      const commit = await keys.commit({
        add: add.map((device) => ({ device, keyPackage: packages.get(device) })),
        remove,
      });
      if (commit !== undefined) await writer.keyMessage(commit.message, commit.writes);
    }
    for (const message of keys.historyMessages()) await writer.keyMessage(message);
  };

  const admit = async (request: JoinRequest): Promise<void> => {
    const governance = replica.governance();
    if (governance === undefined || ownLog(context, replica.channels.governance) === undefined) return;
    if (governance.state.devices[request.certificate.device] !== undefined) return;
    if (inviteStatus(governance, request.invite, context.now()) !== 'live') return;
    await writer.act(request.admission);
    await reconcile();
  };

  const check = (): void => {
    const { add, remove } = outOfStep();
    if (checking !== undefined || (add.length === 0 && remove.length === 0 && !keys.owesHistory())) return;
    const matter = concatBytes(...[...add, ...remove].sort().map((device) => idToBytes(device)));
    const delay = Math.min(LONGEST_WAIT_MS, COMMIT_FIRST_MS + turn(matter, undefined) * COMMIT_TURN_MS);
    checking = later(delay, async () => {
      checking = undefined;
      await replica.run(reconcile);
    });
  };

  return {
    request: async (bytes) => {
      const request = readJoinRequest(primitives, bytes);
      const { certificate, keyPackage } = request;
      if (request.space !== space) return;
      const offered = await readKeyPackage(keyPackage);
      if (offered.device !== certificate.device || !equalBytes(offered.leafKey, certificate.leafKey)) return;
      const governance = replica.governance();
      const id = toHex(request.admission.keyPackageHash);
      if (
        governance === undefined ||
        pending.has(id) ||
        governance.state.devices[certificate.device] !== undefined
      )
        return;
      const invite = governance.state.invites[request.invite];
      if (invite === undefined || inviteStatus(governance, request.invite, context.now()) !== 'live') return;
      pending.add(id);
      const write: Write = {
        type: 'record',
        scope: space,
        kind: 'key-package',
        key: certificate.device,
        value: keyPackage,
      };
      await store.commit([write]);
      const delay = Math.min(
        LONGEST_WAIT_MS,
        turn(request.admission.keyPackageHash, invite.by) * ADMIT_TURN_MS,
      );
      later(delay, () =>
        replica.run(async () => {
          pending.delete(id);
          await admit(request);
        }),
      );
    },
    check,
    reconcile,
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
};
