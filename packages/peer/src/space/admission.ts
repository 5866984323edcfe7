/**
 * Letting people in and keeping the key group in step with governance [G9] [K2]. Any member's device may do either; they
 * take turns, so that normally one of them does it: whoever caused the change at once, the others, in an order that differs
 * from case to case, only if it has not happened by their turn.
 */
import { readKeyPackage } from '@plexi/crypto/key-group';
import {
  type AccountId,
  type Admission as ChannelAdmission,
  concatBytes,
  type DeviceId,
  equalBytes,
  type Governance,
  idToBytes,
  inviteStatus,
  isPlexiError,
  type JoinRequest,
  judgeDraft,
  LIMITS,
  readJoinRequest,
  tickHlc,
  toHex,
  ZERO_HLC,
} from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import { memberDevices, ownLog, type SpaceContext } from './context.ts';
import { turnOf } from './turn.ts';
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
/** What a timer can count to. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Admissions of scoped members that end with a time, and have not ended. */
const timedAdmissions = ({ state }: Governance): ChannelAdmission[] =>
  Object.values(state.admissions).filter(({ until, lapsed }) => until > 0 && !lapsed);

export const createAdmission = (context: SpaceContext, writer: Writer): Admission => {
  const { primitives, store, space, replica, keys, self } = context;
  const timers = new Set<NodeJS.Timeout>();
  /** Requests whose turn has come: all that came while others were let in share one commit to the key group. */
  let due: JoinRequest[] = [];
  const pending = new Set<string>();
  /** Requests by an invite that has not come here yet, by the device that asks. */
  const early = new Map<DeviceId, { invite: string; bytes: Uint8Array }>();
  let checking: NodeJS.Timeout | undefined;
  let awaited: number | undefined;

  const failed = (error: unknown): void =>
    context.problem(isPlexiError(error) ? error.code : 'INTERNAL', String(error));

  const later = (delay: number, task: () => Promise<void>): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      task().catch(failed);
    }, delay);
    timers.add(timer);
    return timer;
  };

  const turn = (matter: Uint8Array, first: AccountId | undefined): number => turnOf(context, matter, first);

  const storedPackages = async (): Promise<Map<DeviceId, Uint8Array>> => {
    const packages = new Map<DeviceId, Uint8Array>();
    for (const { key, value } of await store.records(space, 'key-package'))
      packages.set(key as DeviceId, value);
    return packages;
  };

  const outOfStep = (): { add: DeviceId[]; remove: DeviceId[] } => {
    const governance = replica.governance();
    if (governance === undefined || !keys.ready() || keys.isScoped()) return { add: [], remove: [] };
    if (ownLog(context, replica.channels.keys) === undefined) return { add: [], remove: [] };
    const roster = new Set(keys.roster());
    const members = new Set(memberDevices(governance));
    return {
      add: [...members].filter((device) => !roster.has(device)),
      remove: [...roster].filter((device) => !members.has(device)),
    };
  };

  /** Admissions whose time is past, for a member to say so. */
  const overdue = (): ChannelAdmission[] => {
    const governance = replica.governance();
    if (governance === undefined || keys.isScoped()) return [];
    if (ownLog(context, replica.channels.governance) === undefined) return [];
    return timedAdmissions(governance).filter(({ until }) => context.now() > until);
  };

  const reconcile = async (): Promise<void> => {
    for (const { channel, account } of overdue())
      await writer.act({ type: 'channel.lapse', channel, account });
    const { add, remove } = outOfStep();
    if (add.length > 0 || remove.length > 0 || keys.owesRotation()) {
      const packages = await storedPackages();
      const commit = await keys.commit({
        add: add.map((device) => ({ device, keyPackage: packages.get(device) })),
        remove,
      });
      if (commit !== undefined) await writer.keyMessage(commit.message, commit.writes);
    }
    for (const message of keys.handOn()) await writer.keyMessage(message);
  };

  /** What would make the admission void. */
  const objectionToAdmitting = ({ admission }: JoinRequest): string | undefined => {
    const governance = replica.governance();
    const clock = tickHlc(ZERO_HLC, context.now());
    return governance && judgeDraft(primitives, governance, { device: self.device, clock, act: admission });
  };

  const admit = async (request: JoinRequest): Promise<void> => {
    const governance = replica.governance();
    if (governance === undefined || ownLog(context, replica.channels.governance) === undefined) return;
    const { account } = request.certificate;
    const ban = governance.state.banned[account];
    if (ban !== undefined && ban.until > 0 && context.now() > ban.until)
      await writer.act({ type: 'member.unban', account });
    if (objectionToAdmitting(request) !== undefined) return;
    await writer.act(request.admission);
  };

  const admitDue = async (): Promise<void> => {
    const requests = due;
    due = [];
    for (const { admission } of requests) pending.delete(toHex(admission.keyPackageHash));
    if (requests.length === 0) return;
    for (const request of requests) await admit(request).catch(failed);
    await reconcile();
  };

  /** Looks again when the next admission's time is past. */
  const watchTime = (): void => {
    const governance = replica.governance();
    const times = governance === undefined ? [] : timedAdmissions(governance).map(({ until }) => until);
    const next = Math.min(...times.filter((until) => until >= context.now()));
    if (next === awaited || !Number.isFinite(next)) return;
    awaited = next;
    const wait = Math.min(LONGEST_TIMER_MS, next - context.now() + 1);
    later(wait, async () => {
      awaited = undefined;
      check();
    }).unref();
  };

  const lookAgain = (): void => {
    const invites = replica.governance()?.state.invites ?? {};
    for (const [device, { invite, bytes }] of early) {
      if (invites[invite] === undefined) continue;
      early.delete(device);
      take(bytes).catch(failed);
    }
  };

  const check = (): void => {
    if (context.isQuiet()) return;
    lookAgain();
    const { add, remove } = outOfStep();
    watchTime();
    const isInStep = add.length === 0 && remove.length === 0 && !keys.owesRotation() && !keys.owesSecrets();
    if (checking !== undefined || (isInStep && overdue().length === 0)) return;
    const matter = concatBytes(...[...add, ...remove].sort().map((device) => idToBytes(device)));
    const delay = Math.min(LONGEST_WAIT_MS, COMMIT_FIRST_MS + turn(matter, undefined) * COMMIT_TURN_MS);
    checking = later(delay, async () => {
      checking = undefined;
      await replica.run(reconcile);
    });
  };

  async function take(bytes: Uint8Array): Promise<void> {
    const asked = readJoinRequest(primitives, bytes);
    const { certificate, keyPackage } = asked;
    if (asked.space !== space) return;
    const offered = await readKeyPackage(keyPackage, { primitives });
    if (offered.device !== certificate.device || !equalBytes(offered.leafKey, certificate.leafKey)) return;
    const governance = replica.governance();
    const id = toHex(asked.admission.keyPackageHash);
    if (
      governance === undefined ||
      pending.has(id) ||
      governance.state.devices[certificate.device] !== undefined
    )
      return;
    const invite = governance.state.invites[asked.invite];
    if (invite === undefined && early.size < LIMITS.joinRequests)
      early.set(certificate.device, { invite: asked.invite, bytes: bytes.slice() });
    if (invite === undefined || inviteStatus(governance, asked.invite, context.now()) !== 'live') return;
    const write: Write = {
      type: 'record',
      scope: space,
      kind: 'key-package',
      key: certificate.device,
      value: keyPackage,
    };
    await store.commit([write]);
    pending.add(id);
    const delay = Math.min(LONGEST_WAIT_MS, turn(asked.admission.keyPackageHash, invite.by) * ADMIT_TURN_MS);
    later(delay, () => {
      due.push(asked);
      return replica.run(admitDue);
    });
  }

  return {
    request: take,
    check,
    reconcile,
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
};
