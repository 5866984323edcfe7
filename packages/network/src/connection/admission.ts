import type { DeviceId } from '@plexi/protocol';
import { createAllowance, LIMITS } from '@plexi/protocol';
import type { Admission, NetworkEvent } from '../network.ts';

/** Decides who may be connected, and for how long unconfirmed. */
export interface AdmissionDesk {
  /** Whether there is no point in dialling it. */
  refuses: (device: DeviceId) => boolean;
  /** Judges a device that has just proved its key; false: close the connection. */
  admits: (device: DeviceId) => boolean;
  /** Whether the device may use more than a connection of its own, such as a reservation at this relay. */
  isKept: (device: DeviceId) => boolean;
  confirm: (device: DeviceId) => void;
  forget(device: DeviceId): void;
  /** The last connection of the device closed. */
  left(device: DeviceId): void;
  /** Counts a breach of the protocol; a device with too many is refused for a while. */
  strike: (device: DeviceId, code: string) => void;
  /** Counts something that came to nothing, which may happen to anybody now and then; too much of it is a breach. */
  fault: (device: DeviceId, code: string) => void;
  close(): void;
}

interface AdmissionDeskOptions {
  admit(device: DeviceId): Admission;
  provisionalMs: number;
  log: (event: NetworkEvent) => void;
  /** Closes all connections of a device. */
  dismiss(device: DeviceId): void;
}

interface Record {
  count: number;
  until: number;
}

export const createAdmissionDesk = (options: AdmissionDeskOptions): AdmissionDesk => {
  const { log } = options;
  const confirmed = new Set<DeviceId>();
  const provisional = new Map<DeviceId, NodeJS.Timeout>();
  const strikes = new Map<DeviceId, Record>();
  const faults = createAllowance({ burst: LIMITS.faults, perMs: LIMITS.faultsPerMinute / 60_000 }, Date.now);
  const faulty = new Set<DeviceId>();

  const endProvisional = (device: DeviceId) => {
    clearTimeout(provisional.get(device));
    provisional.delete(device);
  };

  const recordOf = (device: DeviceId): Record | undefined => {
    const record = strikes.get(device);
    if (record === undefined || record.until > Date.now()) return record;
    strikes.delete(device);
    return undefined;
  };

  const standing = (device: DeviceId): Admission => {
    if ((recordOf(device)?.count ?? 0) >= LIMITS.strikes) return 'refused';
    const admission = options.admit(device);
    return admission === 'provisional' && confirmed.has(device) ? 'known' : admission;
  };

  const admitProvisionally = (device: DeviceId): boolean => {
    if (provisional.has(device)) return true;
    if (provisional.size >= LIMITS.provisionalConnections) {
      log({ kind: 'refused', device, reason: 'too-many-provisional' });
      return false;
    }
    const expire = () => {
      provisional.delete(device);
      // It may have become known meanwhile without anybody confirming it.
      if (standing(device) === 'known') return;
      log({ kind: 'refused', device, reason: 'not-confirmed' });
      options.dismiss(device);
    };
    provisional.set(device, setTimeout(expire, options.provisionalMs));
    return true;
  };

  const strike = (device: DeviceId, code: string): void => {
    const count = (recordOf(device)?.count ?? 0) + 1;
    strikes.delete(device);
    strikes.set(device, { count, until: Date.now() + LIMITS.strikesMs });
    const [oldest] = strikes.keys();
    if (strikes.size > LIMITS.connections && oldest !== undefined) strikes.delete(oldest);
    log({ kind: 'misbehaved', device, code, strikes: count });
    if (count >= LIMITS.strikes) options.dismiss(device);
  };

  return {
    refuses: (device) => standing(device) === 'refused',
    admits(device) {
      const admission = standing(device);
      if (admission === 'provisional') return admitProvisionally(device);
      if (admission === 'refused') log({ kind: 'refused', device, reason: 'not-admitted' });
      return admission === 'known';
    },
    isKept: (device) => standing(device) === 'known',
    confirm(device) {
      confirmed.add(device);
      endProvisional(device);
    },
    forget(device) {
      confirmed.delete(device);
      endProvisional(device);
    },
    left: endProvisional,
    strike,
    fault(device, code) {
      faulty.delete(device);
      faulty.add(device);
      const [oldest] = faulty;
      if (faulty.size > LIMITS.connections && oldest !== undefined) {
        faulty.delete(oldest);
        faults.keep((name) => faulty.has(name as DeviceId));
      }
      if (!faults.take(device)) strike(device, code);
    },
    close() {
      for (const device of provisional.keys()) clearTimeout(provisional.get(device));
      provisional.clear();
    },
  };
};
