import type { SpaceSummary } from '@plexi/operations';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { useWide } from '../controls/use-wide.ts';
import { Combo } from '../keys/Combo.tsx';
import { PluginSettings } from '../plugin/PluginSettings.tsx';
import { ProfileForm } from '../profile/ProfileForm.tsx';
import { ProtectionSettings } from '../protection/ProtectionSettings.tsx';
import { StorageSettings } from '../storage/StorageSettings.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { NotificationSettings } from './NotificationSettings.tsx';
import { PrivacySettings } from './PrivacySettings.tsx';

export interface SettingsSheetProps {
  space: SpaceSummary;
  onKeys: () => void;
  /** Opens a plugin's panel. */
  onPanel: (plugin: string) => void;
  onClose: () => void;
}

const PAGES = [
  'profile',
  'appearance',
  'notifications',
  'privacy',
  'protection',
  'storage',
  'plugins',
  'keyboard',
] as const;

/** Everything that a person sets about the app, a page each. */
export const SettingsSheet = ({ space, onKeys, onPanel, onClose }: SettingsSheetProps) => {
  const t = useTexts();
  const wide = useWide();
  const page = (name: (typeof PAGES)[number]) => {
    switch (name) {
      case 'profile':
        return <ProfileForm space={space.id} />;
      case 'appearance':
        return <AppearanceSettings />;
      case 'notifications':
        return <NotificationSettings />;
      case 'privacy':
        return <PrivacySettings space={space} />;
      case 'protection':
        return <ProtectionSettings />;
      case 'storage':
        return <StorageSettings />;
      case 'plugins':
        return <PluginSettings space={space} onPanel={onPanel} />;
      case 'keyboard':
        return (
          <>
            <p>{t('settings.keyboard')}</p>
            <p className="row">
              <Button onPress={onKeys}>{t('keys.title')}</Button>
              <Combo of="keys" />
            </p>
          </>
        );
    }
  };
  return (
    <Sheet title={t('settings.title')} onClose={onClose} size="broad">
      <Tabs
        className="settings"
        orientation={wide ? 'vertical' : 'horizontal'}
        defaultSelectedKey="appearance"
      >
        <TabList className="settings-tabs" aria-label={t('settings.title')}>
          {PAGES.map((name) => (
            <Tab key={name} id={name} className="settings-tab">
              {t(`settings.page.${name}`)}
            </Tab>
          ))}
        </TabList>
        {PAGES.map((name) => (
          <TabPanel key={name} id={name} className="settings-page">
            {page(name)}
          </TabPanel>
        ))}
      </Tabs>
    </Sheet>
  );
};
