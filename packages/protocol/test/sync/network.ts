/** Devices whose machines of sync are wired in memory, over channels that a seed delays, holds up and cuts. */
import {
  createSession,
  createSpaceSync,
  type DeviceId,
  decodeFrame,
  entryWireBytes,
  type LogRef,
  logKey,
  type RawEntry,
  type Session,
  type SpaceId,
  type SpaceSync,
  SYNC_PROTOCOLS,
  type SyncFrame,
} from '../../src/index.ts';
import { type Person, primitives } from '../founding.ts';
import { createMemoryReplica, type MemoryReplica } from './memory-replica.ts';
import type { Schedule } from './schedule.ts';

/** One side's end of a channel. */
interface End {
  readonly to: Device;
  readonly opens: boolean;
  readonly protocol: string;
  other: End;
  /** Frames on their way here. */
  inbox: Uint8Array[];
  isHandling: boolean;
  isOpen: boolean;
  session: Session | undefined;
  waiting: (() => void)[];
}

export interface Device {
  readonly who: Person;
  readonly role: 'relay' | 'client';
  readonly replica: MemoryReplica;
  readonly sync: SpaceSync;
  readonly ends: Map<DeviceId, End>;
  readonly problems: string[];
}

/** What went over a channel, for a test to judge. */
export interface Passed {
  from: Device;
  to: Device;
  frame: SyncFrame;
  session: Session;
}

export interface Look {
  sent(passed: Passed): void;
  handled(passed: Passed): void;
  refused(by: Device, log: LogRef): void;
}

export interface Links {
  device(who: Person, role?: Device['role']): Device;
  connect(a: Device, b: Device, protocol?: string): void;
  cut(a: Device, b: Device): void;
  isConnected(a: Device, b: Device): boolean;
  /** Frames are on their way for up to so long, milliseconds. */
  slow(delayMs: number): void;
  /** Is told of each frame when it is sent and when it is handled, and of logs of which something was refused. */
  watch(look: Look): void;
  /** Breaches that ended channels. */
  readonly breaches: string[];
}

/** Frames that a channel takes before it asks to wait. */
const ROOM = 8;

export const bytesOf = (entries: readonly RawEntry[]): number =>
  entries.reduce((sum, entry) => sum + entryWireBytes(entry), 0);

export const keyOf = (log: Parameters<typeof logKey>[0], sequence: number): string =>
  `${logKey(log)}/${sequence}`;

export const createLinks = (schedule: Schedule, space: SpaceId): Links => {
  const breaches: string[] = [];
  let look: Look | undefined;
  let slowestMs = 20;

  const end = (device: Device, ended: End): void => {
    if (!ended.isOpen) return;
    ended.isOpen = false;
    ended.inbox = [];
    for (const go of ended.waiting.splice(0)) go();
    if (device.ends.get(ended.to.who.device) === ended) device.ends.delete(ended.to.who.device);
    const { session } = ended;
    ended.session = undefined;
    session?.close();
    if (session !== undefined) device.sync.fetching.gone(session);
  };

  const open = (device: Device, on: End): Session => {
    const { fetching } = device.sync;
    const session = createSession({
      primitives,
      replica: device.replica,
      time: schedule.time,
      device: on.to.who.device,
      self: device.who.device,
      protocol: on.protocol,
      opens: on.opens,
      send: (bytes) => {
        if (!on.isOpen || !on.other.isOpen) return false;
        look?.sent({ from: device, to: on.to, frame: decodeFrame(bytes.slice()).frame, session });
        deliver(on.to, on.other, bytes.slice());
        return on.other.inbox.length < ROOM;
      },
      drained: () =>
        !on.isOpen || on.other.inbox.length < ROOM
          ? Promise.resolve()
          : new Promise((resolve) => void on.waiting.push(resolve)),
      signDigest: (bytes) => primitives.sign(bytes, device.who.deviceSeed),
      invite: undefined,
      isLearning: () => false,
      fetching,
      events: {
        entitled: () => undefined,
        refused: (from) => {
          on.session = undefined;
          fetching.gone(from);
        },
        received: () => undefined,
        receipt: () => undefined,
        receiptsCame: () => undefined,
        receiptsTaken: () => undefined,
        join: () => undefined,
        digest: () => undefined,
        address: () => undefined,
        askedHolding: async () => undefined,
        holding: () => undefined,
        registers: () => undefined,
        registerHeads: () => undefined,
        register: async () => undefined,
        ephemeral: () => undefined,
        page: async () => undefined,
        live: (from) => {
          fetching.changed();
          from.askBodies();
        },
        problem: (_, code) => device.problems.push(code),
      },
    });
    on.session = session;
    return session;
  };

  const handle = async (device: Device, on: End, bytes: Uint8Array): Promise<void> => {
    const { frame } = decodeFrame(bytes);
    if (on.session === undefined && frame.kind !== 'hello') return;
    const session = on.session ?? open(device, on);
    look?.handled({ from: on.to, to: device, frame, session });
    await session.handle(frame);
  };

  /** Frames are handled one after the other, and each is a while on its way. */
  const pump = (device: Device, on: End): void => {
    if (on.isHandling || !on.isOpen || on.inbox.length === 0) return;
    on.isHandling = true;
    schedule.after(schedule.draw(slowestMs), () => {
      const bytes = on.inbox.shift();
      for (const go of on.other.waiting.splice(0)) go();
      if (bytes === undefined || !on.isOpen) return void (on.isHandling = false);
      handle(device, on, bytes)
        .catch((error: unknown) => {
          breaches.push(`${device.who.name}: ${String(error)}`);
          end(device, on);
        })
        .finally(() => {
          on.isHandling = false;
          pump(device, on);
        });
    });
  };

  const deliver = (device: Device, on: End, bytes: Uint8Array): void => {
    on.inbox.push(bytes);
    pump(device, on);
  };

  const attach = (device: Device, made: End): void => {
    const previous = device.ends.get(made.to.who.device);
    device.ends.set(made.to.who.device, made);
    if (previous !== undefined) end(device, previous);
    schedule.after(schedule.draw(slowestMs), () => {
      if (made.isOpen && made.session === undefined) open(device, made).start();
    });
  };

  return {
    device: (who, role = 'client') => {
      const replica = createMemoryReplica(schedule, space, who);
      const ends: Device['ends'] = new Map();
      const sessions = (): Session[] =>
        [...ends.values()].map(({ session }) => session).filter((session) => session !== undefined);
      const sync = createSpaceSync({
        replica,
        self: who.device,
        role,
        time: schedule.time,
        sessions,
        isDistrusted: () => false,
      });
      replica.onAdvance = (state) => sync.advanced(state);
      replica.onGovernance = () => sync.governed();
      const device: Device = { who, role, replica, sync, ends, problems: [] };
      replica.onRefusal = (log) => look?.refused(device, log);
      return device;
    },
    connect: (a, b, protocol = SYNC_PROTOCOLS[0]) => {
      const make = (to: Device, opens: boolean): End => ({
        to,
        opens,
        protocol,
        other: undefined as unknown as End,
        inbox: [],
        isHandling: false,
        isOpen: true,
        session: undefined,
        waiting: [],
      });
      const [atA, atB] = [make(b, true), make(a, false)];
      [atA.other, atB.other] = [atB, atA];
      attach(a, atA);
      attach(b, atB);
    },
    cut: (a, b) => {
      const [atA, atB] = [a.ends.get(b.who.device), b.ends.get(a.who.device)];
      if (atA !== undefined) end(a, atA);
      // The other side learns of it later.
      if (atB !== undefined) schedule.after(schedule.draw(slowestMs * 2), () => end(b, atB));
    },
    isConnected: (a, b) => a.ends.get(b.who.device)?.session?.isLive() === true,
    slow: (delayMs) => {
      slowestMs = delayMs;
    },
    watch: (next) => {
      look = next;
    },
    breaches,
  };
};
