import { SETTING } from '@plexi/operations';
import { BellRing } from 'lucide-react';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Choice } from '../controls/Choice.tsx';
import { Toggle } from '../controls/Toggle.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useNotifier } from '../notification/NotifierProvider.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useSettings } from './SettingsProvider.tsx';

const LEVELS = ['all', 'mentions', 'none'] as const;

/** What may call a person, and how much it says. */
export const NotificationSettings = () => {
  const t = useTexts();
  const { values, set } = useSettings();
  const change = useCommand(set);
  const { permission, ask } = useNotifier();
  return (
    <>
      <p className="small soft">{t(`notify.permission.${permission}`)}</p>
      {permission === 'default' ? (
        <Button icon={<BellRing size={16} />} onPress={() => void ask()}>
          {t('notify.allow')}
        </Button>
      ) : null}
      <Choice
        label={t('settings.notify')}
        value={LEVELS.find((value) => value === values?.[SETTING.notifyLevel]) ?? 'mentions'}
        options={LEVELS.map((value) => ({ value, label: t(`notify.level.${value}`) }))}
        onChange={(value) => change.run(SETTING.notifyLevel, value)}
        hint={t('settings.notify.hint')}
      />
      <Toggle
        label={t('settings.notify.hidden')}
        on={values?.[SETTING.notifyHidden] === 'yes'}
        onChange={(on) => change.run(SETTING.notifyHidden, on ? 'yes' : '')}
        hint={t('settings.notify.hidden.hint')}
      />
      <FailureNotice failure={change.failure} />
    </>
  );
};
