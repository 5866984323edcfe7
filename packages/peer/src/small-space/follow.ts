/**
 * Keeping small spaces in step with the spaces that their people come from: who was removed goes, new devices of those who are in
 * come, and the owner of a private channel makes its space's admins admins. Any device that may do a thing does it, in turns.
 */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import {
  type AccountId,
  accountOf,
  concatBytes,
  type DeviceId,
  type Governance,
  idToBytes,
  isInCharge,
  isPlexiError,
  type SpaceId,
  toHex,
} from '@plexi/protocol';
import { grantRole } from '../space/grant.ts';
import type { Space } from '../space/space.ts';
import { governanceIn, type SmallContext } from './context.ts';
import { keyPackageWrites } from './found.ts';
import { isAsIntroduced } from './introduction.ts';
import { type Newcomer, newcomersOf } from './people.ts';
import { reachOf } from './reach.ts';
import { type SmallRecord, smallRecordWrite } from './record.ts';
import { removeOutsiders } from './removal.ts';
import { oweLetters, sourcesOf, tell, tellAll } from './telling.ts';

export interface Following {
  /** Something changed in a space: looks, soon, at the small spaces that it bears on. */
  look(space: Space): void;
  close(): void;
}

const SOON_MS = 100;
const TURN_MS = 700;
const LONGEST_WAIT_MS = 10_000;
/** After which time a disk may take what it refused. */
const RETRY_MS = 10_000;

/** This device's place in the order in which a small space's devices see to it. */
const turnOf = (space: Space, self: DeviceId): number => {
  const devices = Object.keys(space.replica.governance()?.state.devices ?? {}) as DeviceId[];
  const rank = (device: DeviceId): string =>
    toHex(primitives.sha256(concatBytes(idToBytes(space.id), idToBytes(device))));
  return devices.filter((device) => rank(device) < rank(self)).length;
};

/** Devices of those who are in that the small space has never had, by the space that knows them. */
const missingDevices = (
  context: SmallContext,
  record: SmallRecord,
  governance: Governance,
): Map<Space, Newcomer[]> => {
  const missing = new Map<Space, Newcomer[]>();
  const seen = new Set<DeviceId>();
  const isMissing = (device: DeviceId): boolean =>
    accountOf(governance, device) === undefined && !seen.has(device);
  for (const source of sourcesOf(context, record)) {
    const people = Object.keys(governance.state.members) as AccountId[];
    const devices = (record.kind === 'direct' ? (governance.state.owners ?? people) : people)
      .filter((account) => governance.state.formerMembers[account] === undefined)
      .flatMap((account) => newcomersOf(source, account, isMissing));
    for (const { device } of devices) seen.add(device);
    if (devices.length > 0) missing.set(source, devices);
  }
  return missing;
};

/** KeyPackages of those who are in and not in the key group yet, now that they may have offered some. */
const packagesForWaiting = (context: SmallContext, space: Space, record: SmallRecord): Newcomer[] => {
  const governance = space.governance();
  const roster = new Set(space.keys.roster());
  const devices = Object.keys(governance.state.devices) as DeviceId[];
  const waiting = new Set(devices.filter((device) => !roster.has(device)));
  if (waiting.size === 0) return [];
  const accounts = new Set([...waiting].map((device) => governance.state.devices[device] as AccountId));
  return sourcesOf(context, record)
    .flatMap((source) =>
      [...accounts].flatMap((account) => newcomersOf(source, account, (it) => waiting.has(it))),
    )
    .filter(({ keyPackage }) => keyPackage !== undefined);
};

const alignRanks = async (context: SmallContext, space: Space, record: SmallRecord): Promise<void> => {
  const parent = context.space(record.parent)?.replica.governance();
  const { members } = space.governance().state;
  if (record.kind !== 'channel' || parent === undefined || members[context.self.account]?.role !== 'owner')
    return;
  for (const { account, role } of Object.values(members)) {
    const above = parent.state.members[account]?.role;
    const rank = above === 'moderator' ? above : 'admin';
    const wanted = isInCharge(above) ? rank : 'member';
    if (role !== 'owner' && role !== wanted) await grantRole(space, account, wanted);
  }
};

/** Adds devices to a small space and introduces it to them. Throws NOT_ALLOWED. */
export const addDevices = async (
  context: SmallContext,
  space: Space,
  newcomers: ReadonlyMap<Space, readonly Newcomer[]>,
): Promise<void> => {
  const devices = [...newcomers.values()].flat();
  if (devices.length === 0) return;
  await oweLetters(context, space.id, true, keyPackageWrites(space.id, devices));
  for (const { device, certificate } of devices) {
    if (space.governance().state.devices[device] === undefined)
      await space.act({ type: 'member.add', certificate });
  }
  await tell(context, space, newcomers);
};

export const createFollowing = (context: SmallContext): Following => {
  const timers = new Map<SpaceId, NodeJS.Timeout>();
  const running = new Set<SpaceId>();
  let closed = false;

  const follow = async (space: Space, record: SmallRecord): Promise<void> => {
    if (!isAsIntroduced(context, space, record)) {
      const aside: SmallRecord = { ...record, standing: 'declined' };
      context.records.set(space.id, aside);
      await context.store.commit([smallRecordWrite(space.id, aside)]);
      return context.problem('ACT_INVALID', 'a small space is not what it was introduced as');
    }
    await removeOutsiders(context, space);
    const governance = governanceIn(space);
    if (governance === undefined || !space.keys.canSeal(space.keys.scopes.everybody)) return;
    if (context.records.get(space.id)?.untold === true) await tellAll(context, space, record);
    await alignRanks(context, space, record);
    const packages = packagesForWaiting(context, space, record);
    if (packages.length > 0) {
      await context.store.commit(keyPackageWrites(space.id, packages));
      space.admission.check();
    }
    await addDevices(context, space, missingDevices(context, record, governance));
  };

  const failed = (space: Space, record: SmallRecord, error: unknown): void => {
    const code = isPlexiError(error) ? error.code : 'INTERNAL';
    context.problem(code);
    if (code === 'STORE_FAILED') schedule(space, record, RETRY_MS);
  };

  const turnMs = (space: Space): number =>
    Math.min(LONGEST_WAIT_MS, SOON_MS + turnOf(space, context.self.device) * TURN_MS);

  const schedule = (space: Space, record: SmallRecord, delay = turnMs(space)): void => {
    if (closed || timers.has(space.id)) return;
    const timer = setTimeout(() => {
      timers.delete(space.id);
      if (running.has(space.id)) return schedule(space, record);
      running.add(space.id);
      follow(space, context.records.get(space.id) ?? record)
        .catch((error: unknown) => failed(space, record, error))
        .finally(() => running.delete(space.id));
    }, delay);
    timer.unref();
    timers.set(space.id, timer);
  };

  return {
    look: (changed) => {
      for (const [id, record] of context.records) {
        const concerns =
          id === changed.id ||
          (changed.small === undefined && (record.kind === 'direct' || record.parent === changed.id));
        const space = context.space(id);
        if (space !== undefined && concerns && reachOf(context, id) === 'open') schedule(space, record);
      }
    },
    close: () => {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
};
