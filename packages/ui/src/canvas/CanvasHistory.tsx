import type { OperationOutput } from '@plexi/operations';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { sayFullTime } from '../timeline/say-time.ts';
import { CanvasChanges } from './CanvasChanges.tsx';

type Version = OperationOutput<'canvas.history'>[number];

export interface CanvasHistoryProps {
  space: string;
  channel: string;
  readOnly: boolean;
  /** Something was restored: back to the canvas. */
  onDone: () => void;
}

/** The versions of a canvas, what each changed, and the way back to one. */
export const CanvasHistory = ({ space, channel, readOnly, onDone }: CanvasHistoryProps) => {
  const t = useTexts();
  const peer = usePeer();
  const versions = useQuery(
    'canvas.history',
    { space, channel },
    (event) => event.type === 'canvas' && event.channel === channel,
  );
  const [chosen, setChosen] = useState<string>();
  const [name, setName] = useState('');
  const naming = useCommand(async () => {
    await peer.call('canvas.name', { space, channel, name });
    setName('');
    versions.reload();
  });
  const { data } = versions;
  return (
    <section className="canvas-history" aria-label={t('canvas.versions')}>
      <FailureNotice failure={versions.failure} onRetry={versions.reload} />
      {data === undefined ? <Waiting>{t('canvas.versions.loading')}</Waiting> : null}
      {data?.length === 0 ? <p className="soft small">{t('canvas.versions.none')}</p> : null}
      {data === undefined || data.length < 2 || readOnly ? null : (
        <p className="soft small">{t('canvas.versions.hint')}</p>
      )}
      {data === undefined || data.length === 0 || readOnly ? null : (
        <form
          className="canvas-naming"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') naming.run();
          }}
        >
          <Field label={t('canvas.version.name')} value={name} maxLength={64} onChange={setName} />
          <Button type="submit" busy={naming.busy}>
            {t('canvas.version.name.done')}
          </Button>
        </form>
      )}
      <FailureNotice failure={naming.failure} />
      <ol className="canvas-versions">
        {data?.map((version, index) => (
          <VersionRow
            key={version.at}
            version={version}
            newest={index === 0}
            open={chosen === version.at}
            onOpen={() => setChosen(chosen === version.at ? undefined : version.at)}
          >
            <CanvasChanges space={space} channel={channel} version={version} />
            {index === 0 || readOnly ? null : (
              <Restore space={space} channel={channel} version={version} onDone={onDone} />
            )}
          </VersionRow>
        ))}
      </ol>
    </section>
  );
};

interface VersionRowProps {
  version: Version;
  newest: boolean;
  open: boolean;
  onOpen: () => void;
  children: React.ReactNode;
}

const VersionRow = ({ version, newest, open, onOpen, children }: VersionRowProps) => {
  const t = useTexts();
  const time = sayFullTime(version.time, t.locale);
  return (
    <li className="canvas-version">
      <AriaButton className="canvas-version-head" aria-expanded={open} onPress={onOpen}>
        <strong>
          {version.name === undefined ? null : <bdi>{version.name}</bdi>}
          {version.name === undefined ? (newest ? t('canvas.version.current') : time) : null}
        </strong>
        {version.name !== undefined || newest ? <span className="tiny faint">{time}</span> : null}
        <span className="tiny soft">
          {t('canvas.version.by', { names: version.editors.join(', '), count: version.edits })}
        </span>
      </AriaButton>
      {open ? children : null}
    </li>
  );
};

const Restore = ({
  space,
  channel,
  version,
  onDone,
}: Omit<CanvasHistoryProps, 'readOnly'> & { version: Version }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const [sure, setSure] = useState(false);
  const restoring = useCommand(async () => {
    await peer.call('canvas.restore', { space, channel, at: version.at });
    say(t('canvas.restore.done'));
    onDone();
  });
  if (!sure) return <Button onPress={() => setSure(true)}>{t('canvas.restore')}</Button>;
  return (
    <div className="canvas-restore">
      <p className="small">{t('canvas.restore.sure', { time: sayFullTime(version.time, t.locale) })}</p>
      <FailureNotice failure={restoring.failure} />
      <div className="row">
        <Button look="primary" autoFocus busy={restoring.busy} onPress={() => restoring.run()}>
          {t('canvas.restore')}
        </Button>
        <Button look="quiet" onPress={() => setSure(false)}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  );
};
