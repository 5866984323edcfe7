/** Where a plugin is installed from, and read from again: a place on this machine, bytes, or the app itself. */
import { plexiError } from '@plexi/protocol';
import { type OpenPackage, openArchive, openPackage } from '../package/open-package.ts';
import { marksShipped, openShipped } from '../package/shipped.ts';
import type { PluginPorts } from './ports.ts';
import type { Installed } from './records.ts';

export type Source = { path: string; follow: boolean } | { bytes: Uint8Array } | { shipped: string };

/** The key that marks what ships with the app signs nothing that comes from elsewhere. */
const fromElsewhere = ({ primitives }: PluginPorts, open: OpenPackage): OpenPackage => {
  if (marksShipped(primitives, open.signature.key))
    throw plexiError('PLUGIN_SIGNATURE', { detail: 'it poses as a plugin that ships with the app' });
  return open;
};

const openOurs = async ({ primitives, shipped }: PluginPorts, id: string): Promise<OpenPackage> => {
  if (shipped === undefined) throw plexiError('NOT_FOUND', { detail: 'plugin that ships with the app' });
  return openShipped(primitives, shipped, id);
};

/** Throws NOT_FOUND, FILE_UNREADABLE, PLUGIN_INVALID, PLUGIN_SIGNATURE. */
export const openSource = async (ports: PluginPorts, source: Source): Promise<Installed> => {
  if ('shipped' in source) {
    const open = await openOurs(ports, source.shipped);
    return { package: open, path: undefined, follow: false, shipped: true };
  }
  const { primitives } = ports;
  if ('bytes' in source)
    return {
      package: fromElsewhere(ports, openArchive(primitives, source.bytes)),
      path: undefined,
      follow: false,
    };
  return { package: fromElsewhere(ports, await openPackage(primitives, source.path)), ...source };
};

/** The same one as it is there now. Throws like `openSource`, and PLUGIN_INVALID where it has become another. */
export const openAgain = async (ports: PluginPorts, installed: Installed): Promise<Installed> => {
  const { path, follow, shipped, package: last } = installed;
  if (path === undefined && shipped !== true) return installed;
  const next =
    path === undefined
      ? await openSource(ports, { shipped: last.manifest.id })
      : await openSource(ports, { path, follow });
  if (next.package.manifest.id !== last.manifest.id)
    throw plexiError('PLUGIN_INVALID', { detail: 'it has another id now' });
  return next;
};

/** Whether its author may change it without being allowed anew: what it may do stays what was granted. */
export const isTrustedToChange = ({ follow, shipped }: Installed): boolean => follow || shipped === true;
