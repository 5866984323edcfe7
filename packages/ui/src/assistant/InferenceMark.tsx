import type { Message } from '@plexi/operations';
import { Sparkles } from 'lucide-react';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface InferenceMarkProps {
  inference: NonNullable<Message['inference']>;
  onGo: (id: string) => void;
}

/** How an AI node came to an answer: which model, and from which messages. */
export const InferenceMark = ({ inference, onGo }: InferenceMarkProps) => {
  const t = useTexts();
  const { model, sources } = inference;
  return (
    <p className="inference">
      <span>
        <Sparkles size={12} aria-hidden="true" /> {t('ai.by')} <bdi className="mono">{model}</bdi>
      </span>
      {sources.length === 0 ? null : (
        <span className="inference-sources">
          {t('ai.sources', { count: sources.length })}
          {sources.map((id, i) => (
            <button
              key={id}
              type="button"
              aria-label={t('ai.source', { number: i + 1 })}
              onClick={() => onGo(id)}
            >
              {new Intl.NumberFormat(t.locale).format(i + 1)}
            </button>
          ))}
        </span>
      )}
    </p>
  );
};
