import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** Chooses files to go along with the message. */
export const AttachButton = ({ onFiles }: { onFiles: (files: readonly File[]) => void }) => {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        label={t('files.attach')}
        icon={<Paperclip size={16} />}
        onPress={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('files.attach')}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
};
