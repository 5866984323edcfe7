import type { OperationInput } from '@plexi/operations';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { sayFullTime } from '../timeline/say-time.ts';
import { inHours, tomorrowAt } from './moments.ts';
import { usePresence } from './use-presence.ts';

type Mode = NonNullable<OperationInput<'presence.set'>['status']>;
const MODES: readonly Mode[] = ['online', 'away', 'dnd'];
const SUGGESTED = [
  { emoji: '🍜', text: 'status.lunch' },
  { emoji: '📅', text: 'status.meeting' },
  { emoji: '🏖️', text: 'status.holiday' },
] as const;
type Length = 'always' | 'hour' | 'today';
const LENGTHS: readonly Length[] = ['always', 'hour', 'today'];

const endOf = (length: Length): string | undefined => {
  const now = new Date();
  if (length === 'hour') return inHours(now, 1).toISOString();
  return length === 'today' ? tomorrowAt(now, 0).toISOString() : undefined;
};

/** What others see of this person just now: there or not, a few words, for how long. */
export const StatusSheet = ({ space, onClose }: { space: string; onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const own = [...usePresence(space).values()].find(({ self }) => self);
  const [changed, setChanged] = useState<{ mode?: Mode; text?: string; emoji?: string }>({});
  const [length, setLength] = useState<Length>('always');
  const shownMode = own?.status === 'dnd' || own?.status === 'away' ? own.status : 'online';
  const mode = changed.mode ?? shownMode;
  const text = changed.text ?? own?.text ?? '';
  const emoji = changed.emoji ?? own?.emoji ?? '';
  const save = useCommand(async (status: OperationInput<'presence.set'>) => {
    await peer.call('presence.set', status);
    onClose();
  });
  return (
    <Sheet title={t('status.title')} onClose={onClose}>
      <RadioGroup
        className="field status-modes"
        value={mode}
        onChange={(value) => setChanged({ ...changed, mode: value as Mode })}
      >
        <Label className="field-label">{t('status.mode')}</Label>
        {MODES.map((one) => (
          <Radio key={one} value={one} className="status-mode">
            <span className="presence-dot" data-status={one} aria-hidden="true" />
            <span>{t(`presence.${one}`)}</span>
            <span className="small soft">{t(`status.mode.${one}`)}</span>
          </Radio>
        ))}
      </RadioGroup>
      <div className="status-line">
        <Field
          label={t('status.emoji')}
          value={emoji}
          maxLength={24}
          onChange={(value) => setChanged({ ...changed, emoji: value })}
        />
        <Field
          label={t('status.text')}
          value={text}
          maxLength={100}
          placeholder={t('status.placeholder')}
          onChange={(value) => setChanged({ ...changed, text: value })}
        />
      </div>
      <fieldset className="row plain-set" aria-label={t('status.suggested')}>
        {SUGGESTED.map((one) => (
          <Button
            key={one.text}
            onPress={() => setChanged({ ...changed, emoji: one.emoji, text: t(one.text) })}
          >
            {`${one.emoji} ${t(one.text)}`}
          </Button>
        ))}
      </fieldset>
      <RadioGroup
        className="field status-lengths"
        orientation="horizontal"
        value={length}
        onChange={(value) => setLength(value as Length)}
      >
        <Label className="field-label">{t('status.length')}</Label>
        {LENGTHS.map((one) => (
          <Radio key={one} value={one} className="status-length">
            {t(`status.length.${one}`)}
          </Radio>
        ))}
      </RadioGroup>
      {own?.until === undefined ? null : (
        <p className="small soft">{t('status.until', { time: sayFullTime(own.until, t.locale) })}</p>
      )}
      <FailureNotice failure={save.failure} />
      <div className="sheet-actions">
        <Button onPress={() => save.run({ status: 'online', text: '', emoji: '' })}>
          {t('status.clear')}
        </Button>
        <Button
          look="primary"
          busy={save.busy}
          onPress={() => {
            const until = endOf(length);
            save.run({ status: mode, text, emoji, ...(until === undefined ? {} : { until }) });
          }}
        >
          {t('status.save')}
        </Button>
      </div>
    </Sheet>
  );
};
