import { Bold, CaseSensitive, Code, Eye, Italic, Link, List, SmilePlus, TextQuote } from 'lucide-react';
import { lazy, type ReactNode, type RefObject, Suspense, useRef, useState } from 'react';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { FieldControl } from './ComposerField.tsx';
import type { Format } from './format-text.ts';

const EmojiPopover = lazy(() => import('../emoji/EmojiPopover.tsx'));

const FORMATS: readonly { format: Exclude<Format, 'strike'>; icon: typeof Bold }[] = [
  { format: 'bold', icon: Bold },
  { format: 'italic', icon: Italic },
  { format: 'code', icon: Code },
  { format: 'link', icon: Link },
  { format: 'list', icon: List },
  { format: 'quote', icon: TextQuote },
];

export interface ComposerToolsProps {
  field: RefObject<FieldControl | null>;
  preview: boolean;
  onPreview: () => void;
  /** Further tools: files, a poll. */
  children: ReactNode;
}

/** What helps writing, under the field: small, and nothing of it is needed. */
export const ComposerTools = ({ field, preview, onPreview, children }: ComposerToolsProps) => {
  const t = useTexts();
  const [formats, setFormats] = useState(false);
  const [emoji, setEmoji] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <div className="composer-tools" role="toolbar" aria-label={t('composer.tools')}>
      {children}
      <span className="composer-anchor" ref={anchor}>
        <IconButton
          label={t('emoji.insert')}
          icon={<SmilePlus size={16} />}
          aria-haspopup="dialog"
          onPress={() => setEmoji(true)}
        />
      </span>
      {emoji ? (
        <Suspense fallback={null}>
          <EmojiPopover
            anchor={anchor}
            onPick={(picked) => field.current?.insert(picked)}
            onClose={() => setEmoji(false)}
          />
        </Suspense>
      ) : null}
      <IconButton
        label={t('composer.formats')}
        icon={<CaseSensitive size={18} />}
        aria-pressed={formats}
        onPress={() => setFormats(!formats)}
      />
      {formats
        ? FORMATS.map(({ format, icon: Icon }) => (
            <IconButton
              key={format}
              label={t(`format.${format}`)}
              icon={<Icon size={15} />}
              onPress={() => field.current?.format(format)}
            />
          ))
        : null}
      <IconButton
        label={t('composer.preview')}
        icon={<Eye size={16} />}
        aria-pressed={preview}
        onPress={onPreview}
      />
    </div>
  );
};
