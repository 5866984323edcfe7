/** A device whose disk refuses what it is told to refuse. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plexiError } from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import { onTestFinished } from 'vitest';
import type { Client } from '../../src/client/client.ts';
import { openClient } from './open-client.ts';

interface Disk {
  /** So many more commits it takes. */
  left: number;
  /** So many it refuses then. */
  refusals: number;
}

const createDisk = (): { disk: Disk; over: (store: Store) => Store } => {
  const disk = { left: Number.POSITIVE_INFINITY, refusals: Number.POSITIVE_INFINITY };
  const isRefused = (): boolean => {
    const of = disk.left > 0 ? 'left' : 'refusals';
    if (disk[of] > 0) disk[of]--;
    else return false;
    return of === 'refusals';
  };
  const over = (store: Store): Store =>
    new Proxy(store, {
      get: (target, name) => {
        if (name === 'commit' && isRefused())
          return async () => {
            throw plexiError('STORE_FAILED', { detail: 'SQLITE_IOERR_WRITE' });
          };
        const value = Reflect.get(target, name) as unknown;
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  return { disk, over };
};

export interface FailingDevice {
  disk: Disk;
  client: () => Client;
  /** Starts again, on a disk that is well. */
  restart: () => Promise<void>;
}

export const failingDevice = async (name: string): Promise<FailingDevice> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-failing-'));
  const { disk, over } = createDisk();
  let opened = await openClient(folder, name, over);
  onTestFinished(async () => {
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    disk,
    client: () => opened.client,
    restart: async () => {
      disk.left = Number.POSITIVE_INFINITY;
      await opened.close();
      opened = await openClient(folder, undefined, over);
    },
  };
};
