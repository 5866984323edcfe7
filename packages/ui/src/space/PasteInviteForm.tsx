import { type FormEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { isDeviceLink } from '../device/device-link.ts';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** A device link into hundreds of spaces. */
const MOST_CHARACTERS = 128 * 1024;

export interface PasteInviteFormProps {
  /** An invite into a space. */
  onLink: (link: string) => void;
  /** This device was brought into the account's spaces; one of them. */
  onAdopted: (space: string) => void;
}

/** Takes a link; what it leads to is looked at before anything else happens. */
export const PasteInviteForm = ({ onLink, onAdopted }: PasteInviteFormProps) => {
  const t = useTexts();
  const peer = usePeer();
  const [link, setLink] = useState('');
  // Mail and chat programs break long links and put signs around them.
  const cleaned = link.replace(/\s+/gu, '').replace(/^[<"']+|[>"'.,]+$/gu, '');
  const check = useCommand(async () => {
    if (isDeviceLink(cleaned)) {
      const [first] = await peer.call('device.adopt', { link: cleaned });
      if (first !== undefined) onAdopted(first.id);
      return;
    }
    await peer.call('invite.preview', { link: cleaned });
    onLink(cleaned);
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (cleaned !== '') check.run();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <Field
        label={t('paste.label')}
        value={link}
        onChange={setLink}
        maxLength={MOST_CHARACTERS}
        autoFocus
        mono
      />
      <FailureNotice failure={check.failure} />
      <Button look="primary" wide type="submit" busy={check.busy} isDisabled={cleaned === ''}>
        {check.busy && isDeviceLink(cleaned) ? t('device.adopt.busy') : t('paste.done')}
      </Button>
    </form>
  );
};
