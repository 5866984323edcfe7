import { type DeviceId, LIMITS } from '@plexi/protocol';

/** Keeps what a device has us do, as long as it is not too much [L6]: of that device, and in all. */
export const keepWithin = <Value extends { from: DeviceId }>(
  waiting: Map<string, Value>,
  key: string,
  value: Value,
): void => {
  const ofOne = [...waiting.values()].filter(({ from }) => from === value.from).length;
  if (waiting.has(key) || (ofOne < LIMITS.witnessWaitingOfOne && waiting.size < LIMITS.witnessWaiting))
    waiting.set(key, value);
};
