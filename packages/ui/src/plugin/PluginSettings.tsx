import { inWords, type SpaceSummary } from '@plexi/operations';
import { PackagePlus } from 'lucide-react';
import { useId, useRef } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { PluginCard } from './PluginCard.tsx';
import { usePlugins } from './use-plugins.ts';

const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x2000)
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
  return btoa(binary);
};

export interface PluginSettingsProps {
  space: SpaceSummary;
  onPanel: (plugin: string) => void;
}

/** Plugins of this profile: what each may do, and the way to another one. */
export const PluginSettings = ({ space, onPanel }: PluginSettingsProps) => {
  const t = useTexts();
  const peer = usePeer();
  const field = useRef<HTMLInputElement>(null);
  const plugins = usePlugins();
  const heading = useId();
  const shipped = useQuery('plugin.shipped', {}, (event) => event.type === 'plugins');
  const add = useCommand(async (id: string) => {
    await peer.call('plugin.install', { shipped: id });
  });
  const install = useCommand(async (file: File) => {
    await peer.call('plugin.install', { data: toBase64(new Uint8Array(await file.arrayBuffer())) });
  });
  return (
    <>
      <p className="small soft">{t('plugin.lead')}</p>
      <FailureNotice failure={plugins.failure} onRetry={plugins.reload} />
      {plugins.data === undefined ? (
        <Waiting>{t('plugin.loading')}</Waiting>
      ) : plugins.data.length === 0 ? (
        <p className="soft">{t('plugin.none')}</p>
      ) : (
        <div className="cards plugin-cards">
          {plugins.data.map((plugin) => (
            <PluginCard key={plugin.id} plugin={plugin} space={space} onPanel={onPanel} />
          ))}
        </div>
      )}
      {shipped.data === undefined || shipped.data.length === 0 ? null : (
        <section className="plugin-shipped" aria-labelledby={heading}>
          <h3 id={heading}>{t('plugin.shipped')}</h3>
          <ul>
            {shipped.data.map(({ id, name, summary }) => (
              <li key={id}>
                <span className="plugin-offer">
                  <strong>
                    <bdi>{inWords(name, t.locale)}</bdi>
                  </strong>
                  <span className="small soft">
                    <bdi>{inWords(summary, t.locale)}</bdi>
                  </span>
                </span>
                <Button
                  onPress={() => add.run(id)}
                  busy={add.busy}
                  aria-label={t('plugin.add.name', { name: inWords(name, t.locale) })}
                >
                  {t('plugin.add')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <FailureNotice failure={install.failure ?? add.failure} />
      <Button icon={<PackagePlus size={16} />} onPress={() => field.current?.click()} busy={install.busy}>
        {t('plugin.install')}
      </Button>
      <input
        ref={field}
        type="file"
        accept=".plexiplugin"
        hidden
        aria-label={t('plugin.install')}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file !== undefined) install.run(file);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
};
