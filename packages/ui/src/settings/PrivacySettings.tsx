import { SETTING, type SpaceSummary } from '@plexi/operations';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Choice } from '../controls/Choice.tsx';
import { Toggle } from '../controls/Toggle.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useSettings } from './SettingsProvider.tsx';

const READ = ['direct', 'on', 'off'] as const;
const FROM = ['everyone', 'known'] as const;

/** What others learn, and who may write. */
export const PrivacySettings = ({ space }: { space: SpaceSummary }) => {
  const t = useTexts();
  const peer = usePeer();
  const { values, set } = useSettings();
  const change = useCommand(set);
  const blocked = useQuery('account.blocked', {}, (event) => event.type === 'settings');
  const unblock = useCommand(async (account: string) => {
    await peer.call('account.unblock', { space: space.id, name: account });
    blocked.reload();
  });
  return (
    <>
      <Choice
        label={t('settings.direct')}
        value={FROM.find((value) => value === values?.[SETTING.directFrom]) ?? 'everyone'}
        options={FROM.map((value) => ({ value, label: t(`settings.direct.${value}`) }))}
        onChange={(value) => change.run(SETTING.directFrom, value)}
      />
      <Choice
        label={t('settings.read')}
        value={READ.find((value) => value === values?.[SETTING.shareRead]) ?? 'direct'}
        options={READ.map((value) => ({ value, label: t(`settings.read.${value}`) }))}
        onChange={(value) => change.run(SETTING.shareRead, value)}
        hint={t('settings.read.hint')}
      />
      <Toggle
        label={t('settings.typing')}
        on={values?.[SETTING.shareTyping] !== 'off'}
        onChange={(on) => change.run(SETTING.shareTyping, on ? '' : 'off')}
      />
      <FailureNotice failure={change.failure ?? unblock.failure} />
      <h3>{t('settings.blocked')}</h3>
      {blocked.data === undefined || blocked.data.length === 0 ? (
        <p className="small soft">{t('settings.blocked.none')}</p>
      ) : (
        <ul className="people">
          {blocked.data.map(({ account, name }) => (
            <li key={account}>
              <Avatar id={account} name={name} size="small" />
              <bdi className="people-name">{name}</bdi>
              <Button onPress={() => unblock.run(account)} aria-label={t('profile.unblock.name', { name })}>
                {t('profile.unblock')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
};
