/** What is kept of plugins between starts: their packages, where they came from, and what the person granted. */

import { encodeArchive } from '@plexi/plugin-api';
import { fromUtf8, LIMITS, utf8 } from '@plexi/protocol';
import { z } from 'zod';
import type { Grant } from '../grants/grant.ts';
import { type OpenPackage, openArchive } from '../package/open-package.ts';
import type { PluginPorts, PluginStore } from './ports.ts';

/** Where an installed plugin came from. */
interface Origin {
  /** The folder or file; undefined where it was handed over as bytes. */
  path: string | undefined;
  /** Whether changes there are loaded by themselves. */
  follow: boolean;
  /** It ships with the app, and is kept as the app has it. @default false */
  shipped?: boolean | undefined;
}

export interface Installed extends Origin {
  package: OpenPackage;
}

const PACKAGE = 'package';
const ORIGIN = 'origin';
const GRANT = 'grant';

const originShape = z.object({
  path: z.string().optional(),
  follow: z.boolean(),
  shipped: z.boolean().optional(),
});
const grantShape = z.object({
  plugin: z.string(),
  hash: z.string(),
  capabilities: z.array(z.string()).max(LIMITS.pluginCapabilities),
  space: z.string().optional(),
});

const toBytes = (value: unknown): Uint8Array => utf8(JSON.stringify(value));
const parse = <Shape extends z.ZodType>(shape: Shape, value: Uint8Array): z.output<Shape> =>
  shape.parse(JSON.parse(fromUtf8(value)));

export const writeInstalled = async (store: PluginStore, installed: Installed): Promise<void> => {
  const { package: open, path, follow, shipped } = installed;
  const { id } = open.manifest;
  await store.put(PACKAGE, id, encodeArchive(open));
  await store.put(ORIGIN, id, toBytes({ path, follow, shipped } satisfies z.infer<typeof originShape>));
};

export const forgetInstalled = async (store: PluginStore, id: string): Promise<void> => {
  await store.put(PACKAGE, id, undefined);
  await store.put(ORIGIN, id, undefined);
};

/** All that is installed. What cannot be read any more, since a newer version asks for more, is told and left out. */
export const readInstalled = async ({ store, primitives, problem }: PluginPorts): Promise<Installed[]> => {
  const origins = new Map((await store.list(ORIGIN)).map(({ key, value }) => [key, value]));
  const installed: Installed[] = [];
  for (const { key, value } of await store.list(PACKAGE)) {
    try {
      const origin = origins.get(key);
      const { path, follow, shipped } =
        origin === undefined
          ? { path: undefined, follow: false, shipped: undefined }
          : parse(originShape, origin);
      installed.push({ package: openArchive(primitives, value), path, follow, shipped });
    } catch {
      problem(`the plugin ${key} cannot be read`);
    }
  }
  return installed;
};

const grantKey = ({ plugin, space }: Pick<Grant, 'plugin' | 'space'>): string => `${plugin}/${space ?? ''}`;

export const writeGrant = async (store: PluginStore, grant: Grant): Promise<void> => {
  const { plugin, hash, capabilities, space } = grant;
  const record = { plugin, hash, capabilities: [...capabilities], ...(space === undefined ? {} : { space }) };
  await store.put(GRANT, grantKey(grant), toBytes(record satisfies z.infer<typeof grantShape>));
};

export const forgetGrant = async (
  store: PluginStore,
  grant: Pick<Grant, 'plugin' | 'space'>,
): Promise<void> => store.put(GRANT, grantKey(grant), undefined);

export const readGrants = async (store: PluginStore): Promise<Grant[]> =>
  (await store.list(GRANT)).map(({ value }) => {
    const { space, ...rest } = parse(grantShape, value);
    return { ...rest, space, by: 'person' };
  });
