import type { DeliveryState } from '@plexi/operations';
import { Check, CheckCheck, CircleDashed, Eye } from 'lucide-react';
import { useTexts } from '../texts/TextsProvider.tsx';

const ICONS = { pending: CircleDashed, relay: Check, delivered: CheckCheck, read: Eye } as const;

/** [N5] Where an own message is: one small mark, in words on hover and focus and for screen readers. */
export const DeliveryMark = ({ state }: { state: DeliveryState }) => {
  const t = useTexts();
  const Icon = ICONS[state];
  return (
    <span className="delivery" data-state={state}>
      <Icon size={14} aria-hidden="true" />
      <span className="delivery-words">{t(`delivery.${state}`)}</span>
    </span>
  );
};
