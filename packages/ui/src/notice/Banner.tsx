import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface BannerProps {
  icon: ReactNode;
  tone?: 'calm' | 'warn';
  children: ReactNode;
  onDismiss?: () => void;
  action?: ReactNode;
}

/** A line over the page about how things stand: calm, in words, out of the way. */
export const Banner = ({ icon, tone = 'calm', children, onDismiss, action }: BannerProps) => {
  const t = useTexts();
  return (
    <output className="banner" data-tone={tone}>
      <span className="banner-icon" aria-hidden="true">
        {icon}
      </span>
      <span className="banner-words">{children}</span>
      {action}
      {onDismiss === undefined ? null : (
        <IconButton label={t('dismiss')} icon={<X size={16} />} onPress={onDismiss} />
      )}
    </output>
  );
};
