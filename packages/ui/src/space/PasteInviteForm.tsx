import { type FormEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** Takes a link; what it leads to is looked at before anything else happens. */
export const PasteInviteForm = ({ onLink }: { onLink: (link: string) => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const [link, setLink] = useState('');
  // Mail and chat programs break long links and put signs around them.
  const cleaned = link.replace(/\s+/gu, '').replace(/^[<"']+|[>"'.,]+$/gu, '');
  const check = useCommand(async () => {
    await peer.call('invite.preview', { link: cleaned });
    onLink(cleaned);
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (cleaned !== '') check.run();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <Field label={t('paste.label')} value={link} onChange={setLink} maxLength={8192} autoFocus mono />
      <FailureNotice failure={check.failure} />
      <Button look="primary" wide type="submit" busy={check.busy} isDisabled={cleaned === ''}>
        {t('paste.done')}
      </Button>
    </form>
  );
};
