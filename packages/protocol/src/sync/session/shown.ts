/** [K6] What of a space two peers have in common where one of them is a scoped device: its logs, and a digest of these alone. */

import type { LogRef } from '../../entry/log.ts';
import { accountOf, type Governance, isScopedDevice, readsChannel } from '../../governance/governance.ts';
import { isScoped } from '../../governance/role.ts';
import type { ChannelListing } from '../../governance/state.ts';
import type { DeviceId } from '../../ids.ts';
import { emptyDigest, toggleHash } from '../digest.ts';
import { type LogState, sketchOf } from '../frontier.ts';
import type { SyncReplica } from '../replica-port.ts';
import type { Sketch } from '../sketch.ts';

export interface ShownQuestion {
  replica: Pick<SyncReplica, 'space' | 'channels' | 'frontier' | 'governance'>;
  /** The two peers; relays are no scoped devices. */
  devices: readonly DeviceId[];
  nowMs: number;
}

/** Whether a scoped device may have a log: governance, keys, mail, and the channels that admit it. */
export const isLogForScoped = (
  governance: Governance,
  device: DeviceId,
  log: LogRef,
  channels: SyncReplica['channels'],
  nowMs: number,
): boolean => {
  if (Object.values(channels).includes(log.channel)) return true;
  return readsChannel(governance, device, log.channel, nowMs);
};

/** The channels that a device is shown as its own: a former member's as they were, a scoped one's those that admit it now. */
export const readableChannels = (
  governance: Governance | undefined,
  device: DeviceId,
  nowMs: number,
): ChannelListing[] => {
  if (governance === undefined) return [];
  const { members, formerMembers, channels } = governance.state;
  const account = accountOf(governance, device);
  const role = account && (members[account] ?? formerMembers[account])?.role;
  const all = Object.values(channels);
  if (role === undefined || !isScoped(role)) return all;
  return all.filter(({ id }) => readsChannel(governance, device, id, nowMs));
};

/** Whether both may have a log; undefined where they may have all. */
const sharing = ({ replica, devices, nowMs }: ShownQuestion): ((state: LogState) => boolean) | undefined => {
  const governance = replica.governance();
  const scoped =
    governance === undefined ? [] : devices.filter((device) => isScopedDevice(governance, device));
  if (governance === undefined || scoped.length === 0) return undefined;
  return ({ log }) =>
    scoped.every((device) => isLogForScoped(governance, device, log, replica.channels, nowMs));
};

/** The logs that both may have. */
export const sharedLogs = (question: ShownQuestion): LogState[] => {
  const all = [...question.replica.frontier.all()];
  const isShared = sharing(question);
  return isShared === undefined ? all : all.filter(isShared);
};

/** The digest of what both may have. */
export const sharedDigest = (question: ShownQuestion): Uint8Array => {
  if (sharing(question) === undefined) return question.replica.frontier.digest();
  const digest = emptyDigest();
  for (const { mark } of sharedLogs(question)) toggleHash(digest, mark);
  return digest;
};

/** A sketch of it, in so many cells. */
export const sharedSketch = (question: ShownQuestion, cells: number): Sketch =>
  sharing(question) === undefined
    ? question.replica.frontier.sketch(cells)
    : sketchOf(sharedLogs(question), cells);
