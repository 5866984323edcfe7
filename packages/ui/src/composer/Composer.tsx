import { Pencil, Reply, SendHorizontal, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Failure } from '../connection/failure.ts';
import { IconButton } from '../controls/Button.tsx';
import { MarkdownText } from '../markdown/MarkdownText.tsx';
import { oneLine } from '../markdown/one-line.ts';
import { SendWarning } from '../moderation/SendWarning.tsx';
import { type CheckText, useSendWarning } from '../moderation/use-send-warning.ts';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import type { SlashCommand } from '../plugin/use-commands.ts';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import { ComposerField, type FieldControl } from './ComposerField.tsx';
import { ComposerTools } from './ComposerTools.tsx';
import type { ComposerMode } from './composer-mode.ts';
import { isTooLong } from './message-length.ts';

export interface ComposerProps {
  /** What the form, the field and the empty field say. */
  words: { form: string; field: string; placeholder: string };
  /** Under which the draft is kept. */
  draft: string;
  /** What is written, beside a plain message. A change of what is edited mounts the composer anew. */
  mode: ComposerMode;
  onModeEnd: () => void;
  /** Told of the text field, so that others can send the focus there. */
  onField?: (field: HTMLTextAreaElement | null) => void;
  /** Begins to edit the last own message. Gives back whether there is one. */
  onEditLast: () => boolean;
  post: (text: string) => Promise<Failure | undefined>;
  /** What others would be warned of first, if anything. @default nothing */
  check?: CheckText | undefined;
  /** Slash commands that can be typed. @default none */
  commands?: readonly SlashCommand[];
  /** Told of everything that is written. */
  onWriting?: (text: string) => void;
  /** Further tools beside the ones for words. */
  tools?: ReactNode;
  /** Between the field and the tools: what goes along with the message. */
  tray?: ReactNode;
  /** Whether something goes along, so that the message may be without words. */
  laden?: boolean;
  foot?: ReactNode;
}

const NO_COMMANDS: readonly SlashCommand[] = [];
/** Characters of a message that is answered. */
const ANSWERED_SHOWN = 120;

const ModeLine = ({ mode, onEnd }: { mode: NonNullable<ComposerMode>; onEnd: () => void }) => {
  const t = useTexts();
  const isEdit = mode.kind === 'edit';
  return (
    <p className="composer-mode">
      {isEdit ? (
        <Pencil size={13} aria-hidden="true" />
      ) : (
        <Reply size={13} className="mirror" aria-hidden="true" />
      )}
      <span className="composer-mode-words" dir="auto">
        {isEdit
          ? t('composer.editing')
          : t('composer.answering', {
              name: mode.message.author,
              text: oneLine(mode.message.text.slice(0, ANSWERED_SHOWN)),
            })}
      </span>
      <IconButton label={t('cancel')} icon={<X size={14} />} onPress={onEnd} />
    </p>
  );
};

/** Where messages are written. What is written is kept as a draft; what could not be sent comes back. */
export const Composer = (props: ComposerProps) => {
  const { words, draft, mode, onModeEnd, onField, onEditLast, post, check, onWriting } = props;
  const { tools, tray, laden = false, foot, commands = NO_COMMANDS } = props;
  const t = useTexts();
  const { desk } = useKept();
  const isEdit = mode?.kind === 'edit';
  const [text, setText] = useState(() => (isEdit ? mode.message.text : desk.readDraft(draft)));
  const [failure, setFailure] = useState<Failure>();
  const [preview, setPreview] = useState(false);
  const warning = useSendWarning(check, text);
  const field = useRef<FieldControl>(null);
  const tooLong = isTooLong(text);
  const mayEnd = (text.trim() !== '' || (laden && !isEdit)) && !tooLong;

  useEffect(() => {
    if (mode !== undefined) field.current?.focus();
  }, [mode]);

  const write = (next: string): void => {
    setText(next);
    if (isEdit) return;
    desk.writeDraft(draft, next);
    onWriting?.(next);
  };
  const send = async (): Promise<void> => {
    if (!mayEnd) return;
    setFailure(undefined);
    if (warning.stops !== undefined && (await warning.stops())) return;
    if (isEdit) {
      const problem = text === mode.message.text ? undefined : await post(text);
      if (problem === undefined) onModeEnd();
      else setFailure(problem);
      return;
    }
    const said = text;
    write('');
    onModeEnd();
    const problem = await post(said);
    if (problem === undefined) return;
    setFailure(problem);
    const since = desk.readDraft(draft);
    const back = since === '' ? said : `${said}\n${since}`;
    desk.writeDraft(draft, back);
    setText(back);
  };
  return (
    <form
      className="composer"
      aria-label={words.form}
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
      {warning.finding === undefined ? null : (
        <SendWarning
          finding={warning.finding}
          onSend={() => void send()}
          onChange={() => {
            warning.drop();
            field.current?.focus();
          }}
        />
      )}
      <div className="composer-box">
        {mode === undefined ? null : <ModeLine mode={mode} onEnd={onModeEnd} />}
        {preview && text.trim() !== '' ? (
          <section className="composer-preview" aria-label={t('composer.preview.label')}>
            <MarkdownText text={text} />
          </section>
        ) : null}
        <ComposerField
          text={text}
          label={words.field}
          placeholder={words.placeholder}
          invalid={tooLong}
          commands={isEdit ? NO_COMMANDS : commands}
          control={field}
          onField={onField ?? (() => undefined)}
          onWrite={write}
          onSend={() => void send()}
          onUp={onEditLast}
          onLeave={() => {
            if (mode === undefined) return false;
            onModeEnd();
            return true;
          }}
        />
        {tray}
        <div className="composer-foot">
          <ComposerTools field={field} preview={preview} onPreview={() => setPreview(!preview)}>
            {tools}
          </ComposerTools>
          <span className="composer-hint">{t('composer.hint')}</span>
          <IconButton
            className="composer-send"
            type="submit"
            label={t(isEdit ? 'composer.save' : 'composer.send')}
            icon={<SendHorizontal size={17} className="mirror" />}
            isDisabled={!mayEnd}
          />
        </div>
      </div>
      {foot}
    </form>
  );
};
