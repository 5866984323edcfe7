/**
 * How passing words get around: from a device to every live session of the space; a relay hands them on to the members that
 * are connected and forgets them. Each device may say so many a second, and more is let fall.
 */
import {
  createAllowance,
  type DeviceId,
  isMemberOf,
  isScopedDevice,
  isSignedEphemeral,
  LIMITS,
  type Primitives,
  readEphemeral,
  type Session,
  type SpaceId,
  writeEphemeral,
} from '@plexi/protocol';

export interface EphemeralFlowDependencies {
  primitives: Primitives;
  self: DeviceId;
  deviceSecretKey: Uint8Array;
  role: 'relay' | 'client';
  now: () => number;
  sessions: (space: SpaceId) => Session[];
  heard: (space: SpaceId, device: DeviceId, sealed: Uint8Array) => void;
}

export interface EphemeralFlow {
  /** Signs and sends; to nobody where nobody is there. */
  say(space: SpaceId, sealed: Uint8Array): void;
  take(session: Session, bytes: Uint8Array): void;
}

/** Devices whose last word is remembered; the one that spoke longest ago goes first. */
const REMEMBERED = 10_000;

/** Scoped members open only what other scoped ones say [K6]. */
const isHeardBy = (session: Session, speaker: DeviceId): boolean => {
  const governance = session.replica.governance();
  const standing = session.standing();
  if (standing !== 'scoped') return standing === 'member' || standing === 'relay';
  return governance !== undefined && isScopedDevice(governance, speaker);
};

export const createEphemeralFlow = (dependencies: EphemeralFlowDependencies): EphemeralFlow => {
  const { primitives, self, role, now, sessions } = dependencies;
  const allowance = createAllowance(
    { burst: LIMITS.ephemeralBurst, perMs: LIMITS.ephemeralPerSecond / 1000 },
    now,
  );
  const last = new Map<string, number>();
  let said = 0;

  const isFresh = (key: string, sequence: number): boolean =>
    Math.abs(sequence - now()) <= LIMITS.clockSkewMs && sequence > (last.get(key) ?? 0);

  const remember = (key: string, sequence: number): void => {
    last.delete(key);
    last.set(key, sequence);
    const [oldest] = last.keys();
    if (last.size <= REMEMBERED || oldest === undefined) return;
    last.delete(oldest);
    allowance.keep((name) => last.has(name));
  };

  return {
    say: (space, sealed) => {
      said = Math.max(said + 1, Math.floor(now()));
      const secretKey = dependencies.deviceSecretKey;
      const word = writeEphemeral(primitives, space, { sequence: said, sealed }, secretKey);
      for (const session of sessions(space)) {
        if (session.isLive() && isHeardBy(session, self)) session.send({ kind: 'ephemeral', word });
      }
    },
    take: (session, bytes) => {
      const { replica } = session;
      const { space } = replica;
      const standing = session.standing();
      if (!session.isLive() || (!isMemberOf(standing) && standing !== 'relay')) return;
      const { device, sequence, sealed } = readEphemeral(bytes);
      if (device === self || replica.governance()?.state.devices[device] === undefined) return;
      // Members speak for themselves only; a relay for whoever signed.
      if (standing !== 'relay' && device !== session.device) return;
      const key = `${space}/${device}`;
      if (!isFresh(key, sequence) || !allowance.take(key)) return;
      if (!isSignedEphemeral(primitives, space, device, bytes)) return;
      remember(key, sequence);
      if (role === 'client') return dependencies.heard(space, device, sealed);
      for (const other of sessions(space)) {
        if (other !== session && other.isLive() && other.standing() !== 'relay' && isHeardBy(other, device))
          other.send({ kind: 'ephemeral', word: bytes });
      }
    },
  };
};
