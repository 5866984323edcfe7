import type { PluginSummary } from '@plexi/operations';
import { type Query, useQuery } from '../connection/use-query.ts';

/** The plugins of this profile, as they are now. */
export const usePlugins = (): Query<'plugin.list'> =>
  useQuery('plugin.list', {}, (event) => event.type === 'plugins' || event.type === 'account');

/** Those that have a panel which can be shown. */
export const withPanel = (plugins: readonly PluginSummary[] | undefined): PluginSummary[] =>
  (plugins ?? []).filter(({ panel, state }) => panel && state !== 'waiting');
