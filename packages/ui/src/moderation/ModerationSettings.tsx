import type { ChannelPolicy, ChannelSummary, SpaceSummary } from '@plexi/operations';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Choice } from '../controls/Choice.tsx';
import { Field } from '../controls/Field.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { PolicyWords } from './PolicyWords.tsx';
import { changesTo, draftOf, POLICY_CHOICES } from './policy-choices.ts';

interface PlacedPolicy {
  space: SpaceSummary;
  channel: ChannelSummary;
}

const WORDS_SEEN = 3;
/** UTF-16 units of a list; the peer counts words and bytes. */
const LIST_LENGTH = 32_768;

const PolicyForm = ({
  space,
  channel,
  policy,
  onSaved,
}: PlacedPolicy & { policy: ChannelPolicy; onSaved: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const [draft, setDraft] = useState(() => draftOf(policy));
  const changes = changesTo(policy, draft);
  const save = useCommand(async () => {
    if (changes === undefined) return;
    await peer.call('channel.moderate', { space: space.id, channel: channel.id, ...changes });
    say(t('settings.saved'));
    onSaved();
  });
  return (
    <>
      <p className="small soft">{t('moderation.levels')}</p>
      {policy.rules.map(({ label, level }) => (
        <Choice
          key={label}
          label={t(`moderation.label.${label}`)}
          hint={t(`moderation.what.${label}`)}
          value={draft.choices[label]}
          options={[...POLICY_CHOICES, ...(level === 'own' ? (['own', 'own-hide'] as const) : [])].map(
            (value) => ({ value, label: t(`moderation.choice.${value}`) }),
          )}
          onChange={(value) => setDraft({ ...draft, choices: { ...draft.choices, [label]: value } })}
        />
      ))}
      <Field
        label={t('moderation.block')}
        hint={t('moderation.block.hint')}
        value={draft.block}
        onChange={(block) => setDraft({ ...draft, block })}
        lines={WORDS_SEEN}
        maxLength={LIST_LENGTH}
      />
      <Field
        label={t('moderation.allow')}
        hint={t('moderation.allow.hint')}
        value={draft.allow}
        onChange={(allow) => setDraft({ ...draft, allow })}
        lines={WORDS_SEEN}
        maxLength={LIST_LENGTH}
      />
      <FailureNotice failure={save.failure} />
      <Button busy={save.busy} isDisabled={changes === undefined} onPress={() => save.run()}>
        {t('moderation.save')}
      </Button>
    </>
  );
};

/** [A3] How a channel's messages are moderated: to choose for those who may, in words for all others. */
export const ModerationSettings = ({ space, channel }: PlacedPolicy) => {
  const t = useTexts();
  const policy = useQuery(
    'channel.policy',
    { space: space.id, channel: channel.id },
    (event) => event.type === 'space' && event.space === space.id,
  );
  const { data } = policy;
  if (data === undefined) return <FailureNotice failure={policy.failure} />;
  return (
    <section className="moderation" aria-label={t('moderation.title')}>
      <h3>{t('moderation.title')}</h3>
      <p className="small soft">{t(data.mayChange ? 'moderation.lead' : 'moderation.lead.reader')}</p>
      <p className="small soft">
        {data.by === undefined || data.time === undefined
          ? t('moderation.standard')
          : t('moderation.by', { name: data.by, time: new Date(data.time) })}
      </p>
      {data.mayChange ? (
        <PolicyForm
          key={data.time ?? ''}
          space={space}
          channel={channel}
          policy={data}
          onSaved={() => policy.reload()}
        />
      ) : (
        <PolicyWords policy={data} />
      )}
    </section>
  );
};
