import {
  type KeyboardEvent,
  type Ref,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { isApple, isCombo } from '../keys/combo.ts';
import { KEY_MAP } from '../keys/key-map.ts';
import type { SlashCommand } from '../plugin/use-commands.ts';
import { useTexts } from '../texts/TextsProvider.tsx';
import { CompletionList, optionId } from './CompletionList.tsx';
import { complete } from './find-completion.ts';
import { type Format, formatText } from './format-text.ts';
import { type Option, useCompletions } from './use-completions.ts';

export interface FieldControl {
  format: (format: Format) => void;
  insert: (words: string) => void;
  focus: () => void;
}

export interface ComposerFieldProps {
  text: string;
  label: string;
  placeholder: string;
  invalid: boolean;
  commands: readonly SlashCommand[];
  control: Ref<FieldControl>;
  onField: (field: HTMLTextAreaElement | null) => void;
  onWrite: (text: string) => void;
  onSend: () => void;
  /** Up in an empty field. Gives back whether that did something. */
  onUp: () => boolean;
  /** Escape. Gives back whether there was something to leave. */
  onLeave: () => boolean;
}

const FORMATS = ['bold', 'italic', 'code', 'strike', 'link'] as const satisfies readonly Format[];

/** The field that messages are written in: it grows, completes names, and knows the marks of Markdown. */
export const ComposerField = (props: ComposerFieldProps) => {
  const { text, label, placeholder, invalid, commands, control, onField, onWrite, onSend, onUp, onLeave } =
    props;
  const t = useTexts();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const select = useRef<[number, number]>(undefined);
  const [caret, setCaret] = useState<number>();
  const [active, setActive] = useState(0);
  /** The beginning that somebody does not want completed. */
  const [left, setLeft] = useState<number>();
  const { completion, options } = useCompletions(text, caret, commands);
  const isOpen = options.length > 0 && completion?.from !== left;
  const chosen = Math.min(active, options.length - 1);

  const write = (next: string, start: number, end = start): void => {
    select.current = [start, end];
    setCaret(start === end ? start : undefined);
    onWrite(next);
  };
  // The caret goes where the text that it belongs to is.
  useLayoutEffect(() => {
    if (select.current === undefined) return;
    field.current?.setSelectionRange(...select.current);
    select.current = undefined;
  });
  const format = (kind: Format): void => {
    const element = field.current;
    if (element === null) return;
    const next = formatText({ text, start: element.selectionStart, end: element.selectionEnd }, kind);
    write(next.text, next.start, next.end);
    element.focus();
  };
  useImperativeHandle(control, () => ({
    format,
    insert: (words) => {
      const at = field.current?.selectionStart ?? text.length;
      const end = field.current?.selectionEnd ?? text.length;
      write(text.slice(0, at) + words + text.slice(end), at + words.length);
      field.current?.focus();
    },
    focus: () => {
      const element = field.current;
      if (element === null || element === document.activeElement) return;
      element.focus();
      element.setSelectionRange(element.value.length, element.value.length);
    },
  }));
  const pick = (option: Option): void => {
    if (completion === undefined) return;
    const next = complete(text, completion, option.insert);
    write(next.text, next.caret);
    setActive(0);
  };
  const steerCompletion = (event: KeyboardEvent): boolean => {
    const option = options[chosen];
    if (!isOpen || option === undefined || event.shiftKey) return false;
    if (event.key === 'ArrowDown') setActive((chosen + 1) % options.length);
    else if (event.key === 'ArrowUp') setActive((chosen + options.length - 1) % options.length);
    else if (event.key === 'Enter' || event.key === 'Tab') pick(option);
    else if (event.key === 'Escape') setLeft(completion?.from);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // Enter that picks a word in an input method is not the end of the message.
    if (event.nativeEvent.isComposing) return;
    if (steerCompletion(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const kind = FORMATS.find((one) => isCombo(event, KEY_MAP[one].combos[0] ?? '', isApple()));
    if (kind !== undefined) {
      event.preventDefault();
      format(kind);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      onSend();
    } else if (event.key === 'ArrowUp' && text === '' && onUp()) {
      event.preventDefault();
    } else if (event.key === 'Escape' && onLeave()) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <div className="composer-grow" data-text={text}>
      <textarea
        ref={(element) => {
          field.current = element;
          onField(element);
        }}
        rows={1}
        value={text}
        dir="auto"
        // Browsers write what stands in other fields to their session files, in the clear.
        autoComplete="off"
        placeholder={placeholder}
        aria-label={label}
        aria-invalid={invalid}
        aria-autocomplete="list"
        {...(isOpen ? { 'aria-controls': id, 'aria-activedescendant': optionId(id, chosen) } : {})}
        onChange={(event) => {
          setCaret(event.currentTarget.selectionStart);
          setActive(0);
          setLeft(undefined);
          onWrite(event.currentTarget.value);
        }}
        onSelect={(event) => {
          const { selectionStart, selectionEnd } = event.currentTarget;
          setCaret(selectionStart === selectionEnd ? selectionStart : undefined);
        }}
        onFocus={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setCaret(undefined)}
        onKeyDown={onKeyDown}
      />
      {isOpen ? (
        <CompletionList id={id} options={options} active={chosen} onPick={pick} onActive={setActive} />
      ) : null}
      <output className="unseen">{isOpen ? t('completion.count', { count: options.length }) : ''}</output>
    </div>
  );
};
