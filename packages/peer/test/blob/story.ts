/** Devices that hold chunks of files, and the wires between them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sealChunk } from '@plexi/crypto/sealing';
import type { Network } from '@plexi/network';
import type { Transfer } from '@plexi/operations';
import {
  chunkCount,
  chunkLength,
  type DeviceId,
  FILE_CHUNK_BYTES,
  type FileManifest,
  fileIdOf,
  plexiError,
  toHex,
  ZERO_HLC,
} from '@plexi/protocol';
import { onTestFinished } from 'vitest';
import { type BlobExchange, createBlobExchange } from '../../src/blob/blob-exchange.ts';
import { type BlobStore, openBlobStore } from '../../src/blob/blob-store.ts';
import { createFiles, type Files } from '../../src/file/files.ts';
import { type Parcel, parcelOf } from '../../src/file/parcel.ts';
import { GENERAL, type Holder, primitives } from '../space-story.ts';
import { createWire, type Wire } from '../sync/wire.ts';

export interface Station extends Holder {
  folder: string;
  blobs: BlobStore;
  exchange: BlobExchange;
  files: Files;
  wires: Map<DeviceId, Wire>;
  /** How much a relay still has room for. */
  room: { bytes: number };
  told: Transfer[];
  problems: string[];
}

export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-blob-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
};

/** A device with a place for chunks; with the same folder again, it is the same one after a restart. */
export const station = async (
  holder: Holder,
  role: 'client' | 'relay' = 'client',
  options: { folder?: string; relays?: Holder[]; cacheBytes?: number } = {},
): Promise<Station> => {
  const folder = options.folder ?? (await temporaryFolder());
  const { who, replica, store, clock } = holder;
  const { space } = replica;
  const wires = new Map<DeviceId, Wire>();
  const room = { bytes: 2 ** 40 };
  const told: Transfer[] = [];
  const problems: string[] = [];
  const relays = (options.relays ?? []).map((relay) => relay.who.device);
  const { cacheBytes } = options;
  const blobs = await openBlobStore({
    store,
    folder,
    spaces: [space],
    now: () => clock.ms++,
    ...(cacheBytes === undefined ? {} : { cacheBytes }),
  });
  const openBulk: Network['openBulk'] = async (device) => {
    const wire = wires.get(device);
    if (wire === undefined || wire.reason() !== undefined) throw plexiError('PEER_UNREACHABLE');
    return wire.end(holder);
  };
  const exchange = createBlobExchange({
    primitives,
    self: who.device,
    now: () => clock.ms,
    blobs,
    network: () => ({ openBulk }) as Network,
    governance: (id) => (id === space ? replica.governance() : undefined),
    role,
    reserve: (_, bytes) => {
      if (bytes > room.bytes) return false;
      room.bytes -= bytes;
      return true;
    },
  });
  const files = createFiles({
    primitives,
    store,
    blobs,
    exchange,
    account: who.account,
    now: () => clock.ms,
    holders: () =>
      [...wires]
        .filter(([, wire]) => wire.reason() === undefined)
        .map(([device]) => ({ device, isRelay: relays.includes(device) })),
    listedRelays: () => relays,
    tell: (_, transfer) => told.push(transfer),
    problem: (code) => problems.push(code),
  });
  onTestFinished(() => files.close());
  return { ...holder, folder, blobs, exchange, files, wires, room, told, problems };
};

/** Connects two stations. */
export const connect = (a: Station, b: Station): Wire => {
  const wire = createWire(a.who.device, b.who.device);
  a.wires.set(b.who.device, wire);
  b.wires.set(a.who.device, wire);
  a.exchange.onChannel(wire.end(a));
  b.exchange.onChannel(wire.end(b));
  a.files.look(a.replica.space);
  b.files.look(b.replica.space);
  return wire;
};

export interface SentFile {
  plain: Uint8Array;
  manifest: FileManifest;
  parcel: Parcel;
  sealed: Uint8Array[];
}

/** A file's worth of bytes that say where they are. */
export const bytesOf = (size: number): Uint8Array => {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = i * 31 + (i >> 12);
  return bytes;
};

/** Seals a file as its sender does; nothing is kept anywhere yet. */
export const sealFile = (by: Holder, size: number, name = 'plan.pdf'): SentFile => {
  const plain = bytesOf(size);
  const key = primitives.randomBytes(32);
  const sealed = Array.from({ length: chunkCount(size) }, (_, index) => {
    const from = index * FILE_CHUNK_BYTES;
    return sealChunk(primitives, { key, size }, index, plain.subarray(from, from + chunkLength(size, index)));
  });
  const manifest: FileManifest = {
    name,
    type: 'application/pdf',
    size,
    key,
    hashes: sealed.map((bytes) => toHex(primitives.sha256(bytes))),
    width: undefined,
    height: undefined,
    preview: undefined,
  };
  const place = { space: by.replica.space, channel: GENERAL, account: by.who.account, clock: ZERO_HLC };
  return { plain, manifest, parcel: parcelOf(fileIdOf(primitives, manifest), manifest, place), sealed };
};

/** Seals a file and keeps all its chunks at the sender's. */
export const sendFile = async (by: Station, size: number): Promise<SentFile> => {
  const file = sealFile(by, size);
  for (const [index, bytes] of file.sealed.entries())
    await by.blobs.keep(by.replica.space, file.manifest.hashes[index] ?? '', bytes, {
      account: by.who.account,
      alone: true,
    });
  return file;
};
