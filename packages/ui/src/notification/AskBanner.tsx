import { BellRing } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { Banner } from '../notice/Banner.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import { useNotifier } from './NotifierProvider.tsx';

const ASKED = 'asked/notifications';

/** Offers to call the person, once they have missed something; asked once. */
export const AskBanner = ({ missed }: { missed: boolean }) => {
  const t = useTexts();
  const { desk } = useKept();
  const { permission, ask } = useNotifier();
  const [asked, setAsked] = useState(() => desk.readShape(ASKED) === 1);
  if (!missed || asked || permission !== 'default') return null;
  const done = (): void => {
    desk.writeShape(ASKED, 1);
    setAsked(true);
  };
  return (
    <Banner
      icon={<BellRing size={16} />}
      onDismiss={done}
      action={
        <Button
          look="quiet"
          onPress={() => {
            done();
            void ask();
          }}
        >
          {t('notify.allow')}
        </Button>
      }
    >
      {t('notify.offer')}
    </Banner>
  );
};
