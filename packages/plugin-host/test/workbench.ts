/** A host of plugins with a person around it: real packages, real sandboxes, and operations that say that they were called. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { PeerEvent } from '@plexi/operations';
import { encodeArchive, type PackageFiles, signPackage } from '@plexi/plugin-api';
import { plexiError, utf8 } from '@plexi/protocol';
import { vi } from 'vitest';
import {
  type Grant,
  openPluginHost,
  type Place,
  type PluginEvent,
  type PluginHost,
  type PluginStore,
} from '../src/index.ts';

export { primitives };
export const seed = (name: string): Uint8Array => primitives.sha256(utf8(`author ${name}`));
const id = (name: string): string => Buffer.from(primitives.sha256(utf8(name))).toString('hex');

export const LAB = id('space Lab');
export const OTHER = id('space Other');
export const DIRECT = id('direct with Ada');
export const GENERAL = id('channel general');
export const PLANS = id('channel plans');
export const SECRET = id('channel secret');

const PLACES: Record<string, { id: string; governed: string | undefined; channels: Record<string, string> }> =
  {
    Lab: { id: LAB, governed: LAB, channels: { general: GENERAL, plans: PLANS } },
    Other: { id: OTHER, governed: OTHER, channels: { secret: SECRET } },
    Ada: { id: DIRECT, governed: undefined, channels: { direct: DIRECT } },
  };

const find = async (space: string, channel: string | undefined): Promise<Place> => {
  const place = Object.entries(PLACES).find(([name, one]) => name === space || one.id === space)?.[1];
  if (place === undefined) throw plexiError('NOT_FOUND', { detail: 'space' });
  if (channel === '@Ada') return { space: DIRECT, governed: undefined, channel: DIRECT };
  const plain = channel?.replace(/^#/, '');
  const found = Object.entries(place.channels).find(([name, one]) => name === plain || one === plain)?.[1];
  if (channel !== undefined && found === undefined) throw plexiError('NOT_FOUND', { detail: 'channel' });
  return { space: place.id, governed: place.governed, channel: found };
};

export const manifest = (capabilities: readonly string[] = [], more: object = {}) => ({
  format: 1,
  id: 'probe',
  version: '1.0.0',
  name: 'Probe',
  summary: 'Tries things',
  author: 'Mallory',
  capabilities,
  ...more,
});

export const filesOf = (
  code: string,
  capabilities: readonly string[] = [],
  more: { manifest?: object; files?: Record<string, string> } = {},
): Map<string, Uint8Array> =>
  new Map(
    Object.entries({
      'manifest.json': JSON.stringify(manifest(capabilities, more.manifest)),
      'code.js': code,
      ...more.files,
    }).map(([path, text]) => [path, utf8(text)]),
  );

export const packed = (files: PackageFiles, author = 'Mallory'): Uint8Array =>
  encodeArchive({ files, signature: signPackage(primitives, seed(author), files) });

export interface Call {
  operation: string;
  input: Record<string, unknown>;
}

/** A store in memory, as the peer's is. */
export const memoryStore = (): PluginStore & { records: Map<string, Map<string, Uint8Array>> } => {
  const records = new Map<string, Map<string, Uint8Array>>();
  return {
    records,
    list: async (kind) => [...(records.get(kind) ?? [])].map(([key, value]) => ({ key, value })),
    put: async (kind, key, value) => {
      const held = records.get(kind) ?? new Map<string, Uint8Array>();
      records.set(kind, held);
      if (value === undefined) held.delete(key);
      else held.set(key, value);
    },
  };
};

export interface Workbench {
  host: PluginHost;
  calls: Call[];
  events: PluginEvent[];
  store: ReturnType<typeof memoryStore>;
  /** Something happens in the peer. */
  happen: (event: PeerEvent) => void;
  /** Grants of spaces' governance. */
  govern: (grants: Grant[]) => void;
  /** How many listen to the peer. */
  listeners: () => number;
  /** Installs and grants; gives back when the code has run. */
  load: (
    code: string,
    capabilities?: readonly string[],
    grant?: { capabilities?: readonly string[]; space?: string },
  ) => Promise<void>;
  /** What the probe logged. */
  log: (plugin?: string) => string[];
  /** Waits for a line of the log that begins so, and gives what stands behind it. */
  said: (beginning: string, plugin?: string) => Promise<string>;
}

export const workbench = async (
  answers: Record<string, (input: Record<string, unknown>) => unknown> = {},
  store = memoryStore(),
  more: { restartMs?: number; shipped?: string } = {},
): Promise<Workbench> => {
  const calls: Call[] = [];
  const events: PluginEvent[] = [];
  const listeners = new Set<(event: PeerEvent) => void>();
  let governed: Grant[] = [];
  const watchers = new Set<() => void>();
  const host = await openPluginHost({
    primitives,
    store,
    grants: {
      list: () => governed,
      onChange: (listener) => {
        watchers.add(listener);
        return () => watchers.delete(listener);
      },
    },
    places: {
      find,
      governedBy: (space) => Object.values(PLACES).find((one) => one.id === space)?.governed,
    },
    call: async (operation, input) => {
      calls.push({ operation, input: input as Record<string, unknown> });
      return answers[operation]?.(input as Record<string, unknown>) ?? { called: operation };
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit: (event) => events.push(event),
    now: Date.now,
    ...more,
    problem: (detail) => {
      throw new Error(detail);
    },
  });
  await host.start();
  const log = (plugin = 'probe'): string[] =>
    host
      .list()
      .find(({ manifest: { id: one } }) => one === plugin)
      ?.log.map(({ text }) => text) ?? [];
  return {
    host,
    calls,
    events,
    store,
    happen: (event) => {
      for (const listener of listeners) listener(event);
    },
    govern: (grants) => {
      governed = grants;
      for (const watcher of watchers) watcher();
    },
    listeners: () => listeners.size,
    load: async (code, capabilities = [], grant = {}) => {
      const { manifest: installed } = await host.install({ bytes: packed(filesOf(code, capabilities)) });
      await host.grant(installed.id, { capabilities: grant.capabilities, space: grant.space });
    },
    log,
    said: async (beginning, plugin) =>
      vi.waitFor(
        () => {
          const line = log(plugin).find((one) => one.startsWith(beginning));
          if (line === undefined) throw new Error(`not said: ${beginning}; but ${log(plugin).join(' | ')}`);
          return line.slice(beginning.length);
        },
        { timeout: 8000, interval: 10 },
      ),
  };
};
