import { Flag } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { Banner } from '../notice/Banner.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useNotices, useReports } from './use-reports.ts';

/** Tells those in charge that somebody waits for their decision, and others that something was decided about them. */
export const ReportBanner = ({ space, onLook }: { space: string; onLook: () => void }) => {
  const t = useTexts();
  const reports = useReports(space).data ?? [];
  const open = reports.filter(({ mayDecide }) => mayDecide).length;
  const appeals = reports.filter(({ mayReview }) => mayReview).length;
  const news = (useNotices(space).data ?? []).filter(({ seen }) => !seen).length;
  if (open + appeals + news === 0) return null;
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
      {open > 0
        ? t('report.waiting', { count: open })
        : appeals > 0
          ? t('report.waiting.appeals', { count: appeals })
          : t('report.waiting.notices', { count: news })}
    </Banner>
  );
};
