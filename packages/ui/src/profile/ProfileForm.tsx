import type { Profile } from '@plexi/operations';
import { type FormEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { drawSmall } from './draw-small.ts';

const FIELDS = ['name', 'title', 'pronouns', 'about', 'zone'] as const;

const Fields = ({ profile }: { profile: Profile }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const [words, setWords] = useState<Pick<Profile, (typeof FIELDS)[number]>>(profile);
  const [avatar, setAvatar] = useState(profile.avatar);
  const save = useCommand(async () => {
    // Nobody is without a name.
    const changed = FIELDS.filter(
      (field) => words[field].trim() !== profile[field] && (field !== 'name' || words.name.trim() !== ''),
    );
    await peer.call('profile.set', {
      ...Object.fromEntries(changed.map((field) => [field, words[field].trim()])),
      ...(avatar === profile.avatar ? {} : { avatar }),
    });
    say(t('settings.saved'));
  });
  const choose = useCommand(async (file: File) => setAvatar(await drawSmall(file)));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.run();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <div className="profile-picture">
        <Avatar id={profile.account} name={profile.name} picture={avatar} size="large" />
        <div>
          <label className="button button-plain file-button">
            {t('profile.picture.choose')}
            <input
              type="file"
              accept="image/png,image/jpeg,image/webp"
              onChange={(event) => {
                const [file] = event.currentTarget.files ?? [];
                if (file !== undefined) choose.run(file);
              }}
            />
          </label>
          {avatar === '' ? null : (
            <Button look="quiet" onPress={() => setAvatar('')}>
              {t('profile.picture.none')}
            </Button>
          )}
        </div>
      </div>
      {FIELDS.map((field) => (
        <Field
          key={field}
          label={field === 'title' ? t('profile.title.label') : t(`profile.${field}`)}
          value={words[field]}
          onChange={(value) => setWords((now) => ({ ...now, [field]: value }))}
          {...(field === 'about' ? { lines: 3, maxLength: 600 } : { maxLength: 64 })}
          hint={field === 'zone' || field === 'name' ? t(`profile.${field}.hint`) : undefined}
        />
      ))}
      <FailureNotice failure={save.failure ?? choose.failure} />
      <p className="small soft">{t('profile.who')}</p>
      <Button look="primary" type="submit" busy={save.busy}>
        {t('save')}
      </Button>
    </form>
  );
};

/** What one says about oneself, in every space. */
export const ProfileForm = ({ space }: { space: string }) => {
  const t = useTexts();
  const own = useQuery('profile.show', { space });
  if (own.data !== undefined) return <Fields key={own.data.account} profile={own.data} />;
  return own.failure === undefined ? (
    <Waiting>{t('profile.loading')}</Waiting>
  ) : (
    <FailureNotice failure={own.failure} onRetry={own.reload} />
  );
};
