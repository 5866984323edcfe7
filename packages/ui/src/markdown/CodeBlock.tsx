import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { type CodePiece, highlightCode } from './highlight.ts';

/** Code as it was written, coloured when its language is known, to be taken along by one button. */
export const CodeBlock = ({ text, language }: { text: string; language: string }) => {
  const t = useTexts();
  const [coloured, setColoured] = useState<{ of: string; pieces: CodePiece[] }>();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    let live = true;
    highlightCode(text, language).then(
      (pieces) => {
        if (live && pieces !== undefined) setColoured({ of: text, pieces });
      },
      // Without its colours code is still code.
      () => undefined,
    );
    return () => {
      live = false;
    };
  }, [text, language]);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  const shown = coloured?.of === text ? coloured.pieces : undefined;
  return (
    <div className="md-block">
      <section className="md-code" dir="ltr" tabIndex={0} aria-label={t('code.label', { language })}>
        <pre>
          <code>
            {shown === undefined
              ? text
              : shown.map((piece, index) => (
                  <span key={`${index}-${piece.className}`} className={piece.className}>
                    {piece.text}
                  </span>
                ))}
          </code>
        </pre>
      </section>
      <IconButton
        className="md-copy"
        label={copied ? t('copied') : t('code.copy')}
        icon={copied ? <Check size={14} /> : <Copy size={14} />}
        onPress={() => void copy()}
      />
    </div>
  );
};
