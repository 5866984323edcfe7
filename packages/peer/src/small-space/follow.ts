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
  isPlexiError,
  type SpaceId,
  toHex,
} from '@plexi/protocol';
import type { Space } from '../space/space.ts';
import { governanceIn, ordinarySpaces, type SmallContext } from './context.ts';
import { keyPackageWrites } from './found.ts';
import { isAsIntroduced, letterOf } from './introduction.ts';
import { type Newcomer, newcomersOf } from './people.ts';
import { type SmallRecord, smallRecordWrite } from './record.ts';
import { removeOutsiders } from './removal.ts';

export interface Following {
  /** Something changed in a space: looks, soon, at the small spaces that it bears on. */
  look(space: Space): void;
  close(): void;
}

const SOON_MS = 100;
const TURN_MS = 700;
const LONGEST_WAIT_MS = 10_000;

/** This device's place in the order in which a small space's devices see to it. */
const turnOf = (space: Space, self: DeviceId): number => {
  const devices = Object.keys(space.replica.governance()?.state.devices ?? {}) as DeviceId[];
  const rank = (device: DeviceId): string =>
    toHex(primitives.sha256(concatBytes(idToBytes(space.id), idToBytes(device))));
  return devices.filter((device) => rank(device) < rank(self)).length;
};

/** Where the people of a small space are known from. */
const sourcesOf = (context: SmallContext, record: SmallRecord): Space[] =>
  ordinarySpaces(context).filter((space) => record.kind === 'direct' || space.id === record.parent);

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
    const wanted = (parent.state.members[account]?.role ?? 'member') === 'member' ? 'member' : 'admin';
    if (role !== 'owner' && role !== wanted) await space.act({ type: 'role.grant', account, role: wanted });
  }
};

/** Adds devices to a small space and introduces it to them. Throws NOT_ALLOWED. */
export const addDevices = async (
  context: SmallContext,
  space: Space,
  newcomers: ReadonlyMap<Space, readonly Newcomer[]>,
): Promise<void> => {
  const record = context.records.get(space.id);
  if (record === undefined) return;
  for (const [source, devices] of newcomers) {
    await context.store.commit(keyPackageWrites(space.id, devices));
    for (const { device, certificate } of devices) {
      if (space.governance().state.devices[device] === undefined)
        await space.act({ type: 'member.add', certificate });
    }
    const letter = letterOf(space, record);
    await source.mail(
      devices.filter(({ device }) => device !== context.self.device).map(({ boxKey }) => boxKey),
      letter,
    );
  }
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
    if (governance === undefined || !space.keys.canSeal()) return;
    await alignRanks(context, space, record);
    const packages = packagesForWaiting(context, space, record);
    if (packages.length > 0) {
      await context.store.commit(keyPackageWrites(space.id, packages));
      space.admission.check();
    }
    await addDevices(context, space, missingDevices(context, record, governance));
  };

  const schedule = (space: Space, record: SmallRecord): void => {
    if (closed || timers.has(space.id)) return;
    const delay = Math.min(LONGEST_WAIT_MS, SOON_MS + turnOf(space, context.self.device) * TURN_MS);
    const timer = setTimeout(() => {
      timers.delete(space.id);
      if (running.has(space.id)) return schedule(space, record);
      running.add(space.id);
      follow(space, context.records.get(space.id) ?? record)
        .catch((error: unknown) => context.problem(isPlexiError(error) ? error.code : 'INTERNAL'))
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
        if (space !== undefined && concerns && record.standing !== 'declined') schedule(space, record);
      }
    },
    close: () => {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
};
