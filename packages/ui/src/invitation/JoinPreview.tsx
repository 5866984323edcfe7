import { MonitorDot, TriangleAlert } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import { NameFlag } from '../lookalike/NameFlag.tsx';
import { namesOfPlaces } from '../lookalike/names-of.ts';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Step } from '../welcome/Step.tsx';

export interface JoinPreviewProps {
  link: string;
  /** The space that was joined, or is being joined, or was joined before. */
  onJoined: (space: string) => void;
  onCancel: () => void;
}

const NO_SPACES: readonly [] = [];
/** Seconds to wait here for a member's device; after that it completes in the background. */
const WAIT_SECONDS = 6;

/** [G9] Who invites, into what, how to be sure of it, before anything is sent. */
export const JoinPreview = ({ link, onJoined, onCancel }: JoinPreviewProps) => {
  const t = useTexts();
  const peer = usePeer();
  const preview = useQuery('invite.preview', { link });
  const spaces = useQuery('space.list', {});
  const join = useCommand(async () => {
    const space = await peer.call('space.join', { link, timeout: WAIT_SECONDS });
    onJoined(space.id);
  });
  const { data } = preview;
  const known = data?.member === true ? data.spaceId : undefined;
  const openKnown = useEffectEvent(onJoined);
  useEffect(() => {
    // There is nothing to decide: the app was opened with the same link again, or its space was meant.
    if (known !== undefined) openKnown(known);
  }, [known]);
  if (data === undefined || known !== undefined)
    return (
      <Step title={t('join.title')} onBack={onCancel}>
        {preview.failure === undefined ? <Waiting>{t('join.reading')}</Waiting> : null}
        <FailureNotice failure={preview.failure} onRetry={preview.reload} />
        <Button wide onPress={onCancel}>
          {t('join.later')}
        </Button>
      </Step>
    );
  const expires = new Intl.DateTimeFormat(t.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(data.expires),
  );
  return (
    <Step
      title={t('join.named', { space: data.space })}
      lead={t('join.lead', { inviter: data.inviter })}
      emblem={<Avatar id={data.spaceId} name={data.space} size="large" shape="space" />}
    >
      <NameFlag id={data.spaceId} name={data.space} among={namesOfPlaces(spaces.data ?? NO_SPACES)} />
      <dl className="facts">
        <div>
          <dt>{t('join.inviter')}</dt>
          <dd>
            <bdi>{data.inviter}</bdi>
            <NameFlag id="" name={data.inviter} among={NO_SPACES} />
          </dd>
        </div>
        <div>
          <dt>{t('join.fingerprint')}</dt>
          <dd>
            <span className="mono small">{data.fingerprint}</span>
            <span className="fact-hint">{t('join.compare', { inviter: data.inviter })}</span>
          </dd>
        </div>
        <div>
          <dt>{data.expired ? t('join.expired') : t('join.expires')}</dt>
          <dd>{expires}</dd>
        </div>
      </dl>
      {data.expired ? (
        <p className="caution">
          <TriangleAlert size={18} aria-hidden="true" />
          <span>{t('join.expired.next')}</span>
        </p>
      ) : null}
      {data.localOnly ? (
        <p className="caution">
          <MonitorDot size={18} aria-hidden="true" />
          <span>{t('join.local')}</span>
        </p>
      ) : null}
      <FailureNotice failure={join.failure} />
      <div className="step-actions">
        <Button look="primary" wide onPress={join.run} busy={join.busy} isDisabled={data.expired}>
          {join.busy ? t('join.busy') : t('join.join')}
        </Button>
        <Button look="quiet" wide onPress={onCancel}>
          {t('join.later')}
        </Button>
        {join.busy ? <p className="small soft">{t('join.wait')}</p> : null}
      </div>
    </Step>
  );
};
