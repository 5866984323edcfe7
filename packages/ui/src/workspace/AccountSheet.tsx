import type { AccountState } from '@plexi/operations';
import { Sheet } from '../controls/Sheet.tsx';
import { DeviceList } from '../device/DeviceList.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** Who one is here, in a form to compare, and what protects the profile. */
export const AccountSheet = ({ account, onClose }: { account: AccountState; onClose: () => void }) => {
  const t = useTexts();
  const name = account.name ?? '';
  return (
    <Sheet title={t('account.title')} onClose={onClose}>
      <div className="account-head">
        <Avatar id={account.account ?? ''} name={name} size="large" />
        <p>
          <strong>
            <bdi>{name}</bdi>
          </strong>
        </p>
      </div>
      <dl className="facts">
        <div>
          <dt>{t('account.fingerprint')}</dt>
          <dd>
            <span className="mono small">{account.fingerprint}</span>
            <span className="fact-hint">{t('account.compare')}</span>
          </dd>
        </div>
        <div>
          <dt>{t('account.protection')}</dt>
          <dd>{account.protection ?? ''}</dd>
        </div>
        <div>
          <dt>{t('account.profile')}</dt>
          <dd className="mono small">{account.profile}</dd>
        </div>
      </dl>
      <DeviceList />
    </Sheet>
  );
};
