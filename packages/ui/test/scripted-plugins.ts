/** Plugins, as the script has them: granted, withdrawn and removed by what the interface asks for. */
import type { Handlers, PeerEvent, PluginSummary } from '@plexi/operations';
import { plexiError } from '@plexi/protocol';
import { idOf, type Script } from './script.ts';

export interface ScriptedPluginsInput {
  script: Script;
  emit: (event: PeerEvent) => void;
}

export const pluginOf = (id: string, more: Partial<PluginSummary> = {}): PluginSummary => ({
  id,
  version: '1.0.0',
  name: { en: `Plugin ${id}`, ar: `إضافة ${id}` },
  summary: { en: 'Does something useful', ar: 'تفعل شيئًا مفيدًا' },
  author: 'Mira Lindqvist',
  authorKey: idOf(`author of ${id}`),
  hash: idOf(`package ${id}`),
  state: 'waiting',
  asks: [],
  grants: [],
  panel: false,
  follow: false,
  commands: [],
  ...more,
});

/** One that runs, one that waits to be allowed, one that stopped. */
export const somePlugins = (): PluginSummary[] => [
  pluginOf('reminders', {
    name: { en: 'Reminders', ar: 'التذكيرات' },
    summary: {
      en: 'Type /remind me in 20 minutes to stretch, or /remind #general tomorrow at 9 stand-up',
      ar: 'اكتب ‎/remind‎ بعد 20 دقيقة أن أستريح',
    },
    state: 'running',
    asks: ['command', 'clock', 'storage', 'notify', 'channel.list', 'message.send'],
    grants: [
      {
        by: 'person',
        space: idOf('space-Lab'),
        spaceName: 'Harbour Lab',
        capabilities: ['command', 'clock', 'storage', 'notify', 'channel.list', 'message.send'],
      },
    ],
    panel: true,
    commands: [{ name: 'remind', summary: { en: 'me in 20 minutes to …', ar: 'بعد 20 دقيقة أن …' } }],
  }),
  pluginOf('tide-table', {
    name: { en: 'Tide table', ar: 'جدول المد' },
    summary: {
      en: 'Puts the day’s tides into #general every morning',
      ar: 'تضع مد اليوم في ‎#general‎ كل صباح',
    },
    asks: ['events:messages', 'message.*', 'member.remove', 'storage'],
  }),
  pluginOf('dice', {
    name: 'Dice',
    summary: 'Rolls dice',
    state: 'stopped',
    problem: 'the turn took too long',
    reloadProblem: {
      code: 'PLUGIN_SIGNATURE',
      message: 'The signature of the plugin does not fit its files.',
    },
    grants: [{ by: 'space', space: idOf('space-Lab'), spaceName: 'Harbour Lab', capabilities: ['command'] }],
    asks: ['command'],
  }),
];

export const scriptPlugins = ({ script, emit }: ScriptedPluginsInput): Handlers => {
  const all = (): PluginSummary[] => (script.plugins ??= []);
  const change = (id: string, more: Partial<PluginSummary>): PluginSummary => {
    const plugin = all().find((one) => one.id === id);
    if (plugin === undefined) throw plexiError('NOT_FOUND');
    Object.assign(plugin, more);
    emit({ type: 'plugins' });
    return plugin;
  };
  return {
    'plugin.list': async () => all(),
    'plugin.grant': async ({ plugin, space }) => {
      const asks = all().find(({ id }) => id === plugin)?.asks ?? [];
      const where = space === undefined ? {} : { space, spaceName: 'Harbour Lab' };
      return change(plugin, { state: 'running', grants: [{ by: 'person', capabilities: asks, ...where }] });
    },
    'plugin.revoke': async ({ plugin }) => change(plugin, { state: 'waiting', grants: [] }),
    'plugin.reload': async ({ plugin }) => change(plugin, { state: 'running' }),
    'plugin.remove': async ({ plugin }) => {
      script.plugins = all().filter(({ id }) => id !== plugin);
      emit({ type: 'plugins' });
      return { id: plugin, removed: true };
    },
    'plugin.shipped': async () =>
      all().some(({ id }) => id === 'polls-plus')
        ? []
        : [{ ...pluginOf('polls-plus'), name: { en: 'Polls plus', ar: 'استطلاعات أكثر' } }],
    'plugin.install': async () => {
      const plugin = pluginOf('polls-plus', { asks: ['message.poll'] });
      script.plugins = [...all(), plugin];
      emit({ type: 'plugins' });
      return plugin;
    },
    'plugin.run': async ({ text }) => ({ said: { en: `Noted: ${text}`, ar: `سُجّل: ${text}` } }),
  };
};
