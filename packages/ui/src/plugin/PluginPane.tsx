import { inWords } from '@plexi/operations';
import { useState } from 'react';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { usePlugins } from './use-plugins.ts';

export interface PluginPaneProps {
  plugin: string;
  /** The space that it is opened in. */
  space: string;
  onClose: () => void;
}

/** The panel of a plugin, beside what one is doing. */
export const PluginPane = ({ plugin, space, onClose }: PluginPaneProps) => {
  const t = useTexts();
  const plugins = usePlugins().data;
  const found = plugins?.find(({ id }) => id === plugin);
  // What it was allowed was withdrawn, here or by the admins of a space, or it was removed.
  const isOver = plugins !== undefined && (found === undefined || found.state === 'waiting');
  const name = found === undefined ? plugin : inWords(found.name, t.locale);
  // Of a space where nothing is granted to it, it hears nothing.
  const isGrantedHere = found?.grants.some((grant) => grant.space === undefined || grant.space === space);
  const [turn, setTurn] = useState(0);
  const [astray, setAstray] = useState(false);
  // Another version has other files.
  const version = `${found?.hash ?? ''}/${turn}`;
  const panel = useQuery('app.panel', found === undefined ? undefined : { plugin });
  return (
    <Pane title={name} onClose={onClose} flush>
      {isOver ? null : <FailureNotice failure={panel.failure} onRetry={panel.reload} />}
      {isOver ? (
        <p className="plugin-astray" role="alert">
          {t('plugin.over', { name })}
        </p>
      ) : astray ? (
        <div className="plugin-astray" role="alert">
          <p>{t('plugin.astray', { name })}</p>
          <Button
            onPress={() => {
              setAstray(false);
              setTurn(turn + 1);
              panel.reload();
            }}
          >
            {t('plugin.astray.again')}
          </Button>
        </div>
      ) : panel.data === undefined ? (
        panel.failure === undefined ? (
          <Waiting>{t('plugin.opening')}</Waiting>
        ) : null
      ) : (
        <PanelFrame
          key={`${version}/${panel.data.address}`}
          plugin={plugin}
          name={name}
          address={panel.data.address}
          space={isGrantedHere === true ? space : undefined}
          onAstray={() => setAstray(true)}
        />
      )}
    </Pane>
  );
};
