/** Two ends of a channel in memory: what is sent arrives whole and in order. */
import type { Channel, ChannelEnd } from '@plexi/network';
import {
  type DeviceId,
  decodeFrame,
  isPlexiError,
  plexiError,
  SYNC_PROTOCOLS,
  type SyncFrame,
} from '@plexi/protocol';
import type { Person } from '../space-story.ts';

/** A frame as it went over a wire. */
export interface Sent {
  from: DeviceId;
  bytes: number;
  kind: SyncFrame['kind'] | 'garbage';
  frame: SyncFrame | undefined;
}

export interface Wire {
  sent: Sent[];
  /** The ends, by the device that holds each. */
  end(holder: { who: Person }): Channel;
  /** While true, frames to that device wait on the wire. */
  stall(to: { who: Person }, stalled: boolean): void;
  /** Is told of each frame before it moves. */
  watch(look: (sent: Sent) => void): void;
  /** Frames that `drop` says yes to are lost: what no honest channel does. */
  lose(drop: (sent: Sent) => boolean): void;
  /** Frames are on the way for so long, milliseconds. */
  slow(delayMs: number): void;
  /** Why it ended; undefined while it is open. */
  reason(): string | undefined;
  /** Why it ends, as soon as it does. */
  ended(): Promise<string>;
  /** Resolves when nothing has been on the wire, or in the works, for a while. */
  quiet(): Promise<void>;
  cut(): void;
}

const describe = (from: DeviceId, bytes: Uint8Array): Sent => {
  try {
    const { frame } = decodeFrame(bytes);
    return { from, bytes: bytes.length, kind: frame.kind, frame };
  } catch {
    return { from, bytes: bytes.length, kind: 'garbage', frame: undefined };
  }
};

const QUIET_TURNS = 25;

/** A wire between two devices. Nothing moves before both ends have a handler. */
export const createWire = (a: DeviceId, b: DeviceId, protocol: string = SYNC_PROTOCOLS[0]): Wire => {
  const sent: Sent[] = [];
  const ending = Promise.withResolvers<ChannelEnd>();
  const ends = new Map<DeviceId, Channel>();
  const stalls = new Map<DeviceId, boolean>();
  const pumps = new Map<DeviceId, () => void>();
  let reason: string | undefined;
  let busy = 0;
  let delayMs = 0;
  let loses: (frame: Sent) => boolean = () => false;
  let watcher: (frame: Sent) => void = () => undefined;

  const finish = (why: string): void => {
    if (reason !== undefined) return;
    reason = why;
    ending.resolve({ reason: why });
  };

  const join = (self: DeviceId, other: DeviceId): void => {
    const inbox: Uint8Array[] = [];
    let handler: ((frame: Uint8Array) => void | Promise<void>) | undefined;
    let running = false;
    const pump = (): void => {
      if (running || handler === undefined || reason !== undefined || stalls.get(self) === true) return;
      const frame = inbox.shift();
      if (frame === undefined) return;
      running = true;
      busy++;
      const handle = handler;
      queueMicrotask(() => {
        Promise.resolve()
          .then(() => handle(frame))
          .catch((error: unknown) => finish(isPlexiError(error) ? error.code : 'INTERNAL'))
          .finally(() => {
            running = false;
            busy--;
            pump();
          });
      });
    };
    pumps.set(self, pump);
    ends.set(self, {
      device: other,
      protocol,
      outbound: self === a,
      remoteAddress: '/memory',
      closed: ending.promise,
      send: (frame) => {
        if (reason !== undefined) throw plexiError('CHANNEL_CLOSED');
        const what = describe(self, frame);
        sent.push(what);
        watcher(what);
        if (loses(what)) return true;
        const copy = frame.slice();
        if (delayMs === 0) deliver(other, copy);
        else {
          busy++;
          setTimeout(() => {
            busy--;
            deliver(other, copy);
          }, delayMs);
        }
        return true;
      },
      drained: async () => undefined,
      onFrame: (next) => {
        handler = next;
        pump();
      },
      close: async (why = 'closed') => finish(why),
    });
    deliveries.set(self, (frame) => {
      inbox.push(frame);
      pump();
    });
  };

  const deliveries = new Map<DeviceId, (frame: Uint8Array) => void>();
  const deliver = (to: DeviceId, frame: Uint8Array): void => deliveries.get(to)?.(frame);
  join(a, b);
  join(b, a);

  return {
    sent,
    end: ({ who }) => ends.get(who.device) as Channel,
    stall: ({ who }, stalled) => {
      stalls.set(who.device, stalled);
      pumps.get(who.device)?.();
    },
    lose: (drop) => {
      loses = drop;
    },
    slow: (ms) => {
      delayMs = ms;
    },
    watch: (look) => {
      watcher = look;
    },
    reason: () => reason,
    ended: async () => (await ending.promise).reason,
    quiet: async () => {
      let [count, turns] = [sent.length, 0];
      while (turns < QUIET_TURNS) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        turns = busy === 0 && sent.length === count ? turns + 1 : 0;
        count = sent.length;
      }
    },
    cut: () => finish('lost'),
  };
};
