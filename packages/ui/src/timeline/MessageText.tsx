import { useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { MarkdownText } from '../markdown/MarkdownText.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** UTF-16 units and lines past which a message is folded. */
const FOLD_LENGTH = 3000;
const FOLD_LINES = 30;

const fold = (text: string): string => {
  const lines = text.split('\n', FOLD_LINES + 1);
  const cut = (lines.length > FOLD_LINES ? lines.slice(0, FOLD_LINES).join('\n') : text).slice(
    0,
    FOLD_LENGTH,
  );
  // Half of a surrogate pair is no letter.
  return /[\uD800-\uDBFF]$/u.test(cut) ? cut.slice(0, -1) : cut;
};

/** Somebody's words. A long text shows its beginning first. */
export const MessageText = ({ text }: { text: string }) => {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  const folded = fold(text);
  const isLong = folded.length < text.length;
  return (
    <div className="message-text">
      <MarkdownText text={open || !isLong ? text : `${folded}…`} />
      {isLong ? (
        <Button look="quiet" onPress={() => setOpen(!open)}>
          {open ? t('message.fold') : t('message.unfold')}
        </Button>
      ) : null}
    </div>
  );
};
