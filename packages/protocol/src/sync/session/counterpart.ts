/** The other side of a session, as governance sees it at the time: what it is, and what it may have because of that. */

import type { Hlc } from '../../clock.ts';
import type { LogRef } from '../../entry/log.ts';
import { endOfMembership } from '../../governance/governance.ts';
import type { DeviceId } from '../../ids.ts';
import type { Primitives } from '../../primitives.ts';
import type { LogState } from '../frontier.ts';
import type { SyncReplica } from '../replica-port.ts';
import type { Sketch } from '../sketch.ts';
import type { SyncTime } from '../time-port.ts';
import { isLogForScoped, type ShownQuestion, sharedDigest, sharedLogs, sharedSketch } from './shown.ts';
import { judgeStanding, mayRead, type Standing, type StandingAnswer } from './standing.ts';

export interface CounterpartDependencies {
  primitives: Primitives;
  replica: SyncReplica;
  device: DeviceId;
  self: DeviceId;
  /** Whether this device joins the space, and does not know of it yet all that its link names. */
  isLearning: () => boolean;
  time: Pick<SyncTime, 'now'>;
}

export interface Counterpart {
  standing(): Standing;
  /** The live invite that it showed. */
  invite(): string | undefined;
  /** Whether governance lists it, whatever it has shown. */
  isListed(): boolean;
  /** Judges anew, with the proof of an invite that it showed. */
  judge(proof: Uint8Array | undefined): StandingAnswer;
  /** A former member learns of the removal and of nothing that came after it. */
  removal(): Hlc | undefined;
  /** How far it may read a log. */
  readableEnd(state: LogState): number;
  /** Of a scoped member: whether it reads and writes in the log's channel [K6]. */
  isAdmitted(log: LogRef): boolean;
  /** What both sides may have: its logs, their digest, and a sketch of them in so many cells. */
  logs(): LogState[];
  digest(): Uint8Array;
  sketch(cells: number): Sketch;
}

export const createCounterpart = (dependencies: CounterpartDependencies): Counterpart => {
  const { primitives, replica, device, self, isLearning, time } = dependencies;
  let standing: Standing = 'founding';
  let invite: string | undefined;

  const isAdmitted = (log: LogRef): boolean => {
    const governance = replica.governance();
    return governance !== undefined && isLogForScoped(governance, device, log, replica.channels, time.now());
  };

  const shown = (): ShownQuestion => ({ replica, devices: [device, self], nowMs: time.now() });

  return {
    standing: () => standing,
    invite: () => invite,
    judge: (proof) => {
      const { space } = replica;
      const governance = replica.governance();
      const answer = judgeStanding({
        primitives,
        space,
        governance,
        device,
        self,
        proof,
        isLearning: isLearning(),
        nowMs: time.now(),
      });
      ({ standing, invite } = answer);
      return answer;
    },
    isListed: () => {
      const state = replica.governance()?.state;
      return state?.relays[device] !== undefined || state?.devices[device] !== undefined;
    },
    removal: () => {
      const governance = replica.governance();
      return standing === 'former' && governance !== undefined
        ? endOfMembership(governance, device)
        : undefined;
    },
    readableEnd: (state) =>
      mayRead(standing, state.log, replica.channels, () => isAdmitted(state.log))
        ? state.visible.sequence
        : 0,
    isAdmitted,
    logs: () => sharedLogs(shown()),
    digest: () => sharedDigest(shown()),
    sketch: (cells) => sharedSketch(shown(), cells),
  };
};
