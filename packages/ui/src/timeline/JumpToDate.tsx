import { CalendarDays } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

const DatePicker = lazy(() => import('./DatePicker.tsx'));

/** A calendar that leads to the first message of a day. */
export const JumpToDate = ({ channel }: { channel: string }) => {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <div className="jump-to-date">
      <DialogTrigger isOpen={open} onOpenChange={setOpen}>
        <IconButton label={t('date.jump')} icon={<CalendarDays size={16} />} />
        <Popover className="menu-popover" placement="bottom end">
          <Dialog className="date-dialog" aria-label={t('date.jump')}>
            <Suspense fallback={null}>
              <DatePicker channel={channel} onDone={() => setOpen(false)} />
            </Suspense>
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
};
