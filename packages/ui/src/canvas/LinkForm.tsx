import { isSafeAddress } from '@plexi/operations/canvas';
import { useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface LinkFormProps {
  address: string;
  /** `undefined` takes the link away. */
  onDone: (address: string | undefined) => void;
  onCancel: () => void;
}

/** A bare host is taken for a web address. */
const complete = (typed: string): string => {
  const address = typed.trim();
  return /^[\w-]+(?:\.[\w-]+)+(?:[/?#].*)?$/u.test(address) ? `https://${address}` : address;
};

/** Where the selected words lead to. */
export const LinkForm = ({ address, onDone, onCancel }: LinkFormProps) => {
  const t = useTexts();
  const [typed, setTyped] = useState(address);
  const [wrong, setWrong] = useState(false);
  return (
    <form
      className="canvas-link"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSafeAddress(complete(typed))) onDone(complete(typed));
        else setWrong(true);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <Field
        label={t('canvas.link.address')}
        hint={t('canvas.link.hint')}
        value={typed}
        maxLength={2048}
        autoFocus
        problem={wrong ? t('canvas.link.wrong') : undefined}
        onChange={(next) => {
          setTyped(next);
          setWrong(false);
        }}
      />
      <div className="row">
        <Button look="primary" type="submit">
          {t('canvas.link.set')}
        </Button>
        {address === '' ? null : <Button onPress={() => onDone(undefined)}>{t('canvas.link.remove')}</Button>}
        <Button look="quiet" onPress={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
};
