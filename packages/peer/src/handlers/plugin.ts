/** plugin.*: what is installed, what it may do, and what it is asked. */
import path from 'node:path';
import type { Handlers, PluginSummary } from '@plexi/operations';
import type { PluginStatus } from '@plexi/plugin-host';
import { fromHex, LIMITS, plexiError, type SpaceId } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import type { PeerContext } from './context.ts';
import { findSpace, findWritable } from './lookup.ts';
import { findPlace } from './place.ts';

const summarize = (client: Client, status: PluginStatus): PluginSummary => {
  const { manifest, hash, author, state, problem, reloadProblem, panel, follow, grants, commands } = status;
  const { id, version, name, summary, capabilities } = manifest;
  return {
    id,
    version,
    name,
    summary,
    author: manifest.author,
    authorKey: author,
    hash,
    state,
    ...(problem === undefined ? {} : { problem }),
    ...(reloadProblem === undefined ? {} : { reloadProblem }),
    asks: capabilities,
    grants: grants.map(({ space, capabilities: given, by }) => {
      const spaceName = space === undefined ? undefined : client.space(space as SpaceId)?.summary().name;
      return {
        by,
        capabilities: [...given],
        ...(space === undefined ? {} : { space }),
        ...(spaceName === undefined ? {} : { spaceName }),
      };
    }),
    panel,
    follow,
    ...(status.path === undefined ? {} : { path: status.path }),
    commands,
  };
};

/** What a plugin gives is for a person or a frame: bounded like every answer. */
const bounded = (output: unknown): unknown => {
  if ((JSON.stringify(output)?.length ?? 0) > LIMITS.pluginMessageBytes)
    throw plexiError('TOO_LARGE', { detail: 'what the plugin answered' });
  return output;
};

const wordsIn = (output: unknown): { said?: string | Record<string, string> } => {
  if (typeof output === 'string') return { said: output.slice(0, LIMITS.pluginNoticeChars) };
  if (typeof output !== 'object' || output === null) return {};
  const languages = Object.entries(output)
    .filter(([, text]) => typeof text === 'string')
    .slice(0, 64);
  return {
    said: Object.fromEntries(
      languages.map(([tag, text]) => [tag, (text as string).slice(0, LIMITS.pluginNoticeChars)]),
    ),
  };
};

export const pluginHandlers = (context: PeerContext) => {
  const find = async (plugin: string) => {
    const host = await context.plugins();
    const status = host.list().find(({ manifest }) => manifest.id === plugin);
    if (status === undefined) throw plexiError('NOT_FOUND', { detail: 'plugin' });
    return { host, status };
  };
  const show = async (plugin: string): Promise<PluginSummary> =>
    summarize(await context.client(), (await find(plugin)).status);

  return {
    'plugin.list': async () => {
      const client = await context.client();
      return (await context.plugins()).list().map((status) => summarize(client, status));
    },
    'plugin.shipped': async () =>
      (await (await context.plugins()).shipped()).map(({ id, version, name, summary, capabilities }) => ({
        id,
        version,
        name,
        summary,
        asks: capabilities,
      })),
    'plugin.log': async ({ plugin }) =>
      (await find(plugin)).status.log.map(({ time, text }) => ({ time: new Date(time).toISOString(), text })),
    'plugin.install': async ({ path: place, data, shipped, follow }) => {
      const host = await context.plugins();
      if (shipped !== undefined) return summarize(await context.client(), await host.install({ shipped }));
      if (data !== undefined)
        return summarize(await context.client(), await host.install({ bytes: Buffer.from(data, 'base64') }));
      if (place === undefined || !path.isAbsolute(place))
        throw plexiError('INVALID_INPUT', { detail: 'path: it begins at the root' });
      return summarize(await context.client(), await host.install({ path: place, follow }));
    },
    'plugin.grant': async ({ plugin, capability, space: name, everyone }) => {
      const { host, status } = await find(plugin);
      const capabilities = capability.length === 0 ? undefined : capability;
      if (everyone && name !== undefined) {
        const { space } = await findWritable(context, name);
        await space.act({
          type: 'plugin.grant',
          plugin,
          version: status.manifest.version,
          hash: fromHex(status.hash) ?? new Uint8Array(),
          capabilities: [...(capabilities ?? status.manifest.capabilities)].sort(),
        });
        return show(plugin);
      }
      const space = name === undefined ? undefined : (await findSpace(context, name)).space.id;
      return summarize(await context.client(), await host.grant(plugin, { capabilities, space }));
    },
    'plugin.revoke': async ({ plugin, space: name, everyone }) => {
      const { host } = await find(plugin);
      if (everyone && name !== undefined) {
        const { space } = await findWritable(context, name);
        await space.act({ type: 'plugin.revoke', plugin });
        return show(plugin);
      }
      const space = name === undefined ? undefined : (await findSpace(context, name)).space.id;
      return summarize(await context.client(), await host.revoke(plugin, space));
    },
    'plugin.reload': async ({ plugin }) => {
      const { host } = await find(plugin);
      return summarize(await context.client(), await host.reload(plugin));
    },
    'plugin.remove': async ({ plugin }) => {
      await (await context.plugins()).remove(plugin);
      return { id: plugin, removed: true };
    },
    'plugin.panel': async ({ plugin }) =>
      (await context.plugins()).panel(plugin).map(({ path: place, type, content }) => ({
        path: place,
        type,
        data: Buffer.from(content).toString('base64'),
      })),
    'plugin.call': async ({ plugin, operation, input }, caller) =>
      bounded(await (await context.plugins()).call(plugin, operation, input, caller.signal)),
    'plugin.ask': async ({ plugin, name, input }) =>
      bounded(await (await context.plugins()).ask(plugin, name, input)),
    'plugin.run': async ({ space: name, channel, plugin, command, text, language, offset }) => {
      const { space, channel: id } = await findPlace(context, name, channel);
      const host = await context.plugins();
      // A command line by itself runs what a window would have running.
      await host.start();
      const call = { text, space: space.id, channel: id, language, utcOffset: offset };
      return wordsIn(await host.run(plugin, command, call));
    },
  } satisfies Handlers;
};
