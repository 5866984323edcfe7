import { ShieldAlert } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { Banner } from '../notice/Banner.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useVerified } from './VerifiedProvider.tsx';

/** Warns that somebody who was verified has a device that came later; stays until the two have compared again. */
export const ChangedBanner = ({ accounts }: { accounts: readonly string[] }) => {
  const t = useTexts();
  const { people, compare } = useVerified();
  const changed = accounts.map((account) => people.get(account)).find((one) => one?.state === 'changed');
  if (changed === undefined) return null;
  const count = changed.devices.filter(({ isNew }) => isNew).length;
  return (
    <Banner
      icon={<ShieldAlert size={16} />}
      tone="warn"
      action={<Button onPress={() => compare(changed.account)}>{t('verify.again')}</Button>}
    >
      {t('verify.changed', { name: changed.name, count })}
    </Banner>
  );
};
