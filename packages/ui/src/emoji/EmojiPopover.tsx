import type { RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { useTexts } from '../texts/TextsProvider.tsx';
import { EmojiPicker } from './EmojiPicker.tsx';

interface EmojiPopoverProps {
  anchor: RefObject<HTMLElement | null>;
  onPick: (emoji: string) => void;
  onClose: () => void;
}

/** The picker beside what it is for. Loaded when it is first opened. */
const EmojiPopover = ({ anchor, onPick, onClose }: EmojiPopoverProps) => {
  const t = useTexts();
  return (
    <Popover
      className="menu-popover emoji-popover"
      triggerRef={anchor}
      isOpen
      placement="top end"
      offset={6}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog className="emoji-dialog" aria-label={t('emoji.picker')}>
        <EmojiPicker
          onPick={(emoji) => {
            onPick(emoji);
            onClose();
          }}
        />
      </Dialog>
    </Popover>
  );
};
export default EmojiPopover;
