/** Where a scripted space stands, and what its relays are proved to have broken. */
import type { Handlers, KeptProofSaid, PeerEvent, SyncStatus } from '@plexi/operations';
import { idOf, type Script, type ScriptedSpace } from './script.ts';

/** Where a channel stands: as the status says, or with nothing open. */
const standingOf = ({ channels, relays }: SyncStatus, channel: string): SyncStatus['channels'][number] =>
  channels.find((it) => it.channel === channel) ?? {
    channel,
    kind: 'channel',
    name: 'general',
    mine: 14,
    pending: 0,
    stored: relays.map(({ device, address, connected }) => ({
      device,
      kind: 'relay',
      name: address,
      connected,
      entries: 14,
    })),
    lacking: 0,
    missing: 0,
    unreadable: 0,
    sources: [],
  };

/** A status, of all of a space or of one channel. */
const statusOf = (sync: SyncStatus, channel: string | undefined): SyncStatus =>
  channel === undefined ? sync : { ...sync, channels: [standingOf(sync, channel)] };

/** What relays are proved to have broken; of two, for the second a reason was given that is none. */
const proofsOf = ({ relays }: SyncStatus): KeptProofSaid[] =>
  relays.flatMap(({ device, address, broken }) =>
    Array.from({ length: broken }, (_, i) => ({
      id: idOf(`proof ${i}`),
      kind: 'lost' as const,
      ...(i === 1 ? { reason: 'relisted' as const } : {}),
      promised: 42,
      held: 17,
      at: '2026-11-20T18:12:00.000Z',
      relay: device,
      space: idOf('space-Lab'),
      log: idOf('log'),
      address,
      place: 'general',
      wrote: 'Ben Okafor',
    })),
  );

export const scriptSync = (
  script: Script,
  find: (name: string) => ScriptedSpace,
  emit: (event: PeerEvent) => void,
) => {
  const pause = (paused: boolean): { paused: boolean } => {
    for (const { summary, sync } of script.spaces) {
      sync.paused = paused;
      emit({ type: 'sync', space: summary.id });
    }
    return { paused };
  };
  return {
    'sync.pause': async () => pause(true),
    'sync.resume': async () => pause(false),
    'sync.status': async ({ space, channel }) => statusOf(find(space).sync, channel),
    'proof.list': async ({ space }) => proofsOf(find(space).sync),
    'proof.export': async () => ({ proof: '{ "format": "plexichat broken receipt 1" }' }),
  } satisfies Handlers;
};
