/** The parts that the interface is made of, side by side: `?scene=design`. */
import { Hash, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../src/controls/Button.tsx';
import { Choice } from '../../src/controls/Choice.tsx';
import { Field } from '../../src/controls/Field.tsx';
import { Toggle } from '../../src/controls/Toggle.tsx';
import { Avatar } from '../../src/identity/Avatar.tsx';
import { Combo } from '../../src/keys/Combo.tsx';
import { Banner } from '../../src/notice/Banner.tsx';
import { FailureNotice } from '../../src/notice/FailureNotice.tsx';
import { type OpenTexts, TextsProvider, useTexts } from '../../src/texts/TextsProvider.tsx';
import { idOf } from '../script.ts';
import './gallery.css';

const GROUNDS = ['desk', 'sheet', 'raised', 'sunken', 'accent-soft', 'warn-soft', 'danger-soft'];
const SIGNALS = ['accent', 'good', 'warn', 'danger', 'line', 'line-strong', 'focus'];
const ACCENTS = ['0', '1', '2', '3', '4', '5', '6', '7'];

const Parts = () => {
  const t = useTexts();
  const [name, setName] = useState('');
  const [on, setOn] = useState(true);
  return (
    <main className="gallery" id="main">
      <h1 data-user-text>Design system</h1>
      <ul className="gallery-row" aria-label={t('settings.theme')}>
        {[...GROUNDS, ...SIGNALS].map((token) => (
          <li key={token} className="gallery-colour" data-token={token}>
            <span className="gallery-patch" />
            <code className="tiny">{token}</code>
          </li>
        ))}
      </ul>
      <div className="gallery-row">
        {ACCENTS.map((accent) => (
          <div key={accent} data-accent={accent} className="gallery-accent">
            <Button look="primary">{t('save')}</Button>
            <span className="gallery-soft">{t('notify.allow')}</span>
          </div>
        ))}
      </div>
      <div className="gallery-row">
        <Button look="primary" icon={<Plus size={16} />}>
          {t('space.add')}
        </Button>
        <Button>{t('cancel')}</Button>
        <Button look="quiet">{t('retry')}</Button>
        <Button look="danger">{t('member.remove')}</Button>
        <Button isDisabled>{t('save')}</Button>
        <IconButton label={t('channel.create')} icon={<Hash size={18} />} />
        <Combo of="palette" />
        <Avatar id={idOf('Ada')} name="Ada" size="large" />
        <Avatar id={idOf('Ben Okafor')} name="Ben Okafor" />
        <Avatar id={idOf('space-Lab')} name="Lab" shape="space" />
      </div>
      <div className="gallery-form">
        <Field label={t('channel.name')} value={name} onChange={setName} hint={t('channel.topic.hint')} />
        <Field label={t('name.label')} value="" onChange={setName} problem={t('name.empty')} />
        <Choice
          label={t('settings.density')}
          value="compact"
          options={[{ value: 'compact', label: t('settings.density.compact') }]}
          onChange={() => undefined}
          hint={t('settings.appearance.where')}
        />
        <Toggle label={t('settings.typing')} on={on} onChange={setOn} />
      </div>
      <Banner icon={<Hash size={16} />}>{t('notify.offer')}</Banner>
      <Banner icon={<Hash size={16} />} tone="warn">
        {t('link.reconnecting')}
      </Banner>
      <FailureNotice
        failure={{
          code: 'NAME_TAKEN',
          message: 'That name is in use already.',
          next: 'Choose another name.',
        }}
      />
    </main>
  );
};

export const Gallery = ({ open }: { open: OpenTexts }) => (
  <TextsProvider open={open}>
    <Parts />
  </TextsProvider>
);
