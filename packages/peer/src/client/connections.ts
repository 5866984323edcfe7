/** Keeps the connections that a client wants: its relays always, members' devices where they can be found. */

import type { Network } from '@plexi/network';
import { type DeviceId, isPlexiError } from '@plexi/protocol';

export interface Connections {
  /** Wants a device connected; again with other addresses updates them. `keep` tries for ever, else a few times. */
  want(device: DeviceId, addresses: readonly string[], keep: boolean): void;
  unwant(device: DeviceId): void;
  wanted(): DeviceId[];
  /** A channel closed. */
  lost(device: DeviceId): void;
  /** Tries everything now, without waiting for its turn. */
  hurry(): void;
  /** Resolves when every relay wanted was tried once. */
  firstTry(): Promise<void>;
  close(): void;
}

interface Wanted {
  addresses: string[];
  keep: boolean;
  failures: number;
  trying: Promise<void> | undefined;
  timer: NodeJS.Timeout | undefined;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;
const TRIES_OF_DEVICES = 6;

export const createConnections = (
  network: Network,
  problem: (device: DeviceId, code: string) => void,
): Connections => {
  const all = new Map<DeviceId, Wanted>();
  const abort = new AbortController();

  const attempt = (device: DeviceId, wanted: Wanted): void => {
    clearTimeout(wanted.timer);
    if (wanted.trying !== undefined || abort.signal.aborted) return;
    wanted.trying = network
      .connect(device, wanted.addresses, { signal: abort.signal })
      .then(
        () => {
          wanted.failures = 0;
        },
        (error: unknown) => {
          wanted.failures++;
          if (abort.signal.aborted) return;
          problem(device, isPlexiError(error) ? error.code : 'INTERNAL');
          if (wanted.keep || wanted.failures < TRIES_OF_DEVICES) retryLater(device, wanted);
        },
      )
      .finally(() => {
        wanted.trying = undefined;
      });
  };

  const retryLater = (device: DeviceId, wanted: Wanted): void => {
    if (all.get(device) !== wanted || abort.signal.aborted) return;
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(wanted.failures, 10));
    clearTimeout(wanted.timer);
    wanted.timer = setTimeout(() => attempt(device, wanted), longest * (0.5 + Math.random() / 2));
  };

  return {
    want: (device, addresses, keep) => {
      if (device === network.device || addresses.length === 0) return;
      const known = all.get(device);
      if (known !== undefined) {
        const isMoreWanted = keep && !known.keep;
        known.keep ||= keep;
        if (addresses.every((address) => known.addresses.includes(address)) && !isMoreWanted) return;
        known.addresses = [...new Set([...addresses, ...known.addresses])].slice(0, 16);
        known.failures = 0;
        attempt(device, known);
        return;
      }
      const wanted: Wanted = {
        addresses: [...addresses],
        keep,
        failures: 0,
        trying: undefined,
        timer: undefined,
      };
      all.set(device, wanted);
      attempt(device, wanted);
    },
    unwant: (device) => {
      clearTimeout(all.get(device)?.timer);
      all.delete(device);
    },
    wanted: () => [...all.keys()],
    lost: (device) => {
      const wanted = all.get(device);
      if (wanted !== undefined) retryLater(device, wanted);
    },
    hurry: () => {
      for (const [device, wanted] of all) attempt(device, wanted);
    },
    firstTry: async () => {
      const tries = [...all.values()]
        .filter(({ keep }) => keep)
        .map(({ trying }) => trying ?? Promise.resolve());
      await Promise.all(tries);
    },
    close: () => {
      abort.abort();
      for (const wanted of all.values()) clearTimeout(wanted.timer);
    },
  };
};
