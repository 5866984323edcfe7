import type { Direct } from '@plexi/operations';
import { MailQuestion, MessageSquarePlus } from 'lucide-react';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface DirectToolsProps {
  directs: readonly Direct[];
  onNew: () => void;
  onRequests: () => void;
}

/** Beside the heading of the direct messages: who asks to talk, and writing to somebody. */
export const DirectTools = ({ directs, onNew, onRequests }: DirectToolsProps) => {
  const t = useTexts();
  const requests = directs.filter(({ request }) => request).length;
  return (
    <>
      {requests === 0 ? null : (
        <IconButton
          label={t('request.title', { count: requests })}
          icon={<MailQuestion size={16} />}
          onPress={onRequests}
        />
      )}
      <IconButton label={t('direct.new')} icon={<MessageSquarePlus size={16} />} onPress={onNew} />
    </>
  );
};
