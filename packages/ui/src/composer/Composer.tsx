import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import type { Failure } from '../connection/failure.ts';
import { IconButton } from '../controls/Button.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import { isTooLong } from './message-length.ts';

export interface ComposerProps {
  channel: { id: string; name: string };
  /** Told of the text field, so that others can send the focus there. */
  onField: (field: HTMLTextAreaElement | null) => void;
  post: (text: string) => Promise<Failure | undefined>;
}

/** Where messages are written. What is written is kept as a draft; what could not be sent comes back. */
export const Composer = ({ channel, onField, post }: ComposerProps) => {
  const t = useTexts();
  const { desk } = useKept();
  const [text, setText] = useState(() => desk.readDraft(channel.id));
  const [failure, setFailure] = useState<Failure>();
  const tooLong = isTooLong(text);

  const write = (next: string): void => {
    setText(next);
    desk.writeDraft(channel.id, next);
  };
  const send = async (): Promise<void> => {
    if (text.trim() === '' || tooLong) return;
    const words = text;
    write('');
    setFailure(undefined);
    const problem = await post(words);
    if (problem === undefined) return;
    setFailure(problem);
    const since = desk.readDraft(channel.id);
    const back = since === '' ? words : `${words}\n${since}`;
    desk.writeDraft(channel.id, back);
    setText(back);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // Enter that picks a word in an input method is not the end of the message.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <form
      className="composer"
      aria-label={t('composer.label', { channel: channel.name })}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <FailureNotice failure={failure} />
      {tooLong ? (
        <p className="small field-problem" role="alert">
          {t('composer.long')}
        </p>
      ) : null}
      <div className="composer-box">
        <div className="composer-grow" data-text={text}>
          <textarea
            ref={onField}
            rows={1}
            value={text}
            dir="auto"
            // Browsers write what stands in other fields to their session files, in the clear.
            autoComplete="off"
            placeholder={t('composer.placeholder', { channel: channel.name })}
            aria-label={t('composer.input', { channel: channel.name })}
            aria-invalid={tooLong}
            onChange={(event) => write(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        <IconButton
          className="composer-send"
          type="submit"
          label={t('composer.send')}
          icon={<SendHorizontal size={18} className="mirror" />}
          isDisabled={text.trim() === '' || tooLong}
        />
      </div>
      <p className="composer-hint">{t('composer.hint')}</p>
    </form>
  );
};
