/** [N5] What a sync status says, in a word for the dot and a sentence for people. */
import type { SyncStatus } from '@plexi/operations';
import type { TextKey, TextValues } from '../texts/translate.ts';

type SyncTone = 'paused' | 'synced' | 'busy' | 'offline' | 'alone' | 'unknown';

export interface SyncSaying {
  tone: SyncTone;
  key: TextKey;
  values: TextValues;
}

/** Green only where every listed relay and this device agree. */
export const describeSync = (status: SyncStatus | undefined): SyncSaying => {
  if (status === undefined) return { tone: 'unknown', key: 'sync.unknown', values: {} };
  const pending = status.pendingEntries;
  if (status.paused) return { tone: 'paused', key: 'sync.paused', values: { pending } };
  const devices = status.devices.length;
  if (status.relays.length === 0)
    return { tone: 'alone', key: devices > 0 ? 'sync.direct' : 'sync.norelay', values: { devices, pending } };
  const connected = status.relays.filter((relay) => relay.connected).length;
  if (connected === 0)
    return {
      tone: 'offline',
      key: devices > 0 ? 'sync.offline.direct' : 'sync.offline',
      values: { devices, pending },
    };
  if (status.inSync) return { tone: 'synced', key: 'sync.synced', values: { relays: status.relays.length } };
  return { tone: 'busy', key: 'sync.busy', values: { pending, connected, relays: status.relays.length } };
};
