import { inWords } from '@plexi/operations';
import { useMemo } from 'react';
import { type Failure, toFailure } from '../connection/failure.ts';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlugins } from './use-plugins.ts';

/** A slash command that can be typed here. */
export interface SlashCommand {
  plugin: string;
  name: string;
  summary: string;
}

export interface SlashCommands {
  commands: readonly SlashCommand[];
  /** Runs what was typed if it is a command; `undefined` where it is none, and so a message. */
  run: (text: string) => Promise<Failure | undefined> | undefined;
}

const FORM = /^\/([a-z][a-z0-9-]*)(?:\s+([^]*))?$/u;

/** The commands that plugins offer, for one channel. The first plugin that offers a name has it. */
export const useCommands = (space: string, channel: string): SlashCommands => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const plugins = usePlugins().data;
  return useMemo(() => {
    const byName = new Map<string, SlashCommand>();
    for (const { id, commands } of plugins ?? [])
      for (const { name, summary } of commands)
        if (!byName.has(name)) byName.set(name, { plugin: id, name, summary: inWords(summary, t.locale) });
    const perform = async ({ plugin, name }: SlashCommand, text: string): Promise<Failure | undefined> => {
      try {
        const offset = -new Date().getTimezoneOffset();
        const input = { space, channel, plugin, command: name, text, language: t.locale, offset };
        const { said } = await peer.call('plugin.run', input);
        if (said !== undefined) say(inWords(said, t.locale));
        return undefined;
      } catch (error) {
        return toFailure(error);
      }
    };
    return {
      commands: [...byName.values()],
      run: (text) => {
        const [, name = '', rest = ''] = FORM.exec(text.trim()) ?? [];
        const command = byName.get(name);
        return command === undefined ? undefined : perform(command, rest);
      },
    };
  }, [plugins, peer, say, t, space, channel]);
};
