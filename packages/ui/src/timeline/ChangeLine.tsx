import type { TrustChange } from '@plexi/operations';
import {
  LogOut,
  MonitorSmartphone,
  MonitorX,
  ShieldAlert,
  ShieldCheck,
  UserMinus,
  UserPlus,
} from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useVerified } from '../verification/VerifiedProvider.tsx';
import { MessageTime } from './MessageTime.tsx';

const ICONS = {
  joined: UserPlus,
  left: LogOut,
  removed: UserMinus,
  'device.added': MonitorSmartphone,
  'device.removed': MonitorX,
  role: ShieldCheck,
} as const satisfies Record<TrustChange['type'], unknown>;

/** Who came, left or was removed, with which devices, and who governs: said where it happened, and nothing to do about it. */
export const ChangeLine = ({ change }: { change: TrustChange }) => {
  const t = useTexts();
  const { people, compare } = useVerified();
  const verified = people.get(change.account);
  const isWarning =
    change.type === 'device.added' && verified?.state === 'changed' && change.time > (verified.since ?? '');
  const Icon = isWarning ? ShieldAlert : ICONS[change.type];
  const { name, byName: by, role = 'member' } = change;
  const isOwn = change.account === change.by;
  const words =
    change.type === 'role'
      ? t('change.role', { name, by, role })
      : t(`change.${change.type}`, { name, by, own: isOwn ? 'yes' : 'no' });
  return (
    <p className="change-line" {...(isWarning ? { 'data-warn': true } : {})}>
      <Icon size={13} aria-hidden="true" />
      <span>{words}</span> <MessageTime time={change.time} full />
      {isWarning ? (
        <Button look="quiet" onPress={() => compare(change.account)}>
          {t('verify.again')}
        </Button>
      ) : null}
    </p>
  );
};
