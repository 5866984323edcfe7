import { inWords } from '@plexi/operations';
import { Puzzle } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlugins, withPanel } from './use-plugins.ts';

export interface PluginNavProps {
  /** The plugin whose panel is open. */
  current: string | undefined;
  onOpen: (plugin: string) => void;
}

/** The way to the panels of plugins. */
export const PluginNav = ({ current, onOpen }: PluginNavProps) => {
  const t = useTexts();
  const plugins = withPanel(usePlugins().data);
  if (plugins.length === 0) return null;
  return (
    <ul className="channels awareness-nav" aria-label={t('plugin.nav')}>
      {plugins.map(({ id, name }) => (
        <li key={id}>
          <AriaButton className="channel" aria-expanded={current === id} onPress={() => onOpen(id)}>
            <Puzzle size={16} aria-hidden="true" />
            <span className="channel-name">
              <bdi>{inWords(name, t.locale)}</bdi>
            </span>
          </AriaButton>
        </li>
      ))}
    </ul>
  );
};
