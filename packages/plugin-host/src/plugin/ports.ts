/** What the host of plugins needs of whoever runs it. */
import type { PeerEvent } from '@plexi/operations';
import type { Primitives } from '@plexi/protocol';
import type { Places } from '../grants/authorise.ts';
import type { Grants } from '../grants/grant.ts';

/** Small values by kind and key, kept sealed. */
export interface PluginStore {
  list(kind: string): Promise<{ key: string; value: Uint8Array }[]>;
  /** `undefined` deletes. Durable when it resolves. */
  put(kind: string, key: string, value: Uint8Array | undefined): Promise<void>;
}

/** What plugins tell whoever looks. */
export type PluginEvent =
  /** The list of plugins, or how one is, changed. */
  | { type: 'plugins' }
  /** A plugin tells its panels something. */
  | { type: 'plugin'; plugin: string; data: unknown }
  /** A plugin has something to say to the person. */
  | { type: 'notice'; plugin: string; notice: PluginNotice };

interface PluginNotice {
  title: string | Record<string, string>;
  body?: string | Record<string, string> | undefined;
  space?: string | undefined;
  channel?: string | undefined;
}

export interface PluginPorts {
  primitives: Primitives;
  store: PluginStore;
  /** The folder with plugins that ship with the app. @default none ship */
  shipped?: string | undefined;
  /** Beside the person's own grants, which the host keeps. */
  grants: Grants;
  places: Places;
  /** Calls an operation as the person. Throws PlexiErrors. */
  call(operation: string, input: unknown, signal: AbortSignal): Promise<unknown>;
  subscribe(listener: (event: PeerEvent) => void): () => void;
  emit(event: PluginEvent): void;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Milliseconds before the first start after a crash; each further one waits four times as long. @default 1000 */
  restartMs?: number;
  problem: (detail: string) => void;
}
