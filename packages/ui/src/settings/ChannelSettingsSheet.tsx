import type { ChannelSummary, NotifyLevel, SpaceSummary } from '@plexi/operations';
import { type FormEvent, useState } from 'react';
import { Admissions } from '../assistant/Admissions.tsx';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Choice } from '../controls/Choice.tsx';
import { Field } from '../controls/Field.tsx';
import { Setting } from '../controls/Setting.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { ModerationSettings } from '../moderation/ModerationSettings.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { Translator } from '../texts/translate.ts';

export interface ChannelSettingsSheetProps {
  space: SpaceSummary;
  channel: ChannelSummary;
  onClose: () => void;
}

const LEVELS = ['all', 'mentions', 'none'] as const;
const DAY = 86_400;
const RETENTIONS = [0, 3600, DAY, 7 * DAY, 30 * DAY, 365 * DAY] as const;

const sayRetention = (seconds: number, t: Translator): string =>
  seconds > 0 && seconds < DAY
    ? t('channel.retain.hours', { hours: Math.ceil(seconds / 3600) })
    : t('channel.retain.for', { days: Math.floor(seconds / DAY) });

/** A channel's name and topic, what it may notify of, how long its messages stay. */
export const ChannelSettingsSheet = ({ space, channel, onClose }: ChannelSettingsSheetProps) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const place = { space: space.id, channel: channel.id };
  const [name, setName] = useState(channel.name);
  const [topic, setTopic] = useState(channel.topic ?? '');
  const [retention, setRetention] = useState(channel.retention ?? 0);
  const [sure, setSure] = useState(false);
  // One that was set by a command may lie between ours.
  const retentions = [...new Set([...RETENTIONS, channel.retention ?? 0])].sort((a, b) => a - b);
  const mayGovern = space.role === 'owner' || space.role === 'admin';
  const mayAdmit = mayGovern || space.role === 'moderator';
  const levels = useQuery('channel.notify', { space: space.id }, (event) => event.type === 'settings');
  const level = levels.data?.find((one) => one.channel === channel.id)?.level ?? 'mentions';
  const mute = useCommand(async (next: NotifyLevel) => {
    await peer.call('channel.mute', { ...place, level: next });
    levels.reload();
  });
  const save = useCommand(async () => {
    if (topic.trim() !== (channel.topic ?? '')) await peer.call('channel.topic', { ...place, topic });
    if (retention !== (channel.retention ?? 0))
      await peer.call('channel.retain', { ...place, seconds: retention });
    if (mayGovern && name.trim() !== '' && name.trim() !== channel.name)
      await peer.call('channel.rename', { ...place, name: name.trim() });
    say(t('settings.saved'));
    onClose();
  });
  const archive = useCommand(async () => {
    await peer.call('channel.archive', place);
    onClose();
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.run();
  };
  return (
    <Sheet title={t('channel.settings.of', { channel: channel.name })} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        {mayGovern ? (
          <Field label={t('channel.name')} value={name} onChange={setName} maxLength={64} />
        ) : null}
        <Field
          label={t('channel.topic')}
          value={topic}
          onChange={setTopic}
          maxLength={250}
          hint={t('channel.topic.hint')}
        />
        <Choice
          label={t('channel.notify')}
          value={level}
          options={LEVELS.map((value) => ({ value, label: t(`notify.level.${value}`) }))}
          onChange={(value) => mute.run(value)}
        />
        {mayGovern ? (
          <Choice
            label={t('channel.retain')}
            value={String(retention)}
            options={retentions.map((seconds) => ({
              value: String(seconds),
              label: sayRetention(seconds, t),
            }))}
            onChange={(value) => setRetention(Number(value))}
            hint={t('channel.retain.hint')}
          />
        ) : (
          <Setting label={t('channel.retain')} hint={t('channel.retain.whose')}>
            {(ids) => <output {...ids}>{sayRetention(retention, t)}</output>}
          </Setting>
        )}
        <FailureNotice failure={save.failure ?? mute.failure ?? archive.failure} />
        <div className="sheet-actions">
          {mayGovern && channel.archived !== true ? (
            <Button
              look={sure ? 'danger' : 'quiet'}
              busy={archive.busy}
              onPress={() => (sure ? archive.run() : setSure(true))}
            >
              {sure ? t('channel.archive.sure') : t('channel.archive')}
            </Button>
          ) : null}
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="primary" type="submit" busy={save.busy}>
            {t('save')}
          </Button>
        </div>
        {sure ? <p className="small soft">{t('channel.archive.what')}</p> : null}
      </form>
      <ModerationSettings space={space} channel={channel} />
      {mayAdmit && channel.private !== true ? <Admissions space={space} channel={channel} /> : null}
    </Sheet>
  );
};
