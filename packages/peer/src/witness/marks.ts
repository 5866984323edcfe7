/** What somebody has of each device's logs, in a few bytes: the exclusive or of what the logs add to a digest, cut short. */
import type { DeviceId, LogState } from '@plexi/protocol';

const DIGITS = 16;

/** What a log adds to the mark of its device. */
export const markOf = ({ mark }: LogState): bigint =>
  mark === undefined ? 0n : new DataView(mark.buffer, mark.byteOffset).getBigUint64(0);

/** As it is said: hexadecimal. */
export const markText = (mark: bigint): string => mark.toString(16).padStart(DIGITS, '0');

/** The marks of all devices of which there is something. */
export const marksOf = (states: Iterable<LogState>): Map<DeviceId, bigint> => {
  const marks = new Map<DeviceId, bigint>();
  for (const state of states) {
    const { device } = state.log;
    marks.set(device, (marks.get(device) ?? 0n) ^ markOf(state));
  }
  return marks;
};
