/** How files on their way stand, in the words of operations; and telling views, now and then while much happens. */
import type { Transfer } from '@plexi/operations';
import { type DeviceId, ERROR_TABLE, type ErrorCode, type SpaceId } from '@plexi/protocol';
import type { BlobStore } from '../blob/blob-store.ts';
import type { Courier } from './courier.ts';
import type { Download } from './downloads.ts';
import { chunkOf, type Parcel } from './parcel.ts';
import type { Push } from './pusher.ts';
import type { Upload } from './uploads.ts';

export interface ReportsDependencies {
  blobs: BlobStore;
  courier: Courier;
  listedRelays: (space: SpaceId) => DeviceId[];
  tell: (space: SpaceId, transfer: Transfer) => void;
}

export interface Reports {
  of(moving: Push | Download): Transfer;
  ofUpload(upload: Upload): Transfer;
  /** Tells views soon, once for all that happens until then. */
  later(moving: Push | Download): void;
  close(): void;
}

const TELL_MS = 200;

const problemOf = (code: ErrorCode): NonNullable<Transfer['problem']> => {
  const { message, next } = ERROR_TABLE[code];
  return { code, message, next };
};

export const createReports = (dependencies: ReportsDependencies): Reports => {
  const { blobs, courier, listedRelays } = dependencies;
  const waiting = new Map<string, NodeJS.Timeout>();

  /** What is here in sealed bytes, told in the file's own. */
  const share = (parcel: Parcel, bytes: number): number => {
    const { size, hashes } = parcel;
    const sealed = hashes.reduce((sum, _, index) => sum + chunkOf(parcel, index).length, 0);
    return sealed === 0 ? size : Math.min(size, Math.floor((bytes / sealed) * size));
  };

  const common = ({ id, name, size, channel }: Parcel) => ({ id, name, size, channel });

  const ofDownload = ({ parcel, state }: Download): Transfer => {
    const { space, hashes } = parcel;
    const here = hashes.reduce(
      (sum, hash) => sum + (blobs.size(space, hash) ?? courier.partial(space, hash)),
      0,
    );
    const lacking = hashes.filter((hash) => blobs.size(space, hash) === undefined);
    const isWaiting = lacking.some((hash) => courier.isWaiting(space, hash));
    const shown = state === 'active' ? (isWaiting ? 'waiting' : 'moving') : state;
    return {
      ...common(parcel),
      bytes: state === 'done' ? parcel.size : share(parcel, here),
      direction: 'down',
      state: shown,
      ...(shown === 'waiting' || shown === 'failed' ? { problem: problemOf('FILE_UNAVAILABLE') } : {}),
    };
  };

  const ofPush = ({ parcel, at }: Push): Transfer => {
    const placings = [...at.values()];
    const relays = listedRelays(parcel.space);
    const isThere = relays.length === 0 || placings.some(({ state }) => state === 'placed');
    const bytes = Math.max(0, ...placings.map((placing) => placing.bytes));
    const base = { ...common(parcel), direction: 'up' as const };
    if (isThere) return { ...base, bytes: parcel.size, state: 'done' };
    const known = { ...base, bytes: share(parcel, bytes) };
    if (parcel.paused) return { ...known, state: 'paused' };
    if (placings.some(({ state }) => state === 'moving')) return { ...known, state: 'moving' };
    if (placings.some(({ state }) => state === 'failed'))
      return { ...known, state: 'failed', problem: problemOf('RELAY_QUOTA') };
    return { ...known, state: 'waiting', problem: problemOf('RELAY_UNREACHABLE') };
  };

  const of = (moving: Push | Download): Transfer => ('at' in moving ? ofPush(moving) : ofDownload(moving));

  return {
    of,
    ofUpload: ({ id, name, size, channel, received, left }) => ({
      id,
      name,
      size,
      channel,
      bytes: received,
      direction: 'up',
      ...(left ? { state: 'waiting', problem: problemOf('FILE_LEFT') } : { state: 'reading' }),
    }),
    later: (moving) => {
      const { id, space } = moving.parcel;
      if (waiting.has(id)) return;
      const timer = setTimeout(() => {
        waiting.delete(id);
        dependencies.tell(space, of(moving));
      }, TELL_MS);
      timer.unref();
      waiting.set(id, timer);
    },
    close: () => {
      for (const timer of waiting.values()) clearTimeout(timer);
    },
  };
};
