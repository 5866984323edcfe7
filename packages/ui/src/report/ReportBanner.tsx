import { Flag } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { Banner } from '../notice/Banner.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useReports } from './use-reports.ts';

/** Tells those in charge that somebody waits for their decision. */
export const ReportBanner = ({ space, onLook }: { space: string; onLook: () => void }) => {
  const t = useTexts();
  const reports = useReports(space);
  const count = (reports.data ?? []).filter(({ state, mayDecide }) => state === 'open' && mayDecide).length;
  if (count === 0) return null;
  return (
    <Banner
      icon={<Flag size={16} />}
      tone="warn"
      action={
        <Button look="quiet" onPress={onLook}>
          {t('report.look')}
        </Button>
      }
    >
      {t('report.waiting', { count })}
    </Banner>
  );
};
